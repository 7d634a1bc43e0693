import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { App } from '../app.ts'
import { type Config, readConfig } from '../config.ts'
import { Refusal } from '../domain/refusal.ts'
import { endSoon, stopOnSignals } from './running.ts'
import { fillSample } from './sample.ts'
import { serveSlack } from './serve-slack.ts'

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
  const folder = join(homedir(), '.cache', 'shelfready', `${client.name}-${client.version}`)
  const program = join(folder, 'node_modules', client.name, 'bin', 'local-slack')
  if (!existsSync(program)) await install(folder)
  const data = resolve('data')
  mkdirSync(data, { recursive: true, mode: 0o700 })
  const settings = join(data, 'local-slack.json')
  writeFileSync(settings, JSON.stringify(company))
  const stop = stopOnSignals()
  const address = `http://localhost:${client.port}`
  const slack = spawn(program, ['--config', settings, '--port', `${client.port}`], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let complaint = ''
  slack.stderr.setEncoding('utf8').on('data', (text) => (complaint += text))
  const ended = new Promise<void>((done) => slack.on('close', () => done()))
  try {
    await answers(address, () => (slack.exitCode === null ? null : complaint))
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
    await serveSlack(
      tried,
      tried.slack,
      { databaseUrl: `sqlite:${join(data, 'try-slack.db')}`, workspace: 'default', now, prepare: prepareSample },
      stop,
    )
  } finally {
    slack.kill()
    await ended
    endSoon()
  }
}

const install = async (folder: string): Promise<void> => {
  process.stderr.write(`Installing ${client.name} ${client.version} into ${folder}, once.\n`)
  mkdirSync(folder, { recursive: true })
  const words = ['install', '--prefix', folder, '--no-audit', '--no-fund', `${client.name}@${client.version}`]
  const npm = spawn('npm', words, { stdio: ['ignore', 'ignore', 'inherit'] })
  const status = await new Promise<number | null>((done) => {
    npm.on('error', () => done(null))
    npm.on('close', done)
  })
  if (status !== 0)
    throw new Refusal(
      `The local Slack client could not be installed (npm ended with ${status}). Nothing else was changed; is the npm registry reached from here? Run it again then.`,
    )
}

const startAttempts = 50

const answers = async (address: string, complaint: () => string | null): Promise<void> => {
  for (let attempt = 0; attempt < startAttempts; attempt++) {
    const failed = complaint()
    if (failed !== null)
      throw new Refusal(
        `The local Slack client did not start: ${failed.trim().split('\n')[0] ?? ''}. Is port ${client.port} taken? Nothing else was changed.`,
      )
    if (
      await fetch(address).then(
        () => true,
        () => false,
      )
    )
      return
    await wait(100)
  }
  throw new Refusal('The local Slack client does not answer. Nothing else was changed; run it again.')
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
