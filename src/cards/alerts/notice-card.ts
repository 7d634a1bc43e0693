import { dayOf } from '../../domain/day.ts'
import type { Card } from '../language/card.ts'
import { dateWords } from '../language/words.ts'

const what: Readonly<Record<string, string>> = { digest: 'The digest of', promotion: 'The card of' }

const troubles: Readonly<Record<string, string>> = {
  channel_not_found: 'the channel is gone, or I was not invited',
  not_in_channel: 'I am not in the channel',
  is_archived: 'the channel is archived',
  token_revoked: 'the token was revoked',
  account_inactive: 'the app was switched off',
  missing_scope: 'a permission is missing',
  ConversationNotFound: 'the conversation is gone',
  BotNotInConversationRoster: 'I was taken out of the conversation',
  MessageWritesBlocked: 'the person has blocked me, or has taken me out',
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
        text: 'Nothing is lost: registrations, risks and acknowledgements are kept. Mend the channel or subscribe another one; the next digest goes out as planned.',
      },
    ],
    footer: null,
  }
}
