import { mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { App } from '../../app.ts'
import { type Config, readConfig } from '../../config.ts'
import { exitSoon, stopOnSignals } from '../serve/lifecycle.ts'
import { serveChat } from '../serve/serve-chat.ts'
import { teamsConnection } from '../serve/teams-connection.ts'
import { installClient, openLocalClient } from './local-client.ts'
import { fillSample } from './sample.ts'

/** Microsoft's client for trying a bot on one machine; under terms of its own, and not a part of the product. */
const client = { name: '@microsoft/m365agentsplayground', version: '0.2.28', port: 56_150 } as const

const person = (n: number, name: string) => ({
  id: `user-id-${n}`,
  name,
  userPrincipleName: `${name.toLowerCase()}@example.com`,
  aadObjectId: `00000000-0000-0000-0000-00000000000${n}`,
  givenName: name,
  surname: 'Sample',
  email: `${name.toLowerCase()}@example.com`,
})

const [ana, ...others] = ['Ana', 'Ben', 'Chloe', 'Dev', 'Eva', 'Finn'].map((name, i) => person(i + 1, name))

const launches = '19:launches@thread.tacv2'

const company = {
  version: '0.1.1',
  tenantId: '00000000-0000-0000-0000-0000000000ff',
  bot: { id: 'shelfready', name: 'Shelfready' },
  currentUser: ana,
  users: others,
  personalChat: { id: 'personal-chat-id' },
  groupChat: { id: '19:planning@thread.v2', name: 'Planning' },
  team: {
    id: '19:team@thread.tacv2',
    name: 'Sample company',
    aadGroupId: '00000000-0000-0000-0000-0000000000aa',
    channels: [{ id: launches, name: 'Launches' }],
  },
}

/** Runs the bot and a made-up company in a local Teams client in the browser, without an account, until it is told to stop. */
export const tryTeams = async (config: Config, now: () => Temporal.Instant): Promise<void> => {
  const program = join(await installClient(client), 'cli.js')
  const data = resolve('data')
  mkdirSync(data, { recursive: true, mode: 0o700 })
  writeFileSync(join(data, '.m365agentsplayground.yml'), JSON.stringify(company))
  const stop = stopOnSignals()
  const tried = readConfig({
    TEAMS_LOCAL_PLAYGROUND: '1',
    PORT: `${config.port}`,
    SHELFREADY_TIMEZONE: config.timeZone,
    LOG_LEVEL: 'warn',
  })
  if (tried.teams === null) throw new Error('The settings of the local playground are incomplete')
  const address = `http://localhost:${client.port}`
  const bot = `http://127.0.0.1:${config.port}/api/messages`
  const words = ['start', '-e', bot, '-c', 'msteams', '-p', `${client.port}`, '--disable-telemetry']
  await using playground = openLocalClient(process.execPath, [program, ...words], data)
  try {
    await playground.answers(address)
    process.stdout.write(
      `Open ${address} in your browser: a local Teams with Ana in it, and a made-up company.\n` +
        'Write "promo list" or "promo add" to Shelfready, or @Shelfready in the channel Launches, and press what it answers.\n' +
        'End it with Ctrl-C.\n',
    )
    await serveChat(
      tried,
      [teamsConnection(tried.teams)],
      { databaseUrl: `sqlite:${join(data, 'try-teams.db')}`, workspace: 'default', now, prepare: prepareSample },
      stop,
    )
  } finally {
    exitSoon()
  }
}

const prepareSample = async (app: App): Promise<void> => fillSample(app, launches)
