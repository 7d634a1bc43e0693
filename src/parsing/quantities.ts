import { packingWords } from './packings.ts'
import { type Read, Unfit } from './values.ts'

const unitWords =
  /\s*(?<!\p{L})(?:units?|pcs?\.?|pieces?|items?|ea\.?|each|stk\.?|st(?:ü|ue)cks?|stück|uds?\.?|unidades|unit(?:é|e)s|pi(?:è|e)ces|pezzi|pz\.?|szt\.?|ks)(?:\s+(?:in (?:all|total)|total|altogether))?$/iu
const inAll = /\s+(?:in (?:all|total)|total|altogether)$/i
const caseWords =
  /\s*(?<!\p{L})(?:cases?|cs\.?|cartons?|ctns?\.?|kartons?|kisten?|cajas?|colis|coll[io]|cartoni?|doos)(?:\s+(?:in (?:all|total)|total|altogether))?$/iu
const palletWords =
  /\s*(?<!\p{L})(?:pallets?|palettes?|paletten|palets?|bancal[ei]|plts?\.?)(?:\s+(?:in (?:all|total)|total|altogether))?$/iu
const packWords = /\s*(?<!\p{L})(?:box(?:es)?|packs?|packets?|packages?|trays?|crates?|bundles?|displays?|layers?)$/iu
const multiples: readonly (readonly [RegExp, number])[] = [
  [/\s*(?<!\p{L})dozens?$/iu, 12],
  [/\s*(?<!\p{L})(?:k|thousand|tsd\.?)$/iu, 1_000],
]

/** Makes a reader of numbers take units with the words people write behind them: `100 pcs`, `2 dozen`, `1.2k`. What is packed is refused. */
export const inUnits =
  <T>(read: Read<T>): Read<T> =>
  (text) => {
    const packing = packingTyped(text)
    if (packing !== null) return new Unfit(`is in ${packingWords[packing]}; write the units`)
    const pack = packWords.exec(text)
    if (pack !== null)
      return new Unfit(`is in ${pack[0].trim()}, and I do not know how much is in one; write the units`)
    const bare = text.replace(unitWords, '').replace(inAll, '')
    const multiple = multiples.find(([word]) => word.test(bare))
    if (multiple === undefined) return read(bare)
    const number = Number(bare.replace(multiple[0], ''))
    return read(Number.isFinite(number) ? String(Number((number * multiple[1]).toFixed(6))) : bare)
  }

/** Tells whether a quantity is counted in cases or pallets; null where it is in units. */
export const packingTyped = (text: string): 'case' | 'pallet' | null => {
  if (!/\d/.test(text)) return null
  return caseWords.test(text.trim()) ? 'case' : palletWords.test(text.trim()) ? 'pallet' : null
}

/** Takes the word for cases or pallets off a quantity. */
export const withoutPacking = (text: string): string => text.trim().replace(caseWords, '').replace(palletWords, '')

const currencies: Readonly<Record<string, readonly string[]>> = {
  '€': ['EUR'],
  euro: ['EUR'],
  euros: ['EUR'],
  '£': ['GBP', 'EGP', 'LBP'],
  pounds: ['GBP'],
  $: ['USD', 'CAD', 'AUD', 'NZD', 'SGD', 'HKD', 'TWD', 'MXN', 'CLP', 'COP', 'ARS'],
  dollars: ['USD', 'CAD', 'AUD', 'NZD', 'SGD', 'HKD'],
  us$: ['USD'],
  r$: ['BRL'],
  '¥': ['JPY', 'CNY'],
  '₹': ['INR'],
  '₺': ['TRY'],
  '₩': ['KRW'],
  '₽': ['RUB'],
  zł: ['PLN'],
  kč: ['CZK'],
  ft: ['HUF'],
  kr: ['SEK', 'NOK', 'DKK', 'ISK'],
  'kr.': ['SEK', 'NOK', 'DKK', 'ISK'],
  'fr.': ['CHF'],
  sfr: ['CHF'],
}

const word = '[a-z]{3}|€|£|us\\$|r\\$|\\$|¥|₹|₺|₩|₽|zł|kč|ft|kr\\.?|fr\\.?|sfr|euros?|dollars|pounds'
const inFront = new RegExp(`^(${word})\\s*(?=[\\d.,+-])`, 'i')
const behind = new RegExp(`(?<=[\\d.,-])\\s*(${word})$`, 'i')
const apiece = /\s*(?:\/\s*|per |an? )?(?:units?|pcs?\.?|pieces?|each|ea\.?|item)$/i

/** Splits an amount into its number and the currencies that its sign can stand for; null where none is written. */
export const moneyOf = (text: string): { readonly number: string; readonly in: readonly string[] | null } => {
  const bare = text.trim().replace(apiece, '')
  const [sign] = [inFront.exec(bare)?.[1], behind.exec(bare)?.[1]].filter((found) => found !== undefined)
  const number = bare
    .replace(inFront, '')
    .replace(behind, '')
    .replace(/[.,]-+$/, '')
  const key = sign?.toLowerCase()
  return { number, in: key === undefined ? null : (currencies[key] ?? [key.toUpperCase()]) }
}

/** Makes a reader of numbers take amounts with a currency, `EUR 7.99` or `7.99 € each`. */
export const inMoney =
  <T>(read: Read<T>): Read<T> =>
  (text) =>
    read(moneyOf(text).number)

const spans: readonly (readonly [RegExp, number])[] = [
  [/\s*(?<!\p{L})(?:d|days?)$/iu, 1],
  [/\s*(?<!\p{L})(?:w|wks?|weeks?)$/iu, 7],
]

/** Makes a reader of days take `21 days` and `3 weeks`. */
export const inDays =
  <T>(read: Read<T>): Read<T> =>
  (text) => {
    const span = spans.find(([words]) => words.test(text))
    const number = span === undefined ? Number.NaN : Number(text.replace(span[0], '') || Number.NaN)
    return read(span === undefined || !Number.isFinite(number) ? text : String(number * span[1]))
  }
