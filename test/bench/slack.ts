import { readFileSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { join } from 'node:path'
import { openFakeSlack } from '../_helpers/slack/fake-slack.ts'
import { type RunningBot, secret, startBot } from '../_helpers/slack/running-bot.ts'
import { signatureOf, slashCommand } from '../_helpers/slack/signed-request.ts'
import { companyStock, fillCompany } from './answering.ts'
import { type Figure, percentile, round } from './measure.ts'
import { startBare } from './service/calibration.ts'
import { fill, folder, morning, openShop } from './shop.ts'

const together = 16
const promotions = 2_000

/** Sends one signed slash command over a kept connection; answers the milliseconds it took. */
const ask = (url: string, agent: Agent, text: string): Promise<number> => {
  const body = slashCommand({ command: '/promo', text, user_id: 'U0ANA0000', channel_id: 'C0LAUNCH0' })
  const timestamp = Math.floor(Date.now() / 1000)
  const headers = {
    'content-type': 'application/x-www-form-urlencoded',
    'content-length': Buffer.byteLength(body),
    'x-slack-request-timestamp': `${timestamp}`,
    'x-slack-signature': signatureOf(secret, timestamp, body),
  }
  const start = performance.now()
  return new Promise((answered, failed) => {
    const sent = request(url, { method: 'POST', agent, headers }, (response) => {
      response.resume()
      response.on('end', () =>
        response.statusCode === 200
          ? answered(performance.now() - start)
          : failed(new Error(`${response.statusCode} ${url}`)),
      )
    })
    sent.on('error', failed)
    sent.end(body)
  })
}

/** Asks so many times, several at once; answers the requests a second. */
export const hammer = async (url: string, count: number, text: (i: number) => string): Promise<number> => {
  const agent = new Agent({ keepAlive: true, maxSockets: together })
  let next = 0
  const start = performance.now()
  await Promise.all(
    Array.from({ length: together }, async () => {
      while (next < count) await ask(url, agent, text(next++))
    }),
  )
  agent.destroy()
  return (count / (performance.now() - start)) * 1_000
}

/** Asks at a steady rate, whether or not the answers keep up; answers the milliseconds of each. */
const steady = async (url: string, perSecond: number, seconds: number, text: (i: number) => string) => {
  const agent = new Agent({ keepAlive: true })
  const begun = performance.now()
  const times = await Promise.all(
    Array.from({ length: perSecond * seconds }, async (_, i) => {
      const due = (i * 1_000) / perSecond
      await new Promise((resume) => setTimeout(resume, Math.max(0, due - (performance.now() - begun))))
      return ask(url, agent, text(i))
    }),
  )
  agent.destroy()
  return times
}

const megabytes = ({ pid }: RunningBot): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1_024

const rounds = 7
const each = 2_000
/** Fewer than the promotions there are: each request is about another one. */
const few = 250
const manyRequests = Number(process.env.REQUESTS || 50_000)

/** Counts anew, as a feed that comes in between does, the stock that the promotions are about: each of them is touched. */
const changeStock = async (file: string, turn: number): Promise<void> => {
  await using app = await openShop(file)
  await fill(app, 'inventory', companyStock(turn + 1))
}

/** Answers signed `/promo check` in a service with a company's data, of one promotion and of many in turn, beside a bare Bolt app that says "ok". */
export const signedChecks = async (): Promise<Figure> => {
  await using place = await folder()
  const file = join(place.path, 'slack.db')
  {
    await using app = await openShop(file)
    await fillCompany(app, promotions)
  }
  await using fake = await openFakeSlack()
  fake.addUser({ id: 'U0ANA0000', name: 'ana' })
  fake.addChannel({ id: 'C0LAUNCH0', name: 'launches' })
  const begun = performance.now()
  await using bot = await startBot(fake, file, { at: `${morning}T06:00:00Z`, isHurried: true })
  const ready = performance.now() - begun
  await new Promise((resume) => setTimeout(resume, 2_000))
  const idle = megabytes(bot)
  using bare = await startBare(fake.apiUrl)
  const text = (i: number) => `check P-${(i * 37) % promotions}`
  const one = () => 'check P-7'
  await hammer(bot.url, each, one)
  await hammer(bot.url, few, text)
  await hammer(bare.url, each, one)
  const ratios: number[] = []
  const others: number[] = []
  const changed: number[] = []
  const rates: number[] = []
  for (let turn = 0; turn < rounds; turn++) {
    const ok = await hammer(bare.url, each, one)
    const checks = await hammer(bot.url, each, one)
    ratios.push(checks / ok)
    rates.push(checks)
    others.push((await hammer(bot.url, few, (i) => text(i + turn * few))) / ok)
    await changeStock(file, turn)
    changed.push((await hammer(bot.url, few, (i) => text(i + turn * few))) / ok)
  }
  const times = await steady(bot.url, 100, 20, text)
  // Memory settles first: the heap grows to what it is allowed, and no further.
  await hammer(bot.url, manyRequests / 2, text)
  const before = megabytes(bot)
  await hammer(bot.url, manyRequests, text)
  const after = megabytes(bot)
  return {
    name: 'slack-signed-check',
    figures: {
      ratio: round(percentile(ratios, 0.5)),
      ratio_each_another: round(percentile(others, 0.5), 3),
      ratio_each_changed: round(percentile(changed, 0.5), 3),
      per_second: round(percentile(rates, 0.5), 0),
      p50_ms: round(percentile(times, 0.5), 1),
      p99_ms: round(percentile(times, 0.99), 1),
      ready_ms: round(ready, 0),
      idle_mb: round(idle, 0),
      mb_before: round(before, 0),
      mb_after: round(after, 0),
      memory_ratio: round(after / before),
    },
  }
}
