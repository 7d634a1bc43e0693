import { dayOf } from '../domain/day.ts'
import type { Card } from './card.ts'
import { dateWords } from './words.ts'

const what: Readonly<Record<string, string>> = { digest: 'The digest of', promotion: 'The card of' }

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
      { kind: 'text', text: `Why: ${reason}.` },
      {
        kind: 'text',
        text: 'Nothing is lost: registrations, risks and acknowledgements are kept. Mend the channel or subscribe another one; the next digest goes out as planned.',
      },
    ],
    footer: null,
  }
}
