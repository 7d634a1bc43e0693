import { readConfig } from '../../../src/config.ts'
import { serve } from '../../../src/operator/serve/serve.ts'

/** The service with a clock that starts at a moment of its own: `serve-at.ts MOMENT FILE`, configured by its environment. */
const [moment = '', file = ''] = process.argv.slice(2)
const begun = performance.now()
const start = Temporal.Instant.from(moment)
await serve(readConfig(process.env), {
  databaseUrl: file.startsWith('postgres:') ? file : `sqlite:${file}`,
  workspace: 'default',
  auditMilliseconds: process.env.AUDIT_MILLISECONDS === undefined ? undefined : Number(process.env.AUDIT_MILLISECONDS),
  now: () => start.add({ milliseconds: Math.round(performance.now() - begun) }),
})
