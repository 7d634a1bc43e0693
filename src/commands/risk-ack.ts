import { handledCard } from '../cards/risk-list-card.ts'
import { riskId } from '../cards/risk-words.ts'
import { agoWords, countWords } from '../cards/words.ts'
import { acknowledged, type RiskRecord } from '../domain/risk.ts'
import type { Change } from '../store/change.ts'
import { isOutcome } from './find-promotion.ts'
import type { Asked, Command } from './outcome.ts'
import { findRisks, handlingTold } from './risk-handling.ts'

/** Takes risks: the first person counts, the second hears who was first. */
export const riskAck: Command = {
  name: 'shelfready ack',
  aliases: ['shelfready acknowledge', 'shelfready take'],
  takes: [{ name: 'RISK', value: null, says: 'R-1, several, every one of a promotion (P-1), or all', isNeeded: true }],
  does: 'acknowledges risks: you deal with them',
  examples: ['/shelfready ack R-1', '/shelfready ack R-1 R-2', '/shelfready ack P-2'],
  right: 'handle-risks',
  run: async (asked) => {
    const named = await findRisks(
      asked,
      asked.words.flatMap((word) => word.value.split(',')).filter((word) => word !== ''),
      '/shelfready ack',
    )
    if (isOutcome(named)) return named
    const { found } = named
    const free = found.filter((record) => record.state !== 'acknowledged')
    const title =
      free.length === 0
        ? found.every((record) => record.handled?.personId === asked.person.id)
          ? 'Nothing changed: you have taken it already.'
          : 'Nothing changed: somebody was there before you.'
        : `${countWords(free.length, 'risk is', 'risks are')} yours.`
    const acts = await Promise.all(free.map((record) => acknowledging(asked, record)))
    return {
      changes: [...named.changes, ...acts.flat()],
      isShown: free.length === found.length,
      reply: handledCard(
        title,
        found.map((record) => ({ record, words: ackWords(asked, record) })),
        asked.today,
        free.length === 0
          ? null
          : `It comes back only if it gets materially worse. Put it aside: /shelfready snooze ${riskId(free[0] as RiskRecord)} until:monday`,
      ),
    }
  },
}

const acknowledging = async (asked: Asked, record: RiskRecord): Promise<readonly Change[]> => {
  const after = acknowledged(record, asked.person, asked)
  return [
    { kind: 'acknowledge', riskId: record.id, episode: after.episode, person: asked.person },
    { kind: 'keep-risk', risk: after },
    ...(await handlingTold(asked, record, 'acknowledge', { detail: {}, words: 'has taken' })),
  ]
}

const ackWords = ({ person, now }: Asked, { state, handled }: RiskRecord): string => {
  if (state !== 'acknowledged' || handled === null) return 'taken by you just now'
  const who = handled.personId === person.id ? 'you' : handled.name
  return `already acknowledged by ${who}, ${agoWords(handled.at, now)}`
}
