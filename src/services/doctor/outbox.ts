import { agoWords, countWords, listWords } from '../../cards/language/words.ts'
import { after } from '../../domain/delivery.ts'
import { type Finding, fault, fine, warning } from '../../domain/doctor/finding.ts'
import { longestWaitMilliseconds, parkedToldMilliseconds } from '../../domain/doctor/thresholds.ts'
import { loadStandingMessages, type StandingMessage } from '../../store/delivery/delivery-health.ts'
import { channelOfWebhook, isWebhookChannel, loadWebhooks } from '../../store/webhooks/webhooks.ts'
import { atWords, type Looking, since } from './looking.ts'

/** Judges the messages that wait to be sent and those that were given up, and the systems that are told what happens. */
export const outboxFindings = async (looking: Looking): Promise<readonly Finding[]> => {
  const standing = await loadStandingMessages(looking.workspace, after(looking.now, -parkedToldMilliseconds))
  const toPeople = standing.filter(({ channel }) => !isWebhookChannel(channel))
  const toSystems = standing.filter(({ channel }) => isWebhookChannel(channel))
  return [
    waitingFinding(looking, toPeople.filter(isWaiting)),
    ...parkedFindings(toPeople.filter((message) => !isWaiting(message))),
    ...(await webhooksFindings(looking, toSystems)),
  ]
}

const isWaiting = ({ state }: StandingMessage): boolean => state !== 'parked'

const waitingFinding = (looking: Looking, waiting: readonly StandingMessage[]): Finding => {
  const [oldest] = waiting
  if (oldest === undefined) return fine('outbox', 'No message waits to be sent.')
  const { now, isServed } = looking
  const held =
    oldest.heldUntil !== null && oldest.heldUntil > now ? `, held until ${atWords(oldest.heldUntil, looking)}` : ''
  const reason = oldest.reason === null ? '' : ` (${oldest.reason})`
  const words = `${countWords(waiting.length, 'message')} ${waiting.length === 1 ? 'waits' : 'wait'} to be sent, the oldest for ${agoWords(oldest.createdAt, now).replace(' ago', '')} to ${oldest.name}${held}${reason}.`
  if (since(oldest.createdAt, now) <= longestWaitMilliseconds) return fine('outbox', words)
  return isServed
    ? fault('outbox', words, 'Fix that reason. Where there is none, look at the log of the service, and restart it.')
    : warning('outbox', words, 'Start the service, which sends what is still worth sending.')
}

const shownReasons = 3

const parkedFindings = (parked: readonly StandingMessage[]): readonly Finding[] => {
  if (parked.length === 0) return [fine('given-up', 'No message was given up in the last 7 days.')]
  const byReason = [...Map.groupBy(parked, ({ reason }) => reason ?? 'no reason was given')]
  return byReason.slice(0, shownReasons).map(([reason, messages]) => {
    const names = [...new Set(messages.map(({ name }) => name))]
    return warning(
      'given-up',
      `${countWords(messages.length, 'message')} to ${listWords(names.slice(0, 3))}${names.length > 3 ? ' and others' : ''} could not be posted: ${reason}.`,
      'Fix that reason. What is still worth posting goes out when the bot is invited, or at the next start.',
    )
  })
}

const hostOf = (url: string): string => URL.parse(url)?.host ?? 'an address'

const webhooksFindings = async (
  { workspace, now }: Looking,
  messages: readonly StandingMessage[],
): Promise<readonly Finding[]> => {
  const webhooks = await loadWebhooks(workspace)
  if (webhooks.length === 0) return []
  const failing = webhooks.flatMap((webhook) => {
    const own = messages.filter(({ channel }) => channel === channelOfWebhook(webhook))
    const late = own.filter((message) => !isWaiting(message) || since(message.createdAt, now) > longestWaitMilliseconds)
    const [first] = late
    return first === undefined
      ? []
      : [
          warning(
            'webhooks',
            `Webhook ${webhook.id} (${hostOf(webhook.url)}) is behind: ${countWords(late.length, 'notice')} did not arrive (${first.reason ?? 'no answer yet'}).`,
            'Fix that system, or run: npm run shelfready -- webhook remove NUMBER',
          ),
        ]
  })
  return failing.length > 0 ? failing : [fine('webhooks', `${countWords(webhooks.length, 'webhook')} told in time.`)]
}
