import type { JudgedPromotion } from '../../domain/promotions/judged-promotion.ts'
import { dueItemWords } from '../gate/item-words.ts'
import { notesOnCard } from '../intelligence/promotion-notes.ts'
import { fitting, lineBudget } from '../language/line-budget.ts'
import { numberWords } from '../language/words.ts'
import { launchDayWords } from '../live/live-words.ts'
import { setShareWords } from '../shares/share-words.ts'
import { belowNormalWords } from './below-normal.ts'
import { concernWords } from './concern-words.ts'
import { overrideWords } from './override-words.ts'
import { paceWords, soldSoFarWords } from './pace-words.ts'
import {
  gapWords,
  lateOrderWords,
  overlapWords,
  oversoldWords,
  plannedWords,
  sendingWords,
  unmarkedWords,
} from './problem-words.ts'
import { punctualityWords, refusedRowWords, unheardWords } from './promotion-problems.ts'
import { correctedWords } from './reason-text.ts'

/** Lists what else must be known of a promotion, what changes most first: late orders, how it sells, figures that were weighed, prices, leftovers. */
const alsoWords = (view: JudgedPromotion, who: string): readonly string[] => {
  const { readiness, pace, override, asOf } = view
  const { lines, problems } = readiness
  const words = [
    ...launchDayWords(view, asOf),
    ...dueItemWords(view.items ?? [], asOf),
    ...problems.flatMap(lateOrderWords),
    unmarkedWords(problems),
    ...notesOnCard(lines),
    ...problems.map((line) => ((line.sum?.first ?? []).length > 0 ? null : overlapWords(line))),
    ...refusedRowWords(readiness.lines, asOf),
    ...(pace === null ? [] : [`${paceWords(pace)}: ${soldSoFarWords(pace, asOf)}`]),
    override === null ? null : overrideWords(override, asOf),
    ...lines.flatMap((line) => (line.facts.corrected ?? []).map((one) => correctedWords(one, asOf))),
    ...setShareWords(lines),
    ...problems.flatMap(plannedWords),
    ...problems.map(oversoldWords),
    belowNormalWords(view),
    ...concernWords(readiness, who, 'short'),
    ...unheardWords(view),
    ...punctualityWords(view),
    ...problems.map(gapWords),
    ...sendingWords(lines),
  ]
  return [...new Set(words.filter((one) => one !== null).map((one) => one.replace(/\.$/, '')))]
}

/** Says the first of what else must be known, and how much more there is, `Also: PO-8 has slipped to Wed 24 Jun (+ 2 under Details)`; null where there is nothing. */
export const alsoLine = (view: JudgedPromotion, who: string): string | null => {
  const all = alsoWords(view, who)
  const fits = all.find((words) => words.length + room <= lineBudget) ?? all[0]
  if (fits === undefined) return null
  const bare = `Also: ${fits}`
  return all.length === 1 ? bare : fitting([`${bare} (+ ${numberWords(all.length - 1)} under Details)`, bare])
}

/** The characters that an Also line has besides what it says. */
const room = 'Also: '.length
