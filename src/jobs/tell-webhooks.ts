import type { Day } from '../domain/day.ts'
import type { Context } from '../services/context.ts'
import { tellWebhooks } from '../services/webhooks/tell-webhooks.ts'
import { loadVersion } from '../store/database/versions.ts'
import { countClosings } from '../store/facts/cut-offs.ts'
import { loadWebhooks } from '../store/webhooks/webhooks.ts'
import { type Arrival, haveFeedsStopped } from './arriving-feeds.ts'

/** What telling systems needs. */
export type TellingContext = Pick<Context, 'workspace' | 'policy' | 'timeZone'> & {
  /** The moment, as ISO text. */
  readonly now: () => string
  readonly today: () => Day
}

/** What the last telling saw. */
type Told = { readonly key: string; readonly batches: string }

/** Opens the teller of a process: it tells systems what has changed since it told them last, once no further feed arrives. */
export const openTeller = ({ now, today, ...context }: TellingContext): (() => Promise<void>) => {
  const { workspace, timeZone } = context
  const state: { arrival: Arrival | null } = { arrival: null }
  let told: Told | null = null
  return async () => {
    const webhooks = await loadWebhooks(workspace)
    if (webhooks.length === 0) return
    const moment = { ...context, today: today(), now: now() }
    const version = await loadVersion(workspace)
    const closings = await countClosings(workspace, moment.today, { now: moment.now, timeZone })
    const key = JSON.stringify([version, moment.today, closings, webhooks.map(({ id }) => id)])
    if (told?.key === key) return
    const isFed = told !== null && told.batches !== version.batches
    if (isFed && !haveFeedsStopped(state, version.batches)) return
    if (!(await tellWebhooks(moment))) return
    state.arrival = null
    told = { key, batches: version.batches }
  }
}
