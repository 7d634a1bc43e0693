import { type NumberForm, shownNumber } from './number-formats.ts'
import type { Cell } from './sheet.ts'

/** What cells refer to: shared texts, number formats, and from when days count. */
export type Shared = {
  readonly texts: readonly string[]
  readonly styles: readonly NumberForm[]
  readonly is1904: boolean
}

/** A cell as its part writes it; the formula is null where it has none. */
type RawCell = {
  readonly value: string
  readonly type: string
  readonly style: number
  readonly formula: string | null
}

const shownFormula = 40

/**
 * Reads what a cell holds; undefined where it refers to a text that is not there. A formula counts as the value that was
 * worked out last, and is an error where there is none.
 */
export const cellOf = (
  { value, type, style, formula }: RawCell,
  { texts, styles, is1904 }: Shared,
): Cell | undefined => {
  if (value === '') {
    if (formula === null || type === 'str') return null
    return { kind: 'error', text: `=${formula.trim().slice(0, shownFormula)}` }
  }
  switch (type) {
    case 's': {
      const text = texts[Number(value)]
      return text === undefined ? undefined : textOf(text)
    }
    case 'b':
      return value === '1' || value === 'true'
    case 'e':
      return { kind: 'error', text: value }
    case 'str':
    case 'inlineStr':
      return textOf(value)
    case 'd':
      return isoCell(value)
    default: {
      const number = Number(value)
      return Number.isFinite(number) ? shownNumber(number, styles[style] ?? { kind: 'number' }, is1904) : textOf(value)
    }
  }
}

const escaped = /_x([0-9A-Fa-f]{4})_/g

/** Workbooks write characters that XML cannot have as `_x000D_`. */
const textOf = (value: string): Cell => {
  const text = value.includes('_x')
    ? value.replaceAll(escaped, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    : value
  return text.trim() === '' ? null : text
}

const isoCell = (value: string): Cell => {
  const parts = /^(\d{4}-\d{2}-\d{2})(?:T(\d{2}):(\d{2}))?/.exec(value)
  if (parts === null) return textOf(value)
  const [, on, hour, minute] = parts
  return { kind: 'date', on: on as string, minute: hour === undefined ? null : Number(hour) * 60 + Number(minute) }
}
