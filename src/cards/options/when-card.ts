import type { LineAssessment } from '../../domain/assessment/readiness.ts'
import type { Day } from '../../domain/day.ts'
import type { EarliestStart } from '../../domain/options/earliest-start.ts'
import { type Block, type Card, firstOf } from '../language/card.ts'
import { countWords, dateWords, numberWords, unitWords, upliftWords } from '../language/words.ts'
import { missingDataWords } from '../promotions/problem-words.ts'
import { announceWords, orderedWords } from './option-words.ts'

/** The question of `promo when`, and the answer for each location. */
export type WhenView = {
  readonly today: Day
  /** How many days it would run. */
  readonly days: number
  readonly stated: { readonly uplift: number | null; readonly units: number | null; readonly extra: number | null }
  readonly places: readonly { readonly assessment: LineAssessment; readonly starting: EarliestStart }[]
}

const mostPlaces = 15

/** From when on an item can be promoted, how much holds now, and how early supply must hear of it: one place in full, several as a table. */
export const whenCard = (view: WhenView): Card => {
  const { places, days } = view
  const item = places[0]?.assessment.facts.item
  const name = item === undefined ? '' : item.name === item.sku ? item.sku : `${item.name} (${item.sku})`
  const one = places.length === 1 ? places[0] : undefined
  const where = one ? `@ ${one.assessment.line.location}` : `in ${countWords(places.length, 'place')}`
  const what = `${name} ${where}, ${countWords(days, 'day')} at ${demandWords(view)}`
  const title = `${what}: ${startWords(view)}`
  return {
    tone: 'plain',
    title,
    plain: title,
    blocks: [one ? inFull(view, one) : inTable(view), ...doubts(view)],
    footer:
      'Safe: with the stock, the open and ordinary orders, and at most one normal order placed now. Nothing was registered.',
  }
}

const demandWords = ({ stated: { uplift, units, extra } }: WhenView): string => {
  if (units !== null) return `${unitWords(units)} in total`
  if (extra !== null) return `${numberWords(extra)} units extra`
  return uplift === null ? 'its usual uplift' : upliftWords(uplift)
}

const startWords = ({ places, today }: WhenView): string => {
  const starts = places.map(({ starting }) => starting.safe?.start ?? null)
  if (starts.length === 0 || starts.some((start) => start === null))
    return places.some(({ starting }) => starting.isUnknown) ? 'not known yet' : 'no safe start within reach'
  return `safe from ${dateWords(Math.max(...(starts as number[])), today)}`
}

const safeWords = ({ safe, isUnknown }: EarliestStart, supplier: string | null, today: Day): string => {
  if (safe === null) return isUnknown ? 'unknown' : 'none within reach'
  const how =
    safe.order === 0
      ? 'nothing to order'
      : `with ${unitWords(safe.order)} ordered at ${supplier ?? 'the supplier'} ${orderedWords(safe.orderOn, today)}`
  return `${dateWords(safe.start, today)}, ${how}`
}

const normalWords = (volume: number, normal: number | null): string => {
  if (normal === null) return ''
  return volume < normal
    ? `, less than the ${numberWords(normal)} it sells without a promotion`
    : `, ${numberWords(normal)} of them normal sales`
}

const inFull = ({ today, days, stated }: WhenView, { assessment, starting }: WhenView['places'][number]): Block => ({
  kind: 'facts',
  facts: [
    { label: 'Earliest safe start', value: safeWords(starting, assessment.facts.item.supplier, today) },
    {
      label: 'Largest safe volume now',
      value:
        starting.volume === null
          ? 'unknown'
          : `${unitWords(starting.volume)} over ${countWords(days, 'day')} from tomorrow${normalWords(starting.volume, assessment.baselineUnits)}`,
    },
    {
      label: stated.uplift === null ? 'Notice' : `Notice for ${upliftWords(stated.uplift)}`,
      value: starting.announce === null ? 'unknown' : announceWords(starting.announce, null, today),
    },
  ],
})

const inTable = ({ places, today }: WhenView): Block => {
  const { shown, left } = firstOf(places, mostPlaces)
  return {
    kind: 'table',
    columns: [
      { title: 'Location', align: 'left' },
      { title: 'Earliest safe start', align: 'left' },
      { title: 'Order now', align: 'right', isMinor: true },
      { title: 'Safe volume now', align: 'right' },
      { title: 'Tell supply', align: 'left' },
    ],
    rows: shown.map(({ assessment, starting }) => [
      assessment.line.location,
      starting.safe === null
        ? starting.isUnknown
          ? 'unknown'
          : 'none within reach'
        : dateWords(starting.safe.start, today),
      starting.safe === null ? '' : numberWords(starting.safe.order),
      starting.volume === null ? 'unknown' : numberWords(starting.volume),
      aheadWords(starting),
    ]),
    left,
    where: `/promo when ${places[0]?.assessment.line.sku} at:LOCATION`,
  }
}

const aheadWords = ({ announce }: EarliestStart): string => {
  if (announce === null || announce.kind === 'no-lead-time') return 'unknown'
  return announce.kind === 'none-needed' ? 'no notice needed' : `${countWords(announce.days, 'day')} ahead`
}

const doubts = ({ places }: WhenView): readonly Block[] => {
  const unknown = places.filter(({ starting }) => starting.isUnknown)
  const notes = new Set(unknown.map(({ assessment }) => `${assessment.line.location}: ${missingDataWords(assessment)}`))
  const { shown } = firstOf([...notes], 3)
  return shown.length === 0 ? [] : [{ kind: 'notes', notes: shown }]
}
