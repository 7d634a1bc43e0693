import type { OpenAlarm } from '../../domain/doctor/alarm.ts'
import type { Finding } from '../../domain/doctor/finding.ts'
import { type Card, firstOf } from '../language/card.ts'
import { agoWords, countWords } from '../language/words.ts'
import { itemOf } from './doctor-card.ts'

const mostShown = 10

/** Tells an administrator what has begun to go wrong, each with what to do. */
export const alarmsCard = (findings: readonly Finding[]): Card => {
  const { shown, left } = firstOf(findings, mostShown)
  const title =
    findings.length === 1
      ? 'Something does not work as it should'
      : `${countWords(findings.length, 'thing')} do not work as they should`
  return {
    tone: findings.some(({ state }) => state === 'fault') ? 'bad' : 'warning',
    title,
    plain: `${title}: ${findings[0]?.found}`,
    blocks: [
      {
        ...{ kind: 'items', title: null, items: shown.map(itemOf), left },
        where: 'npm run shelfready -- doctor',
      },
      { kind: 'notes', notes: ['I say so when it is over. /shelfready doctor looks at everything now.'] },
    ],
    footer: null,
  }
}

/** Tells an administrator that what they were told is over. */
export const overCard = (alarms: readonly OpenAlarm[], now: string): Card => {
  const { shown, left } = firstOf(alarms, mostShown)
  const title = alarms.length === 1 ? 'This is over' : `These ${countWords(alarms.length, 'thing')} are over`
  return {
    tone: 'good',
    title,
    plain: `${title}: ${alarms[0]?.found}`,
    blocks: [
      {
        ...{ kind: 'items', title: null, left },
        items: shown.map(({ found, beganAt }) => ({
          symbol: '●',
          text: found,
          detail: [`It began ${agoWords(beganAt, now)}.`],
        })),
        where: 'npm run shelfready -- doctor',
      },
    ],
    footer: null,
  }
}
