import { setTimeout as delay } from 'node:timers/promises'
import { openApp } from '../../src/app.ts'
import { openHttpDoor } from '../../src/chat/http-door.ts'
import { readConfig } from '../../src/config.ts'
import { openHttpApi } from '../../src/http/api.ts'
import { pullOwed } from '../../src/jobs/pull-sources.ts'
import { openWatchedFolder } from '../../src/services/imports/folder/take-folder.ts'

/**
 * A service with its doors open and no pause between two looks, `doors-service.ts STORE FOLDER PULLS HOST`; PULLS may be
 * pulled from HOST. It says the port of its HTTP door, then `imported NAME` or `rejected NAME` of each file of the folder.
 */
const [file, folder, pulls, host] = process.argv.slice(2) as [string, string, string, string]
const config = readConfig({ SHELFREADY_PULLS: pulls, SHELFREADY_EGRESS: host })
const app = await openApp(config, {
  ...{ databaseUrl: `sqlite:${file}`, createFolder: false, workspace: 'default' },
  now: () => Temporal.Now.instant(),
})
const { workspace, policy, timeZone, now, today } = app
const onSurprise = (error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : error}\n`)
  return String(error)
}
const handle = openHttpApi({ ...{ workspace, policy, timeZone, now, today, onSurprise }, onImported: () => {} })
const door = await openHttpDoor({ port: 0, host: '127.0.0.1' }, new Map(), [{ path: '/v1/', handle }])
process.stdout.write(`port ${door.port}\n`)

const watched = openWatchedFolder({
  ...{ workspace, timeZone, now, folder },
  onNews: async ({ kind, name }) => void process.stdout.write(`${kind} ${name}\n`),
})
const watching = async (): Promise<never> => {
  for (;;) {
    await watched.look()
    await delay(20)
  }
}
const pulling = async (): Promise<never> => {
  const reach = { reaches: () => true, edits: false }
  for (;;) {
    await pullOwed(
      { ...{ workspace, timeZone, now, reach, onSurprise }, pulls: config.pulls, egress: [host], administrators: [] },
      new AbortController().signal,
    )
    await delay(20)
  }
}
await Promise.all([watching(), pulling()])
