import { itemsDueCard } from '../../cards/calendar/items-due-card.ts'
import { formattedForAll } from '../../cards/language/reader-formats.ts'
import { isoOf } from '../../domain/day.ts'
import { after } from '../../domain/delivery.ts'
import { itemsReminderDays, noticeLifetimeMilliseconds } from '../../domain/policy.ts'
import { doItemsFollow, itemsDueOn } from '../../domain/promotions/items-follow.ts'
import type { JudgedPromotion } from '../../domain/promotions/judged-promotion.ts'
import { apply } from '../../store/changes/apply.ts'
import type { Change } from '../../store/changes/change.ts'
import { loadAskedFor } from '../../store/changes/history.ts'
import { loadChannelsOfPromotion } from '../../store/delivery/outbox-queries.ts'
import { findAccounts } from '../../store/people/finding-accounts.ts'
import { loadPromotions, loadRegisteredAt } from '../../store/promotions/promotions.ts'
import { type Context, visibilityFor } from '../context.ts'
import { loadPresent } from '../present/present.ts'

type ReminderContext = Pick<Context, 'workspace' | 'policy' | 'reach' | 'timeZone' | 'today' | 'now'>

const asked = 'ask for items'

/**
 * Reminds the owner of each provisional promotion once that its items are needed soon; where the platform does not reach
 * them, the threads of its cards. Whoever registered it today has just been told.
 */
export const remindOfItems = async (context: ReminderContext): Promise<void> => {
  const { workspace, today, now } = context
  const due = (await loadPresent(context)).entries.filter(
    (one) => doItemsFollow(one) && itemsDueOn(one) - itemsReminderDays <= today && one.start >= today,
  )
  if (due.length === 0) return
  const told = await loadAskedFor(workspace, asked)
  for (const one of due.filter(({ promotionId }) => !told.has(promotionId))) {
    if (await isOfToday(context, one)) continue
    const messages = await messagesFor(context, one)
    const entry = { actor: 'shelfready', place: '', action: asked, entity: one.promotionId, detail: {} }
    if (messages.length > 0) await apply(workspace, [{ kind: 'audit', ...entry }, ...messages], null, now)
  }
}

const isOfToday = async (context: ReminderContext, { promotionId }: JudgedPromotion): Promise<boolean> => {
  const [stored] = await loadPromotions(context.workspace, await visibilityFor(context), [promotionId])
  if (stored === undefined) return true
  const at = Temporal.Instant.from(await loadRegisteredAt(context.workspace, stored))
  return at.toZonedDateTimeISO(context.timeZone).toPlainDate().toString() >= isoOf(context.today)
}

const messagesFor = async (
  { workspace, reach, today, now }: ReminderContext,
  promotion: JudgedPromotion,
): Promise<readonly Change[]> => {
  const { promotionId, owner } = promotion
  const card = formattedForAll(() => itemsDueCard(promotion, today))
  const message = { kind: 'post', entity: promotionId, card, notAfter: after(now, noticeLifetimeMilliseconds) } as const
  const accounts = owner === null ? [] : await findAccounts(workspace, owner)
  const inbox = accounts.map(({ id }) => `@${id}`).find((one) => reach.reaches(one))
  if (inbox !== undefined) return [{ ...message, channel: inbox, about: 'notice' }]
  const channels = await loadChannelsOfPromotion(workspace, promotionId)
  return channels
    .filter(reach.reaches)
    .map((channel) => ({ ...message, channel, about: 'promotion' as const, form: 'thread' as const }))
}
