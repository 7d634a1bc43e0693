import { refusalCard } from '../../cards/language/plain-card.ts'
import { shareCard, sharePostCard } from '../../cards/shares/share-card.ts'
import { isoOf } from '../../domain/day.ts'
import { may } from '../../domain/people/permission.ts'
import type { SaidShare } from '../../domain/sourcing/set-share.ts'
import type { SharesOfItem } from '../../domain/sourcing/shares-of.ts'
import {
  type AssessmentContext,
  assessmentContext,
  assessTogether,
  type PromotionAssessment,
} from '../../services/assessment/assess-promotions.ts'
import { judgedPromotion } from '../../services/assessment/judged-promotion.ts'
import { noTypedInput } from '../../services/assessment/load-cell-facts.ts'
import { loadShares } from '../../services/assessment/load-shares.ts'
import { reassessWithInput } from '../../services/assessment/reassess-with-input.ts'
import { auditEntry } from '../../services/audit-entry.ts'
import type { Change } from '../../store/changes/change.ts'
import { loadNextNumber } from '../../store/database/counter.ts'
import { loadPromotionsWithItems } from '../../store/feeds/affected-promotions.ts'
import { loadVisibility } from '../../store/feeds/visibility.ts'
import type { StoredPromotion } from '../../store/promotions/promotions.ts'
import { liveRows, statusOf } from '../../store/promotions/stored-promotion.ts'
import { type Argument, answer, type Command, type CommandContext, keysOf, type Outcome } from '../dispatch/command.ts'
import { notAllowed } from '../dispatch/not-allowed.ts'
import { refused, refusedList } from '../dispatch/refusals.ts'
import { findPromotion } from './find-promotion.ts'
import { meantShares, tooMuch } from './meant-shares.ts'
import { postToThreads } from './post-promotion.ts'
import { readShares } from './read-shares.ts'

const takes: readonly Argument[] = [
  { name: 'PROMOTION', value: null, says: 'its id or its name; alone it shows the shares', isNeeded: true },
  { name: 'at', value: 'NORTH', says: 'a place, with units: behind it; several places, one after the other' },
  { name: 'units', value: '120', says: 'what the place gets: units, 30% of what is free, or auto' },
  { name: 'sku', value: 'SKU-100', says: 'the item, where a place is supplied with several' },
]

/** Shows how a supplying location's stock is shared out among the places of a promotion, and sets what a place gets. */
export const promoShare: Command = {
  name: 'promo share',
  aliases: ['promo shares', 'promo allocation', 'promo allocate'],
  takes,
  does: "see or set each place's fair share (allocation) of its warehouse's stock",
  examples: [
    '/promo share P-1',
    '/promo share P-1 at:NORTH units:120',
    '/promo share P-1 at:NORTH units:30% at:EAST units:auto',
    '/promo share P-1 clear',
  ],
  right: 'see',
  run: async (context) => {
    const asked = readShares(context.words, keysOf({ takes }), context.locale)
    const isSetting = asked.shares.length > 0 || asked.isReset || asked.problems.length > 0
    if (isSetting && !may(context.roles, 'forecast'))
      return answer(await notAllowed(context, 'Setting a share', 'forecast'))
    const lookup = await findPromotion(context, asked.name)
    if (!lookup.ok) return answer(lookup.error)
    const found = lookup.value
    const ended = reasonWhyOver(context, found)
    if (ended !== null) return refused([ended])
    if (asked.problems.length > 0) return refusedList(asked.problems, 'changed')
    const judging = assessmentContext(context, await loadVisibility(context.workspace, isoOf(context.today)))
    const present = await loadShares(judging, found)
    if (present.length === 0) {
      const why = `None of your other locations supplies ${nameOf(found)}, so there is nothing to share out.`
      return isSetting ? refused([why]) : answer(refusalCard(why))
    }
    if (!isSetting) {
      const [assessed] = await assessTogether(judging, [found])
      return answer(shareCard(viewOf(context, found, present, assessed as PromotionAssessment, asked.skus), null))
    }
    const id = await loadNextNumber(context.workspace, 'share')
    const meant = await meantShares(context, found, present, asked)
    if (!meant.ok) return refusedList(meant.error, 'changed')
    const said = meant.value.map((one, i): SaidShare => ({ ...one, id: id + i, by: context.person, on: context.today }))
    return setShares(context, judging, found, present, said)
  },
}

const nameOf = ({ name, promotionId }: StoredPromotion) => `${name} (${promotionId})`

const reasonWhyOver = ({ today }: CommandContext, found: StoredPromotion): string | null => {
  if (statusOf(found) === 'cancelled') return `${nameOf(found)} is cancelled.`
  return liveRows(found).every((row) => row.end_on < isoOf(today)) ? `${nameOf(found)} is over.` : null
}

const viewOf = (
  { today }: CommandContext,
  { name, promotionId }: StoredPromotion,
  shares: readonly SharesOfItem[],
  assessed: PromotionAssessment,
  skus: readonly string[],
) => {
  const wanted = skus.map((sku) => sku.toUpperCase())
  const verdictOf = new Map(assessed.lines.map(({ line, verdict }) => [`${line.sku}\u0000${line.location}`, verdict]))
  return {
    ...{ name, promotionId, today, verdict: assessed.readiness.verdict },
    items: shares
      .filter(({ sku }) => wanted.length === 0 || wanted.includes(sku.toUpperCase()))
      .map((item) => ({
        ...item,
        lines: item.lines.map((line) => ({
          ...line,
          verdict: verdictOf.get(`${line.line.sku}\u0000${line.line.location}`) ?? 'unknown',
        })),
      })),
  }
}

const setShares = async (
  context: CommandContext,
  judging: AssessmentContext,
  found: StoredPromotion,
  present: readonly SharesOfItem[],
  said: readonly SaidShare[],
): Promise<Outcome> => {
  const { workspace, today, person } = context
  const typed = { ...noTypedInput, shares: said }
  const shares = await loadShares({ ...judging, typed }, found)
  const problems = tooMuch(said, shares)
  if (problems.length > 0) return refusedList(problems, 'changed')
  const skus = [...new Set(said.map(({ sku }) => sku))]
  const affected = [...new Set([found.promotionId, ...(await loadPromotionsWithItems(workspace, skus, today))])]
  const judged = await reassessWithInput(context, affected, typed)
  const [after] = (await assessTogether({ ...judging, typed }, [found])) as readonly [PromotionAssessment]
  const own = judged.promotions.find(({ promotionId }) => promotionId === found.promotionId)
  const [from, to] = [own?.from ?? after.readiness.verdict, after.readiness.verdict]
  const change = {
    ...{ said, by: person.name },
    promotions: [...(own ? [own] : []), ...judged.promotions.filter((one) => one !== own && one.from !== one.to)],
  }
  const view = viewOf(context, found, shares, after, skus)
  return {
    changes: [
      ...said.map((share): Change => ({ kind: 'keep-share', share })),
      ...judged.changes,
      ...said.map((share) => auditOf(context, share, present, { from, to })),
      {
        kind: 'keep-undo-entry',
        entry: {
          personId: person.id,
          what: 'share',
          undo: {
            ...{ risks: [], orders: [], corrections: [], promotions: [found.promotionId] },
            shares: said.map(({ id }) => id),
          },
        },
      },
      ...(await postToThreads(
        context,
        judgedPromotion(after),
        () => sharePostCard(view, change),
        from === to ? 'thread' : 'broadcast',
      )),
      { kind: 'announce-verdict', promotionId: found.promotionId, verdict: to },
    ],
    reply: shareCard(view, change),
  }
}

const auditOf = (
  context: CommandContext,
  { promotionId, sku, location, source, units }: SaidShare,
  present: readonly SharesOfItem[],
  verdicts: { readonly from: string; readonly to: string },
): Change => {
  const line = present
    .find((item) => item.sku === sku && item.source === source)
    ?.lines.find((one) => one.line.location === location)
  return auditEntry(context, {
    action: 'share',
    entity: promotionId,
    before: line?.set ? { units: line.set.units, by: line.set.by.name } : null,
    after: units === null ? null : { units, by: context.person.name },
    detail: { sku, at: location, source, units, ...verdicts },
  })
}
