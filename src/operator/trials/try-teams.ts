import { randomUUID } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { type Config, readConfig } from '../../config.ts'
import { Refusal } from '../../domain/refusal.ts'
import { exitSoon, stopOnSignals } from '../serve/lifecycle.ts'
import { serveChat } from '../serve/serve-chat.ts'
import { servicesOf, teamsConnection } from '../serve/teams-connection.ts'
import { firstMinutes } from './first-minutes.ts'
import { installClient, openLocalClient } from './local-client.ts'
import { playgroundFit } from './playground-fit.ts'
import { anyPort, needPort } from './ports.ts'
import { openingWords, prepareTrial, untilEnded, withoutOldStore } from './trial.ts'

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
    LOG_LEVEL: 'warn',
  })
  if (tried.teams === null) throw new Error('The settings of the local playground are incomplete')
  const address = `http://localhost:${port}`
  const bot = `http://127.0.0.1:${tried.port}/api/messages`
  const stop = stopOnSignals()
  await using playground = openLocalClient({
    program: process.execPath,
    words: [program, 'start', '-e', bot, '-c', 'msteams', '-p', `${port}`, '--disable-telemetry'],
    folder: data,
    environment: { TEAMSAPPTESTER_BROWSER: 'none', TEAMSAPPTESTER_LOGFILE: join(data, 'playground.log') },
    about: `${address}/_internal/v1/config`,
    mark,
  })
  try {
    await serveChat(
      tried,
      [teamsConnection(tried.teams, { ...servicesOf(tried.teams), fit: playgroundFit })],
      {
        databaseUrl: withoutOldStore(join(data, 'store.db')),
        workspace: 'default',
        now,
        prepare: (trial) =>
          prepareTrial(trial, { place: launches, person: { id: ana.aadObjectId, name: ana.name } }, [
            { place: launches, card: firstMinutes.teamsChannel(trial.today()) },
            { place: inbox, card: firstMinutes.teamsPersonal(trial.today()) },
          ]),
        ready: async (deliver) => {
          await playground.answers()
          for (const conversation of [launches.id, company.personalChat.id]) await introduce(address, conversation)
          await deliver()
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

/** Has the playground add the bot to a conversation, as it does when somebody opens it: before, the bot cannot post there. */
const introduce = async (address: string, conversation: string): Promise<void> => {
  const added = await fetch(`${address}/_debug/conversation/${encodeURIComponent(conversation)}/installation`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  })
  if (!added.ok)
    throw new Refusal(
      `The local Teams client did not add the bot to a conversation (HTTP ${added.status}). Run it again.`,
    )
}
