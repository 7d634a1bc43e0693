import { isoOf } from '../../domain/day.ts'
import { readDates } from '../../parsing/dates.ts'
import { loadItems, loadLocations } from '../../store/feeds/catalogue.ts'
import { loadVisibility } from '../../store/feeds/visibility.ts'
import type { FormContext } from './form-definition.ts'

const longestMessage = 3_000
const mostCodes = 60

/**
 * Reads out of a message what it says of a promotion, as far as that is certain: a name in quotes, codes of items and
 * locations, a window, an uplift and a discount. What is not certain is left to the person.
 */
export const fromMessage = async (asked: FormContext, message: string): Promise<Readonly<Record<string, string>>> => {
  const said = message.slice(0, longestMessage).toWellFormed().replaceAll(/\s+/g, ' ').trim()
  const name = /["“„]([^"“”„]{3,80})["“”]/.exec(said)?.[1]
  const visibility = await loadVisibility(asked.workspace, isoOf(asked.today))
  const codes = [...new Set(said.match(/[\p{L}\p{N}][\p{L}\p{N}_-]{1,40}/gu) ?? [])].slice(0, mostCodes)
  const asWritten = codes.flatMap((code) => [code, code.toUpperCase()])
  const items = await loadItems(asked.workspace, visibility, asWritten)
  const places = await loadLocations(asked.workspace, visibility, asWritten)
  const known = (of: ReadonlyMap<string, unknown>) => [
    ...new Set(codes.flatMap((code) => [code, code.toUpperCase()].find((one) => of.has(one)) ?? [])),
  ]
  const window = windowIn(said, asked)
  const discount = /(\d{1,2}(?:[.,]\d)?)\s?% (?:off|discount|rabatt)/i.exec(said)?.[1]
  const uplift = /(\+\d{1,3}(?:[.,]\d)?)\s?%/.exec(said)?.[1]
  const found = {
    name: name ?? '',
    sku: known(items).join(', '),
    at: known(places).join(', '),
    from: window === null ? '' : isoOf(window.start),
    to: window === null ? '' : isoOf(window.end),
    uplift: uplift === undefined ? '' : `${uplift}%`,
    discount: discount === undefined ? '' : `${discount}%`,
  }
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== ''))
}

const months = 'jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec'

const windows: readonly RegExp[] = [
  /\d{4}-\d{2}-\d{2}\s?(?:to|until|-|–)\s?\d{4}-\d{2}-\d{2}/i,
  new RegExp(
    `\\d{1,2}\\.?\\s?(?:(?:${months})[a-z]*\\.?\\s?)?(?:to|until|-|–)\\s?\\d{1,2}\\.?\\s?(?:${months})[a-z]*`,
    'i',
  ),
  /week \d{1,2}\b/i,
  /next week/i,
]

const windowIn = (said: string, asked: FormContext) => {
  for (const pattern of windows) {
    const found = pattern.exec(said)?.[0]
    const read = found === undefined ? null : readDates(found, asked)
    if (read !== null && typeof read !== 'string' && read.end >= asked.today && read.end >= read.start) return read
  }
  return null
}
