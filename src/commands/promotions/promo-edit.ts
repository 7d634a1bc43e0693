import { refusalCard } from '../../cards/language/plain-card.ts'
import { editedCard } from '../../cards/promotions/promotion-change-card.ts'
import { dayOf, isoOf } from '../../domain/day.ts'
import type { JudgedPromotion } from '../../domain/promotions/judged-promotion.ts'
import { assessmentContext, assessTogether } from '../../services/assessment/assess-promotions.ts'
import { judgedPromotion } from '../../services/assessment/judged-promotion.ts'
import { loadVisibility } from '../../store/feeds/visibility.ts'
import type { StoredPromotion } from '../../store/promotions/promotions.ts'
import { itemsFollow, liveRows, statusOf } from '../../store/promotions/stored-promotion.ts'
import { type Argument, answer, type Command } from '../dispatch/command.ts'
import { refusedList } from '../dispatch/refusals.ts'
import {
  editedLines,
  editPromotion,
  isSameRows,
  mixedProblems,
  newPlaceProblems,
  rowKey,
  unitsProblems,
} from './apply-edit.ts'
import { findNames, judgeDraft } from './draft-promotion.ts'
import { findPromotion } from './find-promotion.ts'
import { type PromotionRequest, parsePromotion, promotionArguments, readName } from './parse-promotion.ts'
import { postEdit } from './post-promotion.ts'
import { answerSamePromotion } from './promo-add.ts'
import { promotionChanges } from './promotion-changes.ts'

const takes: readonly Argument[] = [
  { name: 'PROMOTION', value: null, says: 'its id or its name', isNeeded: true },
  { name: 'name', value: '"New name"', says: 'the new name' },
  ...promotionArguments,
]

/** Changes a promotion and shows the verdict before and after. A worse verdict is posted to the channels, any other change only in the threads of its cards. */
export const promoEdit: Command = {
  name: 'promo edit',
  aliases: ['promo change', 'promo move'],
  takes,
  takesTable: true,
  does: 'change a promotion and see what that does to its verdict',
  examples: ['/promo edit P-1 dates:"13-19 Jul"', '/promo edit P-1 units:400'],
  right: 'register',
  run: async (context) => {
    const typed = context.words.filter((word) => word.key === null).map((word) => word.value)
    const lookup = await findPromotion(context, typed.join(' '))
    if (!lookup.ok) return answer(lookup.error)
    const found = lookup.value
    const request = parsePromotion(context, takes, windowOf(found))
    if (statusOf(found) === 'cancelled')
      return answer(
        refusalCard(
          `${found.name} (${found.promotionId}) is cancelled. Nothing was changed. Start a new one from it: /promo clone ${found.promotionId}`,
        ),
      )
    if (liveRows(found).every((row) => row.end_on < isoOf(context.today)))
      return answer(
        refusalCard(
          `${found.name} (${found.promotionId}) is over and can no longer be changed. Nothing was changed. Run it again: /promo clone ${found.promotionId}`,
        ),
      )
    if (request.given.keyed.get('at')?.trim() === '') request.problems.push('at: needs the locations.')
    const visibility = await loadVisibility(context.workspace, isoOf(context.today))
    const named = await findNames(
      context,
      visibility,
      editedLines(found, request).filter(({ sku }) => sku !== itemsFollow),
    )
    if (named.lines.length === 0) request.problems.push(...withoutItemsProblems(found, request))
    const name = readName(request.given.keyed.get('name') ?? found.name, request.problems)
    if (name === '') request.problems.push('The name is empty.')
    request.problems.push(...newPlaceProblems(found, request))
    if (request.stated.units !== null || request.stated.extra !== null) request.problems.push(...mixedProblems(found))
    const problems = [...request.problems, ...named.problems, ...unitsProblems(request, named.lines)]
    if (problems.length > 0) return refusedList(problems, 'changed')
    if (request.given.keyed.size === 0 && context.table === null)
      return answer(
        refusalCard(`What should change about ${found.name} (${found.promotionId})? Nothing was changed.`, [
          `For example: /promo edit ${found.promotionId} dates:"13-19 Jul" or uplift:+40%`,
        ]),
      )
    const edited = await editPromotion(context, visibility, found, { ...request, name, lines: named.lines })
    if (isSameRows(edited.rows, found.rows))
      return answer(refusalCard(`${found.name} (${found.promotionId}) already looks like that. Nothing was changed.`))
    const [before] = await assessTogether(assessmentContext(context, visibility), [found])
    const after = await judgeDraft(context, visibility, edited)
    if (before === undefined) throw new Error('A promotion was not judged')
    const [was, is] = [judgedPromotion(before), judgedPromotion(after)]
    const same = changesIdentity(request) ? await answerSamePromotion(context, visibility, edited) : null
    if (same !== null) return same
    const words = [...request.given.keyed].map(([key, value]) => `${key}:${value}`)
    return {
      changes: [
        ...promotionChanges(context, found, edited, after, 'edit', {
          said: Object.fromEntries(request.given.keyed),
          from: was.readiness.verdict,
          to: is.readiness.verdict,
        }),
        ...(await postEdit(context, was, is, isNews(found, edited, was, is) ? words : null)),
      ],
      reply: editedCard(was, is, words),
    }
  },
}

/** Refuses what only a promotion with items can have. */
const withoutItemsProblems = (
  { promotionId }: StoredPromotion,
  { given, terms }: PromotionRequest,
): readonly string[] => {
  const [typed] = ['at', 'uplift', 'units', 'extra', 'discount', 'price', 'hero'].filter((key) => given.keyed.has(key))
  const example = `Add its items first: /promo edit ${promotionId} sku:SKU-1,SKU-2 uplift:+40%.`
  return [
    ...(typed === undefined ? [] : [`${typed}: is about items, and it has none yet. ${example}`]),
    ...(terms.status === 'committed' ? [`It has no items yet, so nobody can commit to it. ${example}`] : []),
  ]
}

const windowOf = (promotion: StoredPromotion) => ({
  start: Math.min(...liveRows(promotion).map((row) => dayOf(row.start_on))),
  end: Math.max(...liveRows(promotion).map((row) => dayOf(row.end_on))),
})

/** Tells whether an edit can make the promotion the same as another one: by its name, window, items or locations. */
const changesIdentity = ({ given }: PromotionRequest) =>
  ['name', 'dates', 'from', 'to', 'sku', 'at'].some((key) => given.keyed.has(key))

/** Tells whether a change matters to others: verdict, window, name, status, what is sold where, or expected units by one or more. */
const isNews = (
  before: StoredPromotion,
  after: StoredPromotion,
  was: JudgedPromotion,
  is: JudgedPromotion,
): boolean => {
  const cells = (promotion: StoredPromotion) => liveRows(promotion).map(rowKey).sort().join('\n')
  const units = ({ readiness }: JudgedPromotion) =>
    readiness.lines.reduce((sum, line) => sum + (line.demand?.mean ?? 0), 0)
  return (
    (['start', 'end', 'name', 'status'] as const).some((field) => was[field] !== is[field]) ||
    was.readiness.verdict !== is.readiness.verdict ||
    cells(before) !== cells(after) ||
    Math.abs(units(was) - units(is)) >= 1
  )
}
