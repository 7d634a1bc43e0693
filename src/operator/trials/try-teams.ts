import { randomUUID } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { App } from '../../app.ts'
import { type Config, readConfig } from '../../config.ts'
import type { Connection } from '../serve/connection.ts'
import { exitSoon, stopOnSignals } from '../serve/lifecycle.ts'
import { serveChat } from '../serve/serve-chat.ts'
import { teamsConnection } from '../serve/teams-connection.ts'
import { firstMinutes } from './first-minutes.ts'
import { installClient, openLocalClient } from './local-client.ts'
import { openPlaygroundBridge } from './playground-bridge.ts'
import { anyPort, needPort } from './ports.ts'
import { fillTrial, type Opening, openingWords, postOpening, untilEnded, withoutOldStore } from './trial.ts'

/** Microsoft's client for trying a bot on one machine; under terms of its own, and not a part of the product. */
const client = { name: '@microsoft/m365agentsplayground', version: '0.2.28' } as const

const usualPort = 56_150

const person = (n: number, name: string) => ({
  id: `user-id-${n}`,
  name,
  userPrincipleName: `${name.toLowerCase()}@example.com`,
  aadObjectId: `00000000-0000-0000-0000-00000000000${n}`,
  givenName: name,
  surname: 'Sample',
  email: `${name.toLowerCase()}@example.com`,
})

const ana = person(1, 'Ana')
const others = ['Ben', 'Chloe', 'Dev', 'Eva', 'Finn'].map((name, i) => person(i + 2, name))

const launches = { id: '19:launches@thread.tacv2', name: 'Launches' }
const anaHerself = { id: ana.aadObjectId, name: ana.name }
const inbox = { id: `@${ana.aadObjectId}`, name: 'a personal chat' }

const company = {
  version: '0.1.1',
  tenantId: '00000000-0000-0000-0000-0000000000ff',
  bot: { id: 'shelfready', name: 'Shelfready' },
  currentUser: ana,
  users: others,
  personalChat: { id: 'personal-chat-id' },
  groupChat: { id: '19:planning@thread.v2', name: 'Planning' },
  team: { id: '19:team@thread.tacv2', name: 'Sample company', channels: [launches] },
}

/** Runs the bot and a made-up company in a local Teams client in the browser, without an account, until it is told to stop. */
export const tryTeams = async (
  config: Config,
  now: () => Temporal.Instant,
  port: number = usualPort,
): Promise<void> => {
  await needPort(port, 'try:teams')
  const program = join(await installClient(client), 'cli.js')
  const data = resolve('data', `try-teams-${port}`)
  mkdirSync(data, { recursive: true, mode: 0o700 })
  const mark = randomUUID()
  writeFileSync(
    join(data, '.m365agentsplayground.yml'),
    JSON.stringify({ ...company, team: { ...company.team, aadGroupId: mark } }),
  )
  const tried = readConfig({
    TEAMS_LOCAL_PLAYGROUND: '1',
    PORT: `${await anyPort(config.port)}`,
    SHELFREADY_TIMEZONE: config.timeZone,
    LOG_LEVEL: 'error',
  })
  if (tried.teams === null) throw new Error('The settings of the local playground are incomplete')
  const address = `http://localhost:${port}`
  const bridge = await anyPort(0)
  await using _ = await openPlaygroundBridge({
    port: bridge,
    bot: `http://127.0.0.1:${tried.port}`,
    playground: `http://127.0.0.1:${port}`,
  })
  const stop = stopOnSignals()
  await using playground = openLocalClient({
    program: process.execPath,
    words: [
      program,
      'start',
      '-e',
      `http://127.0.0.1:${bridge}/api/messages`,
      '-c',
      'msteams',
      '-p',
      `${port}`,
      '--disable-telemetry',
    ],
    folder: data,
    environment: { TEAMSAPPTESTER_BROWSER: 'none', TEAMSAPPTESTER_LOGFILE: join(data, 'playground.log') },
    about: `${address}/_internal/v1/config`,
    mark,
  })
  try {
    await serveChat(
      tried,
      [withOpenings(teamsConnection(tried.teams))],
      {
        databaseUrl: withoutOldStore(join(data, 'store.db')),
        workspace: 'default',
        now,
        prepare: (trial) => fillTrial(trial, launches),
        ready: async () => {
          await playground.answers()
          openingWords(
            address,
            'a local Teams with Ana in it. Launches has the digest of a made-up company, and what to do first.',
          )
        },
      },
      AbortSignal.any([stop, playground.ended]),
    )
    untilEnded(stop, 'Teams')
  } finally {
    exitSoon()
  }
}

const openings: readonly Opening[] = [
  { place: launches, person: anaHerself, hasDigest: true, guide: firstMinutes.teamsChannel },
  { place: inbox, person: anaHerself, hasDigest: false, guide: firstMinutes.teamsPersonal },
]

/** The playground tells twice that a conversation was opened. */
const againMilliseconds = 2_000

/** Posts what the trial begins with whenever a conversation is opened: the playground forgets its messages when its page is loaded again. */
const withOpenings = (connection: Connection): Connection => ({
  ...connection,
  openReceiver: ({ app, ...service }) => {
    const opened = new Map<string, number>()
    const join: App['join'] = async (place, teamId) => {
      const opening = openings.find((one) => one.place.id === place.id)
      if (opening === undefined) return app.join(place, teamId)
      const before = opened.get(place.id) ?? Number.NEGATIVE_INFINITY
      opened.set(place.id, performance.now())
      if (performance.now() - before > againMilliseconds) await postOpening(app, opening)
    }
    return connection.openReceiver({ ...service, app: { ...app, join } })
  },
})
