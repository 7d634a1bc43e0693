import { dayOf } from '../../domain/day.ts'
import type { Card } from '../language/card.ts'
import { dateWords } from '../language/words.ts'

const what: Readonly<Record<string, string>> = {
  digest: 'The digest for',
  promotion: 'The card for',
  review: 'The review of',
}

const troubles: Readonly<Record<string, string>> = {
  channel_not_found: 'the channel no longer exists, or I was not invited',
  not_in_channel: 'I am not in the channel',
  is_archived: 'the channel is archived',
  token_revoked: 'the token was revoked',
  account_inactive: 'the app was deactivated',
  missing_scope: 'a permission is missing',
  ConversationNotFound: 'the conversation no longer exists',
  BotNotInConversationRoster: 'I was removed from the conversation',
  MessageWritesBlocked: 'the person has blocked or removed me',
  ConversationBlockedByUser: 'the person has blocked me',
  Unauthorized: 'Teams does not accept TEAMS_APP_ID and TEAMS_APP_PASSWORD',
}

/** Says in people's words why a message could not be posted; a platform's own word stands behind. */
export const troubleWords = (reason: string): string =>
  Object.hasOwn(troubles, reason) ? `${troubles[reason]} (${reason})` : reason

/** Tells an administrator that a message could not be posted, what is safe and what to do. */
export const noticeCard = ({
  about,
  entity,
  channel,
  reason,
}: {
  readonly about: string
  readonly entity: string
  readonly channel: string
  readonly reason: string
}): Card => {
  if (about === 'webhook') return undeliveredCard(entity, channel, reason)
  const subject = about === 'digest' ? dateWords(dayOf(entity), dayOf(entity)) : entity
  const title = `${what[about] ?? 'A message about'} ${subject} could not be posted in ${channel}.`
  return {
    tone: 'warning',
    title,
    plain: title,
    blocks: [
      { kind: 'text', text: `Why: ${troubleWords(reason)}.` },
      {
        kind: 'text',
        text: 'Nothing is lost: promotions and risks are safe. Fix the channel or subscribe another one; the next digest goes out on schedule.',
      },
    ],
    footer: null,
  }
}

const undeliveredCard = (event: string, channel: string, reason: string): Card => {
  const title = `A message (${event}) could not be sent to ${channel}.`
  return {
    tone: 'warning',
    title,
    plain: title,
    blocks: [
      { kind: 'text', text: `Why: ${reason}.` },
      {
        kind: 'text',
        text: 'That system does not know it. Everything here is safe. Your operator finds its address with webhook list.',
      },
    ],
    footer: null,
  }
}
