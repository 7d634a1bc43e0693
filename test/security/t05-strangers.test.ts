import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { registration } from '../_helpers/registered.ts'
import type { FakeUser, Fault } from '../_helpers/slack/fake-slack.ts'
import { eventually, notDone, type Office, openOffice, patience, shown, valueBehind } from '../_helpers/slack/office.ts'
import { plentyOfLemonade, shortCola } from '../_helpers/slack/stocked-store.ts'

const elsewhere = 'T0OTHER00'
const administrator = 'U0000ADA1'

let office: Office
let card: { readonly ts: string; readonly blocks: readonly unknown[] }
beforeAll(async () => {
  office = await openOffice({ env: { SHELFREADY_ADMINS: administrator }, isHurried: true })
  const { fake, launches } = office
  fake.addUser({ id: administrator, name: 'ada', display_name: 'Ada' })
  await office.types(shortCola('Summer BOGO'))
  card = await eventually(() => {
    const [first] = fake.messages(launches.id)
    if (!first) throw new Error('no card')
    return first
  })
  await office.settled()
})
afterAll(() => office[Symbol.asyncDispose]())

/** What this person alone has seen since, by whatever way. */
const seenBy = (user: FakeUser, from: number) =>
  office.fake.ephemerals.slice(from).filter((one) => one.user === user.id)
const newcomer = (told: Partial<FakeUser> = {}) => {
  const user = office.fake.addUser(told)
  office.launches.members.add(user.id)
  return user
}
const acknowledging = () => valueBehind(card.blocks, 'Acknowledge')
/** All that is kept of what people did; what is only said to somebody is not. */
const done = async () => {
  await office.settled()
  const { outbox: _, request_receipt: __, ...rest } = office.written()
  return { ...rest, posted: office.fake.messages(office.launches.id).map(({ text, edits }) => [text, edits]) }
}

const strangers: readonly (readonly [string, Partial<FakeUser>])[] = [
  ['a guest', { is_restricted: true }],
  ['a guest of one channel', { is_restricted: true, is_ultra_restricted: true }],
  ['somebody of another organisation', { is_stranger: true, team_id: elsewhere }],
  ['somebody of another organisation who is not marked as such', { team_id: elsewhere }],
  ['somebody whose account is closed', { deleted: true }],
]

describe('somebody who does not belong to the company', () => {
  it.each(strangers)('types a command and hears alone that nothing was done: %s', async (_, told) => {
    const user = newcomer(told)
    const before = await done()
    for (const words of [plentyOfLemonade('Mine'), '/promo list', '/shelfready ack P-1', '/shelfready subscribe']) {
      const answer = await office.types(words, { user_id: user.id })
      expect(answer).toMatchObject({ status: 200, json: { response_type: 'ephemeral' } })
      expect(shown(answer)).toMatch(notDone)
      expect(shown(answer)).not.toContain('Summer BOGO')
    }
    expect(await done()).toEqual(before)
  })

  it.each(strangers)('presses a button and hears alone that nothing was done: %s', async (_, told) => {
    const user = newcomer(told)
    const before = await done()
    const from = office.fake.ephemerals.length
    const answer = await office.presses({
      user_id: user.id,
      user_team_id: user.team_id,
      value: acknowledging(),
      message_ts: card.ts,
    })
    expect(answer.status).toBe(200)
    const [said] = await eventually(() => {
      const seen = seenBy(user, from)
      expect(seen).toHaveLength(1)
      return seen
    })
    expect(said?.text).toMatch(notDone)
    await office.settled()
    expect(await done()).toEqual(before)
  })

  it('mentions the bot and hears alone that nothing was done', async () => {
    const user = newcomer({ is_restricted: true })
    const before = await done()
    const from = office.fake.ephemerals.length
    const text = `<@${office.fake.bot.userId}> promo list`
    const event = { type: 'app_mention', user: user.id, channel: office.launches.id, ts: '1764093600.000200', text }
    expect((await office.hears({ event })).status).toBe(200)
    await eventually(() => expect(seenBy(user, from).map((one) => one.text)).toEqual([expect.stringMatching(notDone)]))
    expect(await done()).toEqual(before)
  })

  it('stays a stranger after a member named them', async () => {
    const { fake, ana, launches } = office
    const user = newcomer({ name: 'partner', team_id: elsewhere })
    const text = `<@${fake.bot.userId}> promo list <@${user.id}>`
    await office.hears({
      event: { type: 'app_mention', user: ana.id, channel: launches.id, ts: '1764093600.000250', text },
    })
    await eventually(() =>
      expect(fake.calls.some(({ method, args }) => method === 'users.info' && args.user === user.id)).toBe(true),
    )
    const before = await done()
    expect(shown(await office.types(plentyOfLemonade('Named'), { user_id: user.id }))).toMatch(notDone)
    expect(await done()).toEqual(before)
  })

  it('opens the home and sees no plan there', async () => {
    const user = newcomer({ is_restricted: true })
    const event = { type: 'app_home_opened', user: user.id, channel: 'D00000077', tab: 'home' }
    expect((await office.hears({ event })).status).toBe(200)
    await office.settled()
    expect(JSON.stringify(office.fake.views.get(user.id) ?? null)).not.toContain('Summer BOGO')
  })
})

describe('a request of another workspace', () => {
  it('is answered to its sender alone that nothing was done', async () => {
    const before = await done()
    for (const words of [plentyOfLemonade('Theirs'), '/promo list']) {
      const answer = await office.types(words, { team_id: elsewhere, user_id: 'U0THEIRS0' })
      expect(answer).toMatchObject({ status: 200, json: { response_type: 'ephemeral' } })
      expect(shown(answer)).toMatch(notDone)
      expect(shown(answer)).not.toContain('Summer BOGO')
    }
    expect(await done()).toEqual(before)
  })

  it('does nothing when it is an event', async () => {
    const before = await done()
    const text = `<@${office.fake.bot.userId}> ${plentyOfLemonade('Theirs').slice(1)}`
    const event = {
      ...{ type: 'app_mention', user: 'U0THEIRS0', team: elsewhere, channel: office.launches.id },
      ...{ ts: '1764093600.000300', text },
    }
    expect((await office.hears({ event, team_id: elsewhere })).status).toBe(200)
    await office.settled()
    expect(await done()).toEqual(before)
  })
})

describe('somebody about whom Slack says nothing', () => {
  const faults: readonly (readonly [string, Fault])[] = [
    ['fails', { kind: 'status', status: 500, commits: false }],
    ['asks us to wait', { kind: 'rate-limited', retryAfter: 30 }],
    ['is silent', { kind: 'silence', commits: false }],
    ['answers with a page', { kind: 'html', commits: false }],
    ['breaks off', { kind: 'half-body', commits: false }],
  ]
  const unknown = (fault: Fault) => {
    const user = newcomer()
    let isFailing = true
    office.fake.script({
      method: 'users.info',
      when: (args) => isFailing && args.user === user.id,
      times: 100,
      fault,
    })
    return { user, mend: () => (isFailing = false) }
  }

  it.each(faults)(
    'hears in time that nothing was done when Slack %s, and is served afterwards',
    async (name, fault) => {
      const { user, mend } = unknown(fault)
      const before = await done()
      const answer = await office.types(plentyOfLemonade(`Slack ${name}`), { user_id: user.id })
      expect(answer).toMatchObject({ status: 200, json: { response_type: 'ephemeral' } })
      expect(shown(answer)).toMatch(notDone)
      expect(answer.milliseconds).toBeLessThan(patience)
      expect(await done()).toEqual(before)
      mend()
      expect(shown(await office.types('/promo list', { user_id: user.id }))).toContain('Summer BOGO')
    },
  )

  it.each(faults)('presses a button, and nothing is done when Slack %s', async (_, fault) => {
    const { user } = unknown(fault)
    const before = await done()
    const from = office.fake.ephemerals.length
    const answer = await office.presses({ user_id: user.id, value: acknowledging(), message_ts: card.ts })
    expect(answer.milliseconds).toBeLessThan(patience)
    await eventually(() => expect(seenBy(user, from)).toHaveLength(1))
    expect(seenBy(user, from)[0]?.text).toMatch(notDone)
    expect(await done()).toEqual(before)
  })

  it('is whom the signed request names where Slack does not find them, if it comes from our own workspace', async () => {
    const user = newcomer()
    office.fake.script({
      method: 'users.info',
      times: 2,
      when: (args) => args.user === user.id,
      fault: { kind: 'not-ok', error: 'user_not_found', commits: false },
    })
    const before = await done()
    const untold = await office.types(plentyOfLemonade('Unfound'), { user_id: user.id, team_id: '' })
    expect(shown(untold)).toMatch(notDone)
    expect(await done()).toEqual(before)
    expect(shown(await office.types('/promo list', { user_id: user.id }))).toContain('running or coming up')
  })

  it('is no member where Slack says that they are not to be seen', async () => {
    const error = 'user_not_visible'
    const user = newcomer()
    office.fake.script({
      method: 'users.info',
      when: (args) => args.user === user.id,
      fault: { kind: 'not-ok', error, commits: false },
    })
    const before = await done()
    const answer = await office.types(plentyOfLemonade(`As ${error}`), { user_id: user.id })
    expect(shown(answer)).toMatch(notDone)
    expect(await done()).toEqual(before)
  })

  it('is served all the same when it may not say anything', async () => {
    const user = newcomer({ name: 'cleo' })
    office.fake.removeScope('users:read')
    const answer = await office.types('/promo list', { user_id: user.id, user_name: 'cleo' })
    office.fake.addScope('users:read')
    expect(shown(answer)).toContain('Summer BOGO')
  })
})

describe('a channel that is shared with another organisation', () => {
  const shared = () => {
    const { fake, ana, ben } = office
    return fake.addChannel({ is_ext_shared: true, members: [fake.bot.userId, ana.id, ben.id, administrator] })
  }
  const where = ({ id, name }: { readonly id: string; readonly name: string }) => ({
    channel_id: id,
    channel_name: name,
  })
  const told = () => {
    const { fake } = office
    const direct = fake.channels.values().find((channel) => channel.is_im && channel.user === administrator)
    return direct ? fake.messages(direct.id).map(({ text, blocks }) => `${text} ${JSON.stringify(blocks)}`) : []
  }

  it('is subscribed by an administrator only', async () => {
    const channel = shared()
    const refused = await office.types('/shelfready subscribe', where(channel))
    expect(refused.json).toMatchObject({ response_type: 'ephemeral', text: expect.stringContaining('shared') })
    expect(shown(refused)).toMatch(notDone)
    const ours = `select channel from subscription where channel = '${channel.id}'`
    expect(office.rows(ours)).toEqual([])
    const allowed = await office.types('/shelfready subscribe', { ...where(channel), user_id: administrator })
    expect(allowed).toMatchObject({ status: 200, json: { response_type: 'ephemeral' } })
    expect(office.rows(ours)).toHaveLength(1)
  })

  it('reads no promotion that no administrator allowed; the person is answered and the administrators are told', async () => {
    const channel = shared()
    const answer = await office.types(plentyOfLemonade('Shared lemonade'), where(channel))
    expect(answer).toMatchObject({ status: 200, json: { response_type: 'ephemeral' } })
    expect(shown(answer)).toMatch(registration('Shared lemonade'))
    await eventually(() => expect(told().join('\n')).toContain(channel.name))
    await office.settled()
    expect(office.fake.messages(channel.id)).toEqual([])
  })

  it('reads promotions once an administrator allowed it', async () => {
    const channel = shared()
    await office.types('/shelfready subscribe', { ...where(channel), user_id: administrator })
    await office.types(plentyOfLemonade('Allowed lemonade'), where(channel))
    await eventually(() => expect(office.fake.messages(channel.id)).toHaveLength(1))
    expect(office.fake.messages(channel.id)[0]?.text).toContain('Allowed lemonade')
  })

  it.each([true, false])(
    'reads nothing more when it was shared after it was subscribed, told of by an event: %s',
    async (isTold) => {
      const channel = shared()
      channel.is_ext_shared = false
      await office.types('/shelfready subscribe', where(channel))
      channel.is_ext_shared = true
      if (isTold) {
        const event = { type: 'channel_shared', connected_team_id: elsewhere, channel: channel.id }
        expect((await office.hears({ event })).status).toBe(200)
      }
      await office.types(plentyOfLemonade(`Late lemonade ${isTold}`))
      await eventually(() => expect(told().join('\n')).toContain(channel.name))
      await office.settled()
      expect(office.fake.messages(channel.id)).toEqual([])
    },
  )
})
