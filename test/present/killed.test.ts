import { copyFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readConfig } from '../../src/config.ts'
import { dayOf } from '../../src/domain/day.ts'
import { ownJudges } from '../../src/services/present/judges.ts'
import { openJudgingPool } from '../../src/services/present/judging-pool.ts'
import { openPicture } from '../../src/services/present/picture.ts'
import { openDatabase } from '../../src/store/database/open-database.ts'
import { openWorkspace } from '../../src/store/database/workspace.ts'
import { openCompany } from '../_helpers/company.ts'
import { startTold } from '../promises/running.ts'
import { differences, presentText } from './as-text.ts'
import { openFreshProcess } from './prove.ts'

const isFull = process.env.PROOF === 'full'
/** Every step in the long form, until the service comes to the end of its work; a few of them in the short one. */
const steps = isFull
  ? Array.from({ length: 500 }, (_, i) => i + 1)
  : [1, 14, 27, 41].map((step) => step + Math.floor(Math.random() * 13))
const promotions = 60
const rows = <T>(one: (i: number) => T): readonly T[] => Array.from({ length: promotions }, (_, i) => one(i + 1))
const at = (time: string) => `2026-06-01T${time}:00Z`

let folder: string
let template: string
let copies = 0
const fresh = openFreshProcess()
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shelfready-killed-'))
  template = join(folder, 'template.db')
  {
    await using company = await openCompany(Temporal.Instant.from(at('08:00')), { file: template })
    const feed = (kind: Parameters<typeof company.feed>[0], header: string, lines: readonly string[]) =>
      company.feed(kind, [header, ...lines].join('\n'))
    await feed(
      'items',
      'sku,name,unit_cost,unit_price,currency,supplier',
      rows((i) => `K${i},Item ${i},2,5,EUR,${i % 2 === 0 ? 'ACME' : 'BRAVO'}`),
    )
    await feed('lead-times', 'supplier,lead_time_days', ['ACME,5', 'BRAVO,5'])
    await feed(
      'inventory',
      'sku,location,on_hand,as_of',
      rows((i) => `K${i},SHOP,${60 + 3 * i},2026-06-01`),
    )
    await feed(
      'demand-plan',
      'date,sku,location,units,days',
      rows((i) => `2026-06-01,K${i},SHOP,450,90`),
    )
    await feed(
      'promotions',
      'promotion_id,sku,location,name,start,end,uplift',
      rows((i) => `F-${i},K${i},SHOP,Promotion ${i},2026-06-15,2026-06-21,3`),
    )
    await company.say('subscribe')
  }
  const service = startTold(template)
  service.tell(`at ${at('08:10')}`, 'post', `at ${at('08:11')}`)
  await service.said(/was 2026-06-01T08:11/)
  await service.leave()
})
afterAll(async () => {
  fresh[Symbol.dispose]()
  await rm(folder, { recursive: true, force: true })
})

/** A feed that touches every promotion: the rest of them, and with them the risks, are other ones from now on. */
const feedAll = async (file: string, salt = 0) => {
  await using company = await openCompany(Temporal.Instant.from(at('08:20')), { file })
  await company.feed('lead-times', 'supplier,lead_time_days\nACME,16\nBRAVO,16\n')
  await company.feed(
    'inventory',
    ['sku,location,on_hand,as_of', ...rows((i) => `K${i},SHOP,${((i + salt) * 29) % 240},2026-06-01`)].join('\n'),
  )
}

type Row = Readonly<Record<string, unknown>>

/** What is in the store without anybody asking: what is still to be done, what differs from a judgement anew, and what was announced. */
const stateOf = async (file: string) => {
  await using database = openDatabase(`sqlite:${file}`, { createFolder: false })
  const all = (sql: string) => database.driver.prepare(sql).all() as readonly Row[]
  const picture = openPicture(await openWorkspace(database, 'default'))
  await picture.refresh()
  const today = dayOf('2026-06-01')
  const kept = presentText({
    entries: picture.entries(),
    candidates: picture.candidates(today),
    records: picture.records(),
  })
  const risks = all('select id, identity, state, ended_at is null as present from risk order by id')
  return {
    left: [
      ...all('select promotion_id from outdated_promotion'),
      ...all('select name from outdated_input'),
      ...all('select all_risks_since from present_state where all_risks_since is not null'),
    ],
    different: differences(kept, await fresh.judge({ file, now: at('08:41'), settings: {} })),
    numbers: risks.map(({ id }) => id),
    called: risks
      .filter(({ present }) => present === 1)
      .map(({ identity }) => identity)
      .sort(),
    announced: all(
      "select channel || ' ' || kind || ' ' || entity as what, count(*) as times from outbox group by 1 order by 1",
    ),
  }
}

const copied = async () => {
  const file = join(folder, `store-${++copies}.db`)
  await copyFile(template, file)
  return file
}

/** Lets a service find the feed and die at a step; the next one goes on. Answers whether it died. */
const killedAt = async (file: string, number: number | null): Promise<boolean> => {
  await feedAll(file)
  const first = startTold(file)
  first.tell(
    `at ${at('08:30')}`,
    ...(number === null ? [] : [`die statement,write before ${number}`]),
    'post',
    `at ${at('08:31')}`,
  )
  const died = await first.said(/was 2026-06-01T08:31/).then(
    () => false,
    () => true,
  )
  if (!died) await first.leave()
  const second = startTold(file)
  second.tell(`at ${at('08:40')}`, 'post', `at ${at('08:41')}`)
  await second.said(/was 2026-06-01T08:41/)
  const { err } = await second.leave()
  expect(err).toBe('')
  return died
}

describe('a service that is killed while it judges in bulk', () => {
  it('leaves nothing undone, nothing wrong and nothing twice to the next one, wherever it is killed', async () => {
    const whole = await copied()
    await killedAt(whole, null)
    const expected = await stateOf(whole)
    expect(expected.left).toEqual([])
    expect(expected.different).toEqual([])
    expect(expected.called.length).toBeGreaterThan(30)
    let deaths = 0
    for (const number of steps) {
      const file = await copied()
      if (await killedAt(file, number)) deaths++
      else if (isFull) break
      const state = await stateOf(file)
      expect({ number, ...state, numbers: new Set(state.numbers).size }).toEqual({
        number,
        ...expected,
        numbers: state.numbers.length,
      })
      expect(state.numbers).toEqual(expected.numbers)
    }
    expect(deaths).toBeGreaterThan(1)
    if (isFull) console.log(`killed at each of ${deaths} steps`)
  })
})

describe('two services on one store', () => {
  it('leave what is judged anew after both changed it and both read it at the same time', async () => {
    const file = await copied()
    const services = [startTold(file), startTold(file)]
    for (const service of services) service.tell(`at ${at('08:30')}`, 'post')
    const rounds = isFull ? 40 : 6
    for (let round = 1; round <= rounds; round++) {
      for (const [which, service] of services.entries()) {
        const promotion = `F-${1 + ((round * 7 + which) % promotions)}`
        service.tell(
          `say #launches promo override ${promotion} uplift:${1 + ((round + which) % 5)} reason:"so"`,
          `say #launches ack R-${1 + ((round * 3 + which) % 30)}`,
          `say #launches promo edit F-${1 + ((round * 5) % promotions)} priority:${1 + which}`,
          'say #launches risks',
        )
      }
      if (round % 3 === 1) await feedAll(file, round)
    }
    for (const service of services) service.tell(`at ${at('08:40')}`, `at ${at('08:41')}`)
    await Promise.all(services.map((service) => service.said(/was 2026-06-01T08:41/)))
    for (const service of services) expect((await service.leave()).err).toBe('')
    const { left, different, numbers, announced } = await stateOf(file)
    expect({ left, different }).toEqual({ left: [], different: [] })
    expect(new Set(numbers).size).toBe(numbers.length)
    expect(announced.filter(({ times }) => Number(times) > 1)).toEqual([])
  })

  it('leave nothing undone when one of them is killed while the other brings risks up to date as well', async () => {
    for (const number of steps.slice(0, isFull ? 80 : 2)) {
      const file = await copied()
      await feedAll(file)
      const [first, second] = [startTold(file), startTold(file)]
      first.tell(`at ${at('08:30')}`, `die statement,write before ${number}`, 'post', `at ${at('08:31')}`)
      second.tell(`at ${at('08:30')}`, ...Array.from({ length: 8 }, () => 'say #launches risks'))
      await first.said(/was 2026-06-01T08:31/).catch(() => {})
      if (number % 2 === 0) await feedAll(file, number)
      second.tell('say #launches risks', `at ${at('08:40')}`)
      await second.said(/was 2026-06-01T08:40/)
      await first.kill('SIGKILL')
      expect((await second.leave()).err).toBe('')
      const { left, different, numbers } = await stateOf(file)
      expect({ number, left, different }).toEqual({ number, left: [], different: [] })
      expect(new Set(numbers).size).toBe(numbers.length)
    }
  })
})

describe('a judging thread', () => {
  const killing = async (isToDie: (nth: number) => boolean, work: () => Promise<void>) => {
    const { postMessage } = Worker.prototype
    let posted = 0
    Worker.prototype.postMessage = function (...message) {
      postMessage.apply(this, message)
      if (isToDie(++posted)) void this.terminate()
    }
    try {
      await work()
    } finally {
      Worker.prototype.postMessage = postMessage
    }
  }
  const judged = async (file: string, isToDie: (nth: number) => boolean) => {
    await using database = openDatabase(`sqlite:${file}`, { createFolder: false })
    const workspace = await openWorkspace(database, 'default')
    const { policy, timeZone } = readConfig({})
    const context = { workspace, policy, timeZone, today: dayOf('2026-06-01'), now: at('08:30') }
    const surprises: string[] = []
    using pool = openJudgingPool(workspace, { threads: 2, onSurprise: (error) => surprises.push(`${error}`) })
    const ids = rows((i) => `F-${i}`)
    let error = ''
    let same = false
    await killing(isToDie, async () => {
      try {
        same = JSON.stringify(await pool.judge(context, ids)) === JSON.stringify(await ownJudges.judge(context, ids))
      } catch (cause) {
        error = `${cause}`
      }
    })
    return { same, surprises, error }
  }

  it('that dies is told of, and another one does its work', async () => {
    const { same, surprises, error } = await judged(await copied(), (nth) => nth === 1)
    expect({ same, error }).toEqual({ same: true, error: '' })
    expect(surprises).toHaveLength(1)
    expect(surprises[0]).toContain('another takes its work')
  })

  it('that dies of its work every time is given up, and said', async () => {
    const { surprises, error } = await judged(await copied(), () => true)
    expect(error).toContain('ended before it had answered')
    expect(surprises).toHaveLength(3)
  })
})
