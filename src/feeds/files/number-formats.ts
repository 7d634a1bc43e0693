import type { Cell } from './sheet.ts'

/** How a number is shown: as it is, as a date, as a time of day, as a percentage, or as a code with zeros in front. */
export type NumberForm =
  | { readonly kind: 'number' | 'date' | 'time' | 'percent' }
  | { readonly kind: 'padded'; readonly pattern: string }

const plainForm: NumberForm = { kind: 'number' }

const isBuiltInDate = (id: number) =>
  (id >= 14 && id <= 17) || id === 22 || (id >= 27 && id <= 36) || (id >= 50 && id <= 58)
const isBuiltInTime = (id: number) => (id >= 18 && id <= 21) || id === 45 || id === 47

/** Tells how a number format shows numbers: by its built-in id, or by its code where the workbook defines one. */
export const numberForm = (id: number, code: string | undefined): NumberForm => {
  if (code === undefined) {
    if (isBuiltInDate(id)) return { kind: 'date' }
    if (isBuiltInTime(id)) return { kind: 'time' }
    return id === 9 || id === 10 ? { kind: 'percent' } : plainForm
  }
  const section = code.split(';')[0] ?? ''
  const pattern = zerosOf(section)
  if (pattern !== null) return { kind: 'padded', pattern }
  const isElapsed = /\[(h+|m+|s+)\]/i.test(section)
  const bare = section.replaceAll(/"[^"]*"|\\.|_.|\*.|\[[^\]]*\]/g, '')
  if (isElapsed || /general|standard/i.test(bare)) return plainForm
  if (/[dyjat]/i.test(bare) && !/[0#?]/.test(bare)) return { kind: 'date' }
  if (/[hs]/i.test(bare) && !/[0#?](?!\.?0*s)/.test(bare.replaceAll(/s\.0+/gi, 's'))) return { kind: 'time' }
  if (/^m[-/. m]*$/i.test(bare)) return { kind: 'date' }
  return bare.includes('%') ? { kind: 'percent' } : plainForm
}

/** Stands for a zero that is text, not a digit. */
const textZero = '\u0001'

/** The digits of a code that pads with zeros, with the texts before and between them; null where it does not. */
const zerosOf = (section: string): string | null => {
  const shown = section
    .replaceAll(/\[[^\]]*\]|[_*]./g, '')
    .replaceAll(/"([^"]*)"|\\(.)/g, (_, text?: string, one?: string) => (text ?? one ?? '').replaceAll('0', textZero))
  const end = shown.lastIndexOf('0') + 1
  const pattern = shown.slice(0, end)
  return /^[^0#?.,%/@]*0[0 -]*0$/.test(pattern) && !/[0#?.,%/@e]/i.test(shown.slice(end)) ? pattern : null
}

/** Writes a whole number as a code pads it; more digits than it has places stand in the first. */
const paddedTo = (pattern: string, value: number): string => {
  const places = pattern.split('0').length - 1
  const digits = String(value).padStart(places, '0')
  const extra = digits.length - places
  let next = 0
  const text = pattern.replaceAll('0', () => {
    const from = next
    next = from === 0 ? extra + 1 : from + 1
    return digits.slice(from, next)
  })
  return text.replaceAll(textZero, '0')
}

const firstOf1900 = Temporal.PlainDate.from('1899-12-30')
const daysFrom1900To1904 = 1_462
const leapDayThatNeverWas = 60
const lastDay = 2_958_465

/** Writes a number without the noise of binary fractions. */
const exact = (value: number): number => (Number.isSafeInteger(value) ? value : Number(value.toPrecision(15)))

/** Reads the number of a cell as it is shown. A time alone is a text such as `14:30`. */
export const shownNumber = (value: number, form: NumberForm, is1904: boolean): Cell => {
  switch (form.kind) {
    case 'number':
      return exact(value)
    case 'percent':
      return `${exact(value * 100)}%`
    case 'padded':
      return Number.isSafeInteger(value) && value >= 0 ? paddedTo(form.pattern, value) : exact(value)
    case 'time':
      return value >= 1 ? dateOf(value, is1904) : timeOf(value)
    case 'date':
      return value > 0 && value < 1 ? timeOf(value) : dateOf(value, is1904)
  }
}

const timeOf = (value: number): string => {
  const minute = Math.round(value * 1_440)
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
}

/** Reads a serial number as a date. The count of 1900 has a 29 February that never was. */
const dateOf = (value: number, is1904: boolean): Cell => {
  const minutes = Math.round(value * 1_440)
  const serial = Math.floor(minutes / 1_440) + (is1904 ? daysFrom1900To1904 : 0)
  if (serial < 1 || serial > lastDay) return exact(value)
  const on = firstOf1900.add({ days: serial < leapDayThatNeverWas ? serial + 1 : serial })
  const minute = minutes % 1_440
  return { kind: 'date', on: on.toString(), minute: Number.isInteger(value) ? null : minute }
}
