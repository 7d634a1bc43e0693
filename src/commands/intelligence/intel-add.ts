import { noteCard, refusalCard } from '../../cards/language/plain-card.ts'
import { intelKeptCard, intelWords } from '../../cards/risks/intel-card.ts'
import { dayOf, isoOf } from '../../domain/day.ts'
import { ok } from '../../domain/result.ts'
import { concerns, confidences, type IntelligenceNote } from '../../domain/risks/intelligence.ts'
import { haveSameFields } from '../../domain/same-fields.ts'
import { readDate } from '../../parsing/dates.ts'
import { decimal } from '../../parsing/number-values.ts'
import { andThen, choice, type Read, Unfit } from '../../parsing/values.ts'
import { auditEntry, type Fields } from '../../services/audit-entry.ts'
import type { Change } from '../../store/changes/change.ts'
import { loadVisibility } from '../../store/feeds/visibility.ts'
import { loadIntelligence } from '../../store/promotions/intelligence.ts'
import { loadPromotionsOfItems, type StoredPromotion } from '../../store/promotions/promotions.ts'
import { liveRows } from '../../store/promotions/stored-promotion.ts'
import { asWritten, listOf, readKeyed, sortArguments } from '../dispatch/arguments.ts'
import { type Argument, answer, type Command, type CommandContext, keysOf } from '../dispatch/command.ts'
import { refusedList } from '../dispatch/refusals.ts'
import { findNames } from '../promotions/draft-promotion.ts'
import { readName, readWindow } from '../promotions/parse-promotion.ts'
import { postToThreads } from '../promotions/post-promotion.ts'

const takes: readonly Argument[] = [
  { name: 'WHAT', value: null, says: 'what you heard, in quotes', isNeeded: true },
  { name: 'sku', value: 'A,B', says: 'the items it is about', isNeeded: true },
  { name: 'at', value: 'X,Y', says: 'the locations (default: everywhere)' },
  { name: 'dates', value: '"6-12 Jul"', says: 'when; or from: and to:' },
  { name: 'from', value: '2026-07-06', says: 'the first day' },
  { name: 'to', value: '2026-07-12', says: 'the last day' },
  { name: 'effect', value: '-20%', says: 'by how much demand changes' },
  { name: 'confidence', value: 'medium', says: 'how sure you are: low, medium or high (default: medium)' },
  { name: 'until', value: '"20 Jul"', says: 'until when it holds (default: the last day)' },
]

/** Reads a change of demand as a share: `-20%` is -0.2, `+0.3` is 0.3. More than -1, at most 10, and not 0. */
export const effect: Read<number> = (text) => {
  const isShare = text.endsWith('%')
  const read = andThen(decimal, (value) => {
    const share = isShare ? value / 100 : value
    return share !== 0 && share > -1 && share <= 10
      ? share
      : new Unfit('is not a change in demand; use, for example, -20% or +30%')
  })(isShare ? text.slice(0, -1).trim() : text)
  return read
}

/** Stores market intelligence that may change demand, and posts it in the threads of the promotions it concerns. */
export const intelAdd: Command = {
  name: 'intel add',
  aliases: ['intel note'],
  takes,
  does: 'note what you have heard that may change demand',
  examples: [
    '/intel add "Competitor runs cola at -30 %" sku:SKU-100 dates:"6-12 Jul" effect:-20% confidence:medium',
    '/intel add "A post about the lemonade goes round" sku:SKU-110 at:EAST dates:"next week"',
  ],
  right: 'note-intelligence',
  run: async (context) => {
    const given = sortArguments(context.words, keysOf({ takes }))
    const { problems } = given
    const what = readName(given.bare.join(' '), problems)
    const days = readWindow(given, context, null)
    const until = given.keyed.get('until')?.trim() ?? ''
    const expires = until === '' ? ok(days?.end ?? context.today) : readDate(until, context)
    if (!expires.ok) problems.push(`until: ${expires.error}`)
    else if (expires.value < context.today) problems.push('until: is in the past.')
    const change = readKeyed(given, 'effect', asWritten(effect, context.locale))
    const confidence = readKeyed(given, 'confidence', choice(...confidences)) ?? 'medium'
    const skus = listOf(given.keyed.get('sku'))
    const visibility = await loadVisibility(context.workspace, isoOf(context.today))
    const named = await findNames(
      context,
      visibility,
      skus.map((sku) => ({ ...silent, sku, places: listOf(given.keyed.get('at')), tableRow: null })),
    )
    const lacks = [
      ...(what === '' ? ['The note is empty. Write, for example, /intel add "Competitor runs cola at -30 %" ...'] : []),
      ...(skus.length === 0 ? ['Which items? Add sku:SKU-1 or sku:SKU-1,SKU-2.'] : []),
      ...(days === null && problems.length === 0 ? ['When? Add dates:"6-12 Jul".'] : []),
    ]
    const all = [...lacks, ...problems, ...named.problems]
    if (all.length > 0 || days === null || !expires.ok) return refusedList(all, 'registered')
    const note: IntelligenceNote = {
      id: 0,
      what,
      skus: named.lines.map((line) => line.sku),
      places: named.lines[0]?.places ?? [],
      from: days.start,
      to: days.end,
      effect: change,
      confidence,
      expires: expires.value,
      by: context.person.name,
      at: context.now,
    }
    const duplicate = (await loadIntelligence(context.workspace, { heard: null }, isoOf(context.today))).find((known) =>
      isSameNote(known, note),
    )
    if (duplicate !== undefined)
      return answer(
        refusalCard(`${duplicate.by} has already added that note. Nothing was saved twice. See it: /intel list`),
      )
    const concerned = (
      await loadPromotionsOfItems(context.workspace, visibility, note.skus, isoOf(context.today))
    ).filter((promotion) => concernsPromotion(note, promotion))
    return {
      changes: [
        { kind: 'keep-intelligence', note },
        auditEntry(context, { action: 'intelligence', entity: note.skus.join(','), after: fieldsOf(note) }),
        ...(await announceIntelligence(context, note, concerned)),
      ],
      reply: intelKeptCard(note, concerned, context.today),
    }
  },
}

const silent = { uplift: null, units: null, extra: null, discount: null, price: null }

const isSameNote = (one: IntelligenceNote, other: IntelligenceNote): boolean =>
  haveSameFields(one, other, ['what', 'skus', 'places', 'from', 'to', 'effect', 'confidence', 'expires'])

const concernsPromotion = (note: IntelligenceNote, promotion: StoredPromotion): boolean =>
  liveRows(promotion).some(
    (row) =>
      row.status !== 'cancelled' &&
      concerns(note, { sku: row.sku, location: row.location, start: dayOf(row.start_on), end: dayOf(row.end_on) }),
  )

const fieldsOf = ({ what, skus, places, from, to, effect, confidence, expires }: IntelligenceNote): Fields => ({
  what,
  items: skus,
  locations: places,
  from: isoOf(from),
  to: isoOf(to),
  effect,
  confidence,
  until: isoOf(expires),
})

/** Intelligence is posted in the threads of so many promotions at most. */
const mostThreads = 10

const announceIntelligence = async (
  context: CommandContext,
  note: IntelligenceNote,
  concerned: readonly StoredPromotion[],
): Promise<readonly Change[]> => {
  const announcements = await Promise.all(
    concerned.slice(0, mostThreads).map(async (promotion): Promise<readonly Change[]> => {
      const { promotionId } = promotion
      const end = Math.max(...liveRows(promotion).map((row) => dayOf(row.end_on)))
      return [
        auditEntry(context, { action: 'intelligence', entity: promotionId, detail: { what: note.what } }),
        ...(await postToThreads(
          context,
          { promotionId, end },
          () => noteCard(`Market intelligence: ${intelWords(note, context.today)}.`),
          'thread',
        )),
      ]
    }),
  )
  return announcements.flat()
}
