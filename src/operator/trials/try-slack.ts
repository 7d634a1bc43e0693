import { randomUUID } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { type Config, readConfig } from '../../config.ts'
import { Refusal } from '../../domain/refusal.ts'
import { exitSoon, stopOnSignals } from '../serve/lifecycle.ts'
import { serveChat } from '../serve/serve-chat.ts'
import { slackConnection } from '../serve/slack-connection.ts'
import { firstMinutes } from './first-minutes.ts'
import { installClient, openLocalClient } from './local-client.ts'
import { localSlackFit } from './local-slack-fit.ts'
import { needPort } from './ports.ts'
import { fillTrial, openingWords, postOpening, untilEnded, withoutOldStore } from './trial.ts'

/** A Slack client and server on one machine, for trying things; not a part of the product. */
const client = { name: 'local-slack-linux-x64', version: '0.1.8' } as const

const usualPort = 3_100

const company = {
  app: {
    appId: 'A0SHELF00',
    botUserId: 'U0SHELF00',
    botName: 'Shelfready',
    botToken: 'xoxb-local-slack',
    appToken: 'xapp-local-slack',
    signingSecret: 'local-slack-needs-no-secret-here',
    mode: 'socket',
  },
  users: [
    { id: 'U0ANA0000', name: 'ana', real_name: 'Ana', email: 'ana@example.com', tz: 'Europe/Berlin' },
    { id: 'U0BEN0000', name: 'ben', real_name: 'Ben', email: 'ben@example.com', tz: 'Europe/Berlin' },
    { id: 'U0CHLOE00', name: 'chloe', real_name: 'Chloe', email: 'chloe@example.com', tz: 'Europe/Berlin' },
  ],
  channels: [
    { id: 'C0LAUNCH0', name: 'launches', members: ['U0ANA0000', 'U0BEN0000', 'U0CHLOE00', 'U0SHELF00'] },
    { id: 'C0SUPPLY0', name: 'supply', members: ['U0BEN0000', 'U0CHLOE00', 'U0SHELF00'] },
  ],
} as const

/** Runs the bot and a made-up company in a local Slack client in the browser, without an account, until it is told to stop. */
export const trySlack = async (
  config: Config,
  now: () => Temporal.Instant,
  port: number = usualPort,
): Promise<void> => {
  if (process.platform !== 'linux' || process.arch !== 'x64')
    throw new Refusal(
      'The local Slack client runs on Linux on x64 only. Nothing was installed. Try the same company in the terminal with npm start, or connect a free Slack workspace: README says how.',
    )
  await needPort(port, 'try:slack')
  const program = join(await installClient(client), 'bin', 'local-slack')
  const data = resolve('data')
  mkdirSync(data, { recursive: true, mode: 0o700 })
  const mark = `shelfready-${randomUUID()}`
  const settings = join(data, `local-slack-${port}.json`)
  writeFileSync(
    settings,
    JSON.stringify({ ...company, workspace: { teamId: 'T0SAMPLE0', name: 'Sample company', domain: mark } }),
  )
  const address = `http://localhost:${port}`
  const stop = stopOnSignals()
  await using slack = openLocalClient({
    program,
    words: ['--config', settings, '--port', `${port}`],
    about: `${address}/_control/state`,
    mark,
  })
  try {
    await slack.answers()
    const { app, channels, users } = company
    const tried = readConfig({
      SLACK_BOT_TOKEN: app.botToken,
      SLACK_APP_TOKEN: app.appToken,
      SLACK_API_URL: `${address}/api/`,
      SHELFREADY_TIMEZONE: config.timeZone,
      LOG_LEVEL: 'error',
    })
    if (tried.slack === null) throw new Error('The settings of the local Slack are incomplete')
    const place = { id: channels[0].id, name: `#${channels[0].name}` }
    await serveChat(
      tried,
      [slackConnection(tried.slack, localSlackFit)],
      {
        databaseUrl: withoutOldStore(join(data, `try-slack-${port}.db`)),
        workspace: 'default',
        now,
        prepare: async (trial) => {
          await fillTrial(trial, place)
          await postOpening(trial, {
            place,
            person: { id: users[0].id, name: users[0].real_name },
            hasDigest: true,
            guide: firstMinutes.slack,
          })
        },
        ready: async () =>
          openingWords(
            address,
            'a local Slack with Ana, Ben and Chloe. #launches has the digest of a made-up company, and what to do first.',
          ),
      },
      AbortSignal.any([stop, slack.ended]),
    )
    untilEnded(stop, 'Slack')
  } finally {
    exitSoon()
  }
}
