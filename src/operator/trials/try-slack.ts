import { mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { App } from '../../app.ts'
import { type Config, readConfig } from '../../config.ts'
import { Refusal } from '../../domain/refusal.ts'
import { exitSoon, stopOnSignals } from '../serve/lifecycle.ts'
import { serveChat } from '../serve/serve-chat.ts'
import { slackConnection } from '../serve/slack-connection.ts'
import { installClient, openLocalClient } from './local-client.ts'
import { fillSample } from './sample.ts'

/** A Slack client and server on one machine, for trying things; not a part of the product. */
const client = { name: 'local-slack-linux-x64', version: '0.1.8', port: 3_100 } as const

const company = {
  workspace: { teamId: 'T0SAMPLE0', name: 'Sample company' },
  app: {
    appId: 'A0SHELF00',
    botUserId: 'U0SHELF00',
    botName: 'shelfready',
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
export const trySlack = async (config: Config, now: () => Temporal.Instant): Promise<void> => {
  if (process.platform !== 'linux' || process.arch !== 'x64')
    throw new Refusal(
      'The local Slack client runs on Linux on x64 only. Nothing was installed. Try the same company in the terminal with npm start, or connect a free Slack workspace: README says how.',
    )
  const program = join(await installClient(client), 'bin', 'local-slack')
  const data = resolve('data')
  mkdirSync(data, { recursive: true, mode: 0o700 })
  const settings = join(data, 'local-slack.json')
  writeFileSync(settings, JSON.stringify(company))
  const stop = stopOnSignals()
  const address = `http://localhost:${client.port}`
  await using slack = openLocalClient(program, ['--config', settings, '--port', `${client.port}`])
  try {
    await slack.answers(address)
    const { app } = company
    const tried = readConfig({
      SLACK_BOT_TOKEN: app.botToken,
      SLACK_APP_TOKEN: app.appToken,
      SLACK_API_URL: `${address}/api/`,
      SHELFREADY_TIMEZONE: config.timeZone,
      LOG_LEVEL: 'warn',
    })
    process.stdout.write(
      `Open ${address} in your browser: a local Slack with Ana, Ben and Chloe, and a made-up company.\n` +
        'Try /promo what-if sku:SKU-110 dates:"next week" uplift:+60% in #launches, press Acknowledge in the digest, look at the Home tab.\n' +
        'End it with Ctrl-C.\n',
    )
    if (tried.slack === null) throw new Error('The settings of the local Slack are incomplete')
    await serveChat(
      tried,
      [slackConnection(tried.slack)],
      { databaseUrl: `sqlite:${join(data, 'try-slack.db')}`, workspace: 'default', now, prepare: prepareSample },
      stop,
    )
  } finally {
    exitSoon()
  }
}

/** The first time, the channel reads the morning at once instead of waiting for eight. */
const prepareSample = async (app: App): Promise<void> => {
  const [launches] = company.channels
  const place = { place: launches.id, placeName: `#${launches.name}` }
  await fillSample(app, place.place)
  const [ana] = company.users
  const settings = { key: 'the sample is shown', person: { id: ana.id, name: ana.real_name }, ...place }
  await app.handle({ ...settings, words: 'shelfready digest now' })
}
