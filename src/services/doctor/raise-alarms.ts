import { alarmsCard, overCard } from '../../cards/doctor/alarm-card.ts'
import { after } from '../../domain/delivery.ts'
import { type AlarmsStep, isAlarming, nextAlarms } from '../../domain/doctor/alarm.ts'
import type { Finding } from '../../domain/doctor/finding.ts'
import { alarmToldMilliseconds } from '../../domain/doctor/thresholds.ts'
import { Refusal } from '../../domain/refusal.ts'
import { isStorageError } from '../../store/database/store-refusal.ts'
import { writeTogether } from '../../store/database/workspace.ts'
import { postMessage } from '../../store/delivery/post-message.ts'
import { alarmsToChange, keepAlarms } from '../../store/doctor/alarms.ts'
import type { Context } from '../context.ts'

/** What is wrong now, and what of it is new or over. */
export type Trouble = Pick<AlarmsStep, 'begun' | 'ended'> & { readonly wrong: readonly Finding[] }

/** Whose administrators are told. */
export type AlarmContext = Pick<Context, 'workspace' | 'reach' | 'now'> & {
  readonly administrators: readonly string[]
}

/**
 * Tells administrators what is wrong once, and that it is over: what was told is kept with the messages in one transaction, so
 * that another process or a restart tells nothing twice.
 */
export const raiseAlarms = async (context: AlarmContext, findings: readonly Finding[]): Promise<Trouble> => {
  const wrong = findings.filter(isAlarming)
  try {
    return { wrong, ...(await keepAndTell(context, findings)) }
  } catch (error) {
    if (!isStorageError(error) && !(error instanceof Refusal)) throw error
    // A store that cannot be written to keeps no alarm, and is the trouble itself.
    return { wrong, begun: wrong, ended: [] }
  }
}

const keepAndTell = (
  { workspace, reach, administrators, now }: AlarmContext,
  findings: readonly Finding[],
): Promise<Omit<Trouble, 'wrong'>> =>
  writeTogether(workspace, now, async (writer) => {
    const step = nextAlarms(await alarmsToChange(writer), findings, now)
    await keepAlarms(writer, step.open)
    const cards = [
      ...(step.begun.length > 0 ? [alarmsCard(step.begun)] : []),
      ...(step.ended.length > 0 ? [overCard(step.ended, now)] : []),
    ]
    const inboxes = administrators.map((account) => `@${account}`).filter((inbox) => reach.reaches(inbox))
    for (const channel of inboxes)
      for (const card of cards)
        await postMessage(writer, {
          ...{ kind: 'post', about: 'notice' },
          ...{ channel, card, entity: `alarms ${now}`, notAfter: after(now, alarmToldMilliseconds) },
        })
    return { begun: step.begun, ended: step.ended }
  })
