import type { Beside, NoteImpact } from '../../cards/intelligence/intel-card.ts'
import { intelWords, noteId } from '../../cards/intelligence/note-words.ts'
import { noteCard } from '../../cards/language/plain-card.ts'
import { verdictWords } from '../../cards/language/words.ts'
import type { VerdictChange } from '../../cards/risks/reported-order-card.ts'
import { type Day, dayOf, isoOf } from '../../domain/day.ts'
import { isSameStory } from '../../domain/intelligence/effect.ts'
import { type IntelligenceNote, lastCounted } from '../../domain/intelligence/note.ts'
import { mostJudgedForNote } from '../../domain/policy.ts'
import { noTypedInput, type TypedInput } from '../../services/assessment/load-cell-facts.ts'
import { reassessWithInput } from '../../services/assessment/reassess-with-input.ts'
import { auditEntry, type Fields } from '../../services/audit-entry.ts'
import type { Change } from '../../store/changes/change.ts'
import { loadItemsOfCategories } from '../../store/feeds/catalogue.ts'
import { withKits } from '../../store/feeds/kits.ts'
import type { Visibility } from '../../store/feeds/visibility.ts'
import { loadPromotionsOfItems, type StoredPromotion } from '../../store/promotions/promotions.ts'
import { liveRows } from '../../store/promotions/stored-promotion.ts'
import type { CommandContext } from '../dispatch/command.ts'
import { postToThreads } from '../promotions/post-promotion.ts'
import { doMeet } from './parse-note.ts'

/** Intelligence is posted in the threads of so many promotions at most. */
const mostThreads = 10

/** What changes about a note: the one that counts from now on, the one that counted before, or both. */
export type NoteChange = {
  readonly after: IntelligenceNote | null
  readonly before: IntelligenceNote | null
  readonly done: 'added' | 'corrected' | 'ended' | 'taken back'
}

/** What a change of a note comes to: the changes that judge anew and tell of it, the impact, and every item it is about. */
export type JudgedNote = {
  readonly changes: readonly Change[]
  readonly impact: NoteImpact
  readonly items: readonly string[]
}

/** Judges what a change of a note touches, without and with it, and tells the threads of the promotions on its days. */
export const judgeNoteChange = async (
  context: CommandContext,
  visibility: Visibility,
  { after, before, done }: NoteChange,
): Promise<JudgedNote> => {
  const notes = [after, before].filter((note) => note !== null)
  const categories = notes.flatMap((note) => note.categories)
  const items = [
    ...new Set([
      ...notes.flatMap(({ skus }) => skus),
      ...(await loadItemsOfCategories(context.workspace, visibility, categories)),
    ]),
  ]
  const from = Math.min(...notes.map((note) => note.from))
  const related = await withKits(context.workspace, visibility, items)
  const found = await loadPromotionsOfItems(context.workspace, visibility, related, isoOf(context.today))
  const touched = found.filter((promotion) => endOf(promotion) >= from)
  const judged = touched.slice(0, mostJudgedForNote)
  const ids = judged.map(({ promotionId }) => promotionId)
  const { promotions, changes } = await reassessWithInput(context, ids, typedNote(after, before))
  const isOn = (promotion: StoredPromotion) => notes.some((note) => isOnDays(note, promotion, new Set(related)))
  const onDays = new Set(judged.filter(isOn).map(({ promotionId }) => promotionId))
  const told = promotions.filter(({ promotionId, from: was, to }) => was !== to || onDays.has(promotionId))
  const note = (after ?? before) as IntelligenceNote
  return {
    items,
    impact: { promotions: told, later: touched.length - judged.length },
    changes: [...changes, ...(await announce(context, note, done, told, judged))],
  }
}

const typedNote = (after: IntelligenceNote | null, before: IntelligenceNote | null): TypedInput => ({
  ...noTypedInput,
  notes: after === null ? [] : [after],
  endedNotes: before === null ? [] : [before.id],
})

const endOf = (promotion: StoredPromotion): Day => Math.max(...liveRows(promotion).map((row) => dayOf(row.end_on)))

const isOnDays = (note: IntelligenceNote, promotion: StoredPromotion, items: ReadonlySet<string>): boolean =>
  liveRows(promotion).some(
    (row) =>
      row.status !== 'cancelled' &&
      items.has(row.sku) &&
      (note.places.length === 0 || row.location === '' || note.places.includes(row.location)) &&
      dayOf(row.start_on) <= lastCounted(note) &&
      dayOf(row.end_on) >= note.from,
  )

const announce = async (
  context: CommandContext,
  note: IntelligenceNote,
  done: NoteChange['done'],
  told: readonly VerdictChange[],
  promotions: readonly StoredPromotion[],
): Promise<readonly Change[]> => {
  const words = done === 'added' ? 'Market intelligence' : `Market intelligence ${done}`
  const what = done === 'added' ? note.what : `${note.what} (${done})`
  const announcements = await Promise.all(
    told.slice(0, mostThreads).map(async ({ promotionId, from, to }): Promise<readonly Change[]> => {
      const promotion = promotions.find((one) => one.promotionId === promotionId)
      if (promotion === undefined) return []
      const verdict = from === to ? '' : ` ${verdictWords(from)} → ${verdictWords(to)}.`
      return [
        auditEntry(context, { action: 'intelligence', entity: promotionId, detail: { what } }),
        ...(await postToThreads(
          context,
          { promotionId, end: endOf(promotion) },
          () => noteCard(`${words} (${noteId(note.id)}): ${intelWords(note, context.today)}.${verdict}`),
          from === to ? 'thread' : 'broadcast',
        )),
        { kind: 'announce-verdict', promotionId, verdict: to },
      ]
    }),
  )
  return announcements.flat()
}

/** Finds how a note stands beside others that hold: those that say the opposite, and those that tell the same story. */
export const besideOthers = async (
  { workspace }: CommandContext,
  visibility: Visibility,
  note: IntelligenceNote,
  others: readonly IntelligenceNote[],
  items: readonly string[],
): Promise<Beside> => {
  const all = new Set(items)
  const sized: IntelligenceNote[] = []
  for (const other of others) {
    if (other.id === note.id || note.effect === null || other.effect === null || !doMeet(note, other)) continue
    const theirs = [...other.skus, ...(await loadItemsOfCategories(workspace, visibility, other.categories))]
    if (theirs.some((sku) => all.has(sku))) sized.push(other)
  }
  return {
    opposite: sized.filter(({ effect }) => Math.sign(effect as number) !== Math.sign(note.effect as number)),
    same: sized.filter((other) => isSameStory(note, other)),
  }
}

/** Gives what is recorded of a note. */
export const fieldsOfNote = (note: IntelligenceNote): Fields => ({
  kind: note.kind,
  what: note.what,
  items: note.skus,
  categories: note.categories,
  locations: note.places,
  from: isoOf(note.from),
  to: isoOf(note.to),
  effect: note.effect,
  confidence: note.confidence,
  source: note.source,
  until: isoOf(note.expires),
})
