const rightToLeft = String.raw`[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]`
const name = new RegExp(
  String.raw`${rightToLeft}[\p{M}${rightToLeft.slice(1)}*(?:[ '’״׳.,%+&/\p{N}-]{1,12}${rightToLeft}[\p{M}${rightToLeft.slice(1)}*)*`,
  'gu',
)
const any = new RegExp(rightToLeft, 'u')

/** Keeps names that are written from right to left together, so that what stands around them stays where it belongs. */
export const isolated = (text: string): string =>
  any.test(text) ? text.replaceAll(name, (found) => `\u2068${found}\u2069`) : text
