import type { LineView } from '../../domain/assessment/readiness.ts'
import { reasonOf } from '../../domain/assessment/reason.ts'
import type { Day } from '../../domain/day.ts'
import type { Cover } from '../../domain/digest/days-of-cover.ts'
import type { JudgedPromotion } from '../../domain/promotions/judged-promotion.ts'
import { shortName } from '../language/line-budget.ts'
import { countWords, dateWords, numberWords, timeOfDayWords, unitWords } from '../language/words.ts'
import { phantomWords } from './phantom-words.ts'

type Live = Pick<JudgedPromotion, 'readiness' | 'start' | 'end' | 'cover' | 'adsToPause'>

/** Hours of cover are told up to so many: more of them are days. */
const mostHours = 72
const minutesOfDay = 1_440

/** Says how long stock and orders last, `31 hours of cover @ EAST`; in hours where the stock was counted today by the hour. */
export const coverWords = (cover: Cover | null, daysLeft: number): string => {
  if (cover === null) return 'cover unknown'
  const { days, hours, location, isOfNormalSales } = cover
  const lasts =
    hours !== undefined && hours < mostHours
      ? countWords(Math.max(0, Math.floor(hours)), 'hour')
      : countWords(Math.floor(days * 10) / 10, 'day')
  return `${days >= daysLeft ? 'covered to its end' : `${lasts} of cover @ ${location}`}${isOfNormalSales ? ' at normal sales' : ''}`
}

/** Says which ads to pause and until when the stock lasts, `pause the ads for Cola 1.5 l in EAST: it lasts until about Wed 3 Jun 15:00`. */
const adsWords = ({ adsToPause = [], readiness }: Live, today: Day): readonly string[] =>
  adsToPause.map((cover) => {
    const { sku, location, days } = cover
    const item = readiness.lines.find(({ line }) => line.sku === sku)?.facts.item.name ?? sku
    const what = `pause the ads for ${shortName(item, 30)} in ${location}`
    return days <= 0 ? `${what}: it is sold out` : `${what}: it lasts until about ${lastHourWords(days, today)}`
  })

const lastHourWords = (days: number, today: Day): string => {
  const hour = Math.floor(days * 24)
  return `${dateWords(today + Math.floor(hour / 24), today)} ${timeOfDayWords(((hour % 24) * 60) % minutesOfDay)}`
}

/** Lists the transfers that cover a place which runs short, `move 40 of Cola 1.5 l from WEST to EAST today: there on Fri 5 Jun`. */
const transferWords = ({ readiness }: Live, today: Day): readonly string[] =>
  readiness.lines.flatMap((line) => {
    const move = reasonOf(line, 'TRANSFER')
    const { item } = line.facts
    return move === null
      ? []
      : [
          `move ${numberWords(move.units)} of ${shortName(item.name, 30)} from ${move.from} to ${line.line.location} today: usable ${dateWords(move.day, today)}, covers it to the end`,
        ]
  })

/** Lists what somebody can do today about a running promotion: ads to pause, units to move, shelves to count. */
export const launchDayWords = (view: Live, today: Day): readonly string[] => [
  ...adsWords(view, today),
  ...transferWords(view, today),
  ...phantomWords(view.readiness.lines, today),
]

/** Says what of a short place another one can send, `move 40 units from WEST today`. */
export const sendableWords = ({ lines }: { readonly lines: readonly LineView[] }): readonly string[] =>
  lines.flatMap((line) => {
    const move = reasonOf(line, 'TRANSFER')
    return move === null ? [] : [`move ${unitWords(move.units)} from ${move.from} to ${line.line.location} today`]
  })
