import type { Config } from '../../../config.ts'
import type { Database } from '../../../store/database/database.ts'
import type { Companies } from '../companies.ts'
import type { Serving } from '../serve-company.ts'
import { type Auditing, type Auditor, startAuditor } from './auditor.ts'
import { watchLoop } from './loop-watch.ts'
import { openMetrics } from './metrics.ts'
import { type OpsAnswer, openOpsDoor } from './ops-door.ts'
import { openPulse } from './pulse.ts'
import { readinessPage } from './readiness.ts'

/** What looks after the service. */
export type Ops = AsyncDisposable & Pick<Auditor, 'audit'> & { readonly port: number | null }

/** The event loop must have turned within so many milliseconds. */
const longestStand = 5_000

/** Begins to look after the service, and opens the operations port where one is set. Throws a Refusal where it is taken. */
export const openOps = async (
  config: Config,
  database: Database,
  companies: Companies,
  { now, log, onSurprise, stop, every }: Serving & Partial<Pick<Auditing, 'every'>>,
): Promise<Ops> => {
  await using opening = new AsyncDisposableStack()
  const moment = () => now().toString({ smallestUnit: 'millisecond' })
  const auditor = opening.use(
    startAuditor({ ...config, companies: companies.all, log, every, onSurprise: (error) => void onSurprise(error) }),
  )
  if (config.ops === null) {
    const opened = opening.move()
    return { port: null, audit: auditor.audit, [Symbol.asyncDispose]: () => opened.disposeAsync() }
  }
  const watched = () =>
    companies.all().map(({ app, posting }) => ({ workspace: app.workspace, isPosting: posting.isOurs() }))
  const loop = opening.use(watchLoop())
  const pulse = opening.use(openPulse())
  const metrics = opening.use(openMetrics({ companies: watched, now: moment, loop, pulse }))
  const isStopping = () => stop.aborted
  const door = opening.use(
    await openOpsDoor(
      config.ops,
      new Map([
        ['/livez', async () => livePage(loop.longestStand())],
        ['/readyz', () => readinessPage({ database, companies: watched, pulse, now: moment, isStopping })],
        ['/metrics', async () => metricsPage(await metrics.read())],
      ]),
      onSurprise,
    ),
  )
  const opened = opening.move()
  return { port: door.port, audit: auditor.audit, [Symbol.asyncDispose]: () => opened.disposeAsync() }
}

const livePage = (stoodMilliseconds: number): OpsAnswer => {
  const isLive = stoodMilliseconds < longestStand
  return {
    status: isLive ? 200 : 503,
    type: 'application/json; charset=utf-8',
    body: `${JSON.stringify({ live: isLive, longestStandSeconds: Math.round(stoodMilliseconds) / 1_000 })}\n`,
  }
}

const metricsPage = ({ type, text }: { readonly type: string; readonly text: string }): OpsAnswer => ({
  ...{ status: 200, type },
  body: text,
})
