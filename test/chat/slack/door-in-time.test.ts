import Sqlite from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { registration } from '../../_helpers/registered.ts'
import { type Fault, openFakeSlack } from '../../_helpers/slack/fake-slack.ts'
import { eventually, notDone, type Office, openOffice, patience, shown } from '../../_helpers/slack/office.ts'
import { startBot } from '../../_helpers/slack/running-bot.ts'
import type { SignedAnswer } from '../../_helpers/slack/signed-request.ts'
import { plentyOfLemonade, shortCola, stockedStore } from '../../_helpers/slack/stocked-store.ts'

/** Expects an answer that arrived before Slack gave up, or not much later where the machine takes long for `usual` answers. */
const inTime = (answer: SignedAnswer, usual = 0): SignedAnswer => {
  expect(answer.status).toBe(200)
  expect(answer.milliseconds).toBeLessThan(patience + 3 * usual)
  return answer
}

/** Measures what the slowest of five answers takes that nothing delays, in milliseconds. */
const usually = async (office: Pick<Office, 'types'>): Promise<number> => {
  await office.types('/promo list')
  const answers = await Promise.all(Array.from({ length: 5 }, () => office.types('/promo list')))
  return Math.max(...answers.map(({ milliseconds }) => milliseconds))
}

const wait = (milliseconds: number) => new Promise((done) => setTimeout(done, milliseconds))

describe.concurrent('a store that another process holds', () => {
  /** Holds the store for writing as long as asked for. */
  const hold = async (file: string, milliseconds: number): Promise<void> => {
    const other = new Sqlite(file)
    other.exec('begin immediate')
    await wait(milliseconds)
    other.exec('rollback')
    other.close()
  }
  /** All that Ana was told, at once or later, one text each. */
  const toldAna = ({ fake, direct, ana }: Office, ...answers: readonly SignedAnswer[]): readonly string[] => [
    ...answers.map(({ json }) => `${(json as { readonly text: string }).text}`),
    ...fake.ephemerals.filter(({ user }) => user === ana.id).map(({ text }) => text),
    ...fake.messages(direct(ana).id).map(({ text }) => text),
  ]
  const kept = ({ rows }: Office): readonly string[] =>
    rows<{ name: string }>('select name from promotion_line').map(({ name }) => name)

  it('for six seconds delays a registration, but not the answer, and what is done is told', async () => {
    await using office = await openOffice({ isHurried: true })
    const usual = await usually(office)
    const held = hold(office.file, 6000)
    await wait(100)
    const answer = inTime(await office.types(shortCola('Patience')), usual)
    expect(answer.json).toMatchObject({ response_type: 'ephemeral' })
    await held
    const said = await eventually(() => {
      const told = toldAna(office, answer)
      expect(told.some((text) => notDone.test(text) || registration(undefined, 'P-1').test(text))).toBe(true)
      return told
    })
    await wait(1500)
    await office.settled()
    const isDone = said.some((text) => registration(undefined, 'P-1').test(text))
    expect(kept(office)).toEqual(isDone ? ['Patience'] : [])
    expect(office.fake.messages(office.launches.id)).toHaveLength(isDone ? 1 : 0)
    expect(said.join()).not.toContain(office.file)
  })

  it('does not delay what only reads', async () => {
    await using office = await openOffice({ isHurried: true })
    await office.types(shortCola('Before'))
    await office.settled()
    const usual = await usually(office)
    const held = hold(office.file, 4000)
    await wait(100)
    for (const words of ['/promo list', '/promo check P-1', '/stock SKU-100', '/shelfready help'])
      expect(shown(inTime(await office.types(words), usual))).not.toMatch(/busy|working on it/i)
    await held
  })

  it('for six seconds delays five commands and a press together, but none of the answers', async () => {
    await using office = await openOffice({ isHurried: true })
    await office.types(shortCola('Card'))
    await office.settled()
    const usual = await usually(office)
    const [card] = office.fake.messages(office.launches.id)
    const held = hold(office.file, 6000)
    await wait(100)
    const names = ['One', 'Two', 'Three', 'Four', 'Five']
    const [press, ...answers] = await Promise.all([
      office.presses({ value: '1.acknowledge.0.P-1', message_ts: card?.ts ?? '', user_id: office.ben.id }),
      ...names.map((name) => office.types(plentyOfLemonade(name))),
    ])
    for (const answer of [press, ...answers]) inTime(answer, usual)
    await held
    const promisedIn = (told: readonly string[]) =>
      names.filter((name) => told.some((text) => registration(name).test(text)))
    await eventually(() => {
      const told = toldAna(office, ...answers)
      expect(promisedIn(told).length + told.filter((text) => notDone.test(text)).length).toBe(names.length)
    })
    await wait(1500)
    await office.settled()
    const promised = promisedIn(toldAna(office, ...answers))
    expect(kept(office).toSorted()).toEqual(['Card', ...promised].toSorted())
    const cards = office.fake.messages(office.launches.id).map(({ text }) => text.split(' ')[0])
    for (const name of promised) expect(cards.filter((one) => one === name)).toHaveLength(1)
    const acted = office.fake.ephemerals.filter(({ user }) => user === office.ben.id).map(({ text }) => text)
    expect(office.written().acknowledgement === 1 || notDone.test(acted.join())).toBe(true)
  })
})

describe.concurrent('the Web API of Slack', () => {
  const bad: readonly (readonly [string, Fault])[] = [
    ['is silent', { kind: 'silence', commits: false }],
    ['answers 500', { kind: 'status', status: 500, commits: false }],
    ['asks us to wait', { kind: 'rate-limited', retryAfter: 60 }],
    ['answers a byte a second', { kind: 'drip', commits: false }],
  ]

  it.each(bad)('delays no answer to somebody known when it %s', async (_, fault) => {
    await using office = await openOffice({ isHurried: true })
    const { fake } = office
    const usual = await usually(office)
    let isBad = true
    fake.script({ when: () => isBad, times: 10_000, fault })
    fake.script({ method: 'response_url', when: () => isBad, times: 10_000, fault })
    const answers = await Promise.all(
      [shortCola('Cut off'), '/promo list', '/shelfready risks', '/stock SKU-100', '/shelfready subscribe'].map(
        (words) => office.types(words),
      ),
    )
    for (const answer of answers) inTime(answer, usual)
    expect(shown(answers[0] as SignedAnswer)).toMatch(registration('Cut off', 'P-1'))
    expect(office.rows('select name from promotion_line')).toEqual([{ name: 'Cut off' }])
    inTime(await office.presses({ value: '1.acknowledge.0.P-1', message_ts: '1764093600.000100' }), usual)
    inTime(await office.presses({ value: 'none of ours', message_ts: '1764093600.000100' }), usual)
    const text = `<@${fake.bot.userId}> promo list`
    const event = {
      type: 'app_mention',
      user: office.ana.id,
      channel: office.launches.id,
      ts: '1764093600.000200',
      text,
    }
    inTime(await office.hears({ event }), usual)
    inTime(
      await office.hears({ event: { type: 'app_home_opened', user: office.ana.id, channel: 'D1', tab: 'home' } }),
      usual,
    )
    await eventually(() => expect(office.written().acknowledgement).toBe(1))
    isBad = false
  })

  it('may be silent when the bot starts: everybody hears in time that nothing was done, until it speaks', async () => {
    await using store = await stockedStore()
    await using fake = await openFakeSlack()
    fake.addUser({ id: 'U0000ANA1', name: 'ana' })
    fake.addChannel({ id: 'C0LAUNCH1', members: [fake.bot.userId, 'U0000ANA1'] })
    let isSilent = true
    fake.script({ when: () => isSilent, times: 10_000, fault: { kind: 'silence', commits: false } })
    await using bot = await startBot(fake, store.file, { isHurried: true })
    const told = { user_id: 'U0000ANA1', channel_id: 'C0LAUNCH1' }
    const answers = await Promise.all(
      [0, 600, 1200, 1800, 2400].map(async (after) => {
        await wait(after)
        return bot.command(plentyOfLemonade(`Early ${after}`), told)
      }),
    )
    isSilent = false
    for (const answer of answers) expect(shown(inTime(answer))).toMatch(notDone)
    await wait(7000)
    expect(await store.rows('select name from promotion_line')).toEqual([])
    expect(shown(inTime(await bot.command(plentyOfLemonade('Later'), told)))).toMatch(registration('Later', 'P-1'))
  })

  it('loses no card while it answers 500: it is posted once when that is over', async () => {
    await using office = await openOffice({ isHurried: true })
    const { fake, launches } = office
    const usual = await usually(office)
    let isBad = true
    fake.script({ when: () => isBad, times: 10_000, fault: { kind: 'status', status: 500, commits: false } })
    inTime(await office.types(shortCola('Later')), usual)
    await eventually(() => expect(fake.calls.some(({ method }) => method === 'chat.postMessage')).toBe(true))
    isBad = false
    await eventually(() => expect(fake.messages(launches.id)).toHaveLength(1))
    await office.settled()
    expect(fake.messages(launches.id)).toHaveLength(1)
  })
})
