import type { Card } from '../../cards/language/card.ts'
import type { Form } from '../../cards/language/form.ts'
import { after } from '../../domain/delivery.ts'
import { digestKeptMilliseconds } from '../../domain/policy.ts'
import type { Change } from '../../store/changes/change.ts'
import type { Workspace } from '../../store/database/workspace.ts'
import { isLiveMessage } from '../../store/delivery/live-messages.ts'
import type { CommandRequest } from './command-request.ts'

/** An answer that could not be posted within a day is dropped. */
const answerMilliseconds = 24 * 60 * 60 * 1_000

/** Gives the message that brings an answer to the person who asked; none where the answer is only returned. */
export const answerMessage = (
  { reply, key, place, person, now }: Pick<CommandRequest, 'reply' | 'key' | 'place' | 'person' | 'now'>,
  card: Card | Form,
): readonly Change[] =>
  reply === null
    ? []
    : [
        {
          kind: 'post',
          channel: place,
          about: 'answer',
          entity: key ?? '',
          card,
          notAfter: after(now, answerMilliseconds),
          form: 'private',
          person: person.id,
          ...(reply.thread === null ? {} : { thread: reply.thread }),
        },
      ]

/** Tells whether the card whose button was pressed is redrawn anyway, so that it shows what was done. */
export const isRedrawn = async ({ workspace, place, shownIn, now }: CommandRequest): Promise<boolean> =>
  shownIn === 'home' || (shownIn !== null && (await isUpToDate(workspace, place, shownIn.messageId, now)))

/** Tells whether a posted message is still being kept up to date by editing it. */
export const isUpToDate = (workspace: Workspace, channel: string, messageId: string, now: string): Promise<boolean> =>
  isLiveMessage(workspace, { channel, messageId, since: after(now, -digestKeptMilliseconds) })
