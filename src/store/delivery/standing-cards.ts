import type { StandingCard } from '../../domain/delivery.ts'
import { actedOn } from '../../domain/risks/acted-on.ts'
import type { Reader } from '../database/workspace.ts'
import { inSlices } from '../feeds/visibility.ts'
import { loadRisksNumbered } from '../risks/risks.ts'

/** Loads where the cards of promotions stand, by their id, and by the number of a risk those of the promotions it is about; the newest first. */
export const loadStandingCards = async (
  reader: Reader,
  ids: readonly string[],
): Promise<ReadonlyMap<string, readonly StandingCard[]>> => {
  const asked = ids.map((id) => ({ id, about: actedOn(id) }))
  const numbers = asked.flatMap(({ about }) => (about.kind === 'risk' ? [about.riskId] : []))
  const risks = numbers.length === 0 ? new Map() : await loadRisksNumbered(reader, numbers)
  const promotionsOf = ({ about }: (typeof asked)[number]): readonly string[] =>
    about.kind === 'promotion'
      ? [about.promotionId]
      : (risks.get(about.riskId)?.subject.promotions ?? []).map(
          (one: { readonly promotionId: string }) => one.promotionId,
        )
  const standing = await loadCardsOf(reader, [...new Set(asked.flatMap(promotionsOf))])
  return new Map(
    asked
      .map((one) => [one.id, promotionsOf(one).flatMap((promotion) => standing.get(promotion) ?? [])] as const)
      .filter(([, cards]) => cards.length > 0),
  )
}

const loadCardsOf = async (
  { id, database }: Reader,
  promotions: readonly string[],
): Promise<ReadonlyMap<string, readonly StandingCard[]>> => {
  const rows = await inSlices(promotions, (slice) =>
    database.kysely
      .selectFrom('live_message')
      .select(['entity', 'channel', 'message_id'])
      .where('workspace_id', '=', id)
      .where('about', '=', 'promotion')
      .where('entity', 'in', [...slice])
      .where('message_id', 'is not', null)
      .orderBy('posted_at', 'desc')
      .orderBy('channel')
      .execute(),
  )
  const cards = rows.map(({ entity, channel, message_id }) => ({ entity, channel, messageId: message_id as string }))
  return Map.groupBy(cards, ({ entity }) => entity)
}
