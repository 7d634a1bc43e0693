import { isoOf } from '../../domain/day.ts'
import { readDates } from '../../parsing/dates.ts'
import { loadItems, loadLocations } from '../../store/feeds/catalogue.ts'
import { loadVisibility } from '../../store/feeds/visibility.ts'
import type { FormContext } from './form-definition.ts'

const longestMessage = 3_000
const mostCodes = 60

/**
 * Reads what a message says of a promotion: a name in quotes, known codes of items and locations, a window, an uplift and a
 * discount. Only what is certain is taken; the person fills in the rest.
 */
export const prefillFromMessage = async (
  context: FormContext,
  message: string,
): Promise<Readonly<Record<string, string>>> => {
  const text = message.slice(0, longestMessage).toWellFormed().replaceAll(/\s+/g, ' ').trim()
  const name = /["“„]([^"“”„]{3,80})["“”]/.exec(text)?.[1]
  const visibility = await loadVisibility(context.workspace, isoOf(context.today))
  const codes = [...new Set(text.match(/[\p{L}\p{N}][\p{L}\p{N}_-]{1,40}/gu) ?? [])].slice(0, mostCodes)
  const asWritten = codes.flatMap((code) => [code, code.toUpperCase()])
  const items = await loadItems(context.workspace, visibility, asWritten)
  const places = await loadLocations(context.workspace, visibility, asWritten)
  const known = (of: ReadonlyMap<string, unknown>) => [
    ...new Set(codes.flatMap((code) => [code, code.toUpperCase()].find((one) => of.has(one)) ?? [])),
  ]
  const window = windowIn(text, context)
  const discount = /(\d{1,2}(?:[.,]\d)?)\s?% (?:off|discount|rabatt)/i.exec(text)?.[1]
  const uplift = /(\+\d{1,3}(?:[.,]\d)?)\s?%/.exec(text)?.[1]
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

const windowIn = (text: string, context: FormContext) => {
  for (const pattern of windows) {
    const found = pattern.exec(text)?.[0]
    const read = found === undefined ? null : readDates(found, context)
    if (read?.ok && read.value.end >= context.today && read.value.end >= read.value.start) return read.value
  }
  return null
}
