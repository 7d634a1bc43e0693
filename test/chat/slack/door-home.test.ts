import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { blockProblems, blockText } from '../../_helpers/slack/block-kit.ts'
import type { FakeView } from '../../_helpers/slack/fake-slack.ts'
import { eventually, type Office, openOffice, valueBehind } from '../../_helpers/slack/office.ts'
import { shortCola } from '../../_helpers/slack/stocked-store.ts'

let office: Office
beforeAll(async () => {
  office = await openOffice()
})
afterAll(async () => {
  expect(office.fake.problems).toEqual([])
  await office[Symbol.asyncDispose]()
})

const opened = async (user: string, published: number): Promise<FakeView> => {
  expect(
    (await office.hears({ event: { type: 'app_home_opened', user, channel: 'D0HOME000', tab: 'home' } })).status,
  ).toBe(200)
  return eventually(() => {
    const view = office.fake.views.get(user)
    expect(view?.publications).toBe(published)
    expect(blockProblems(view?.blocks, 'home')).toEqual([])
    return view as FakeView
  })
}

describe('the home', () => {
  it('is published when it is opened, empty at first', async () => {
    const view = await opened(office.ana.id, 1)
    expect(blockText(view.blocks).trim()).not.toBe('')
  })

  it('shows what nobody has taken, and after Acknowledge there, that it is mine', async () => {
    const { ben, fake, launches } = office
    await office.types(shortCola('Summer BOGO'))
    await office.settled()
    await office.types('/shelfready risks')
    const view = await opened(ben.id, 1)
    expect(blockText(view.blocks)).toContain('Summer BOGO')
    const answer = await office.presses({
      user_id: ben.id,
      value: valueBehind(view.blocks, 'Acknowledge'),
      view: { id: view.id, hash: view.hash },
    })
    expect(answer.status).toBe(200)
    await eventually(() => expect(office.written().acknowledgement).toBe(1))
    await eventually(() => expect(fake.views.get(ben.id)?.publications).toBe(2))
    const after = fake.views.get(ben.id)
    expect(blockProblems(after?.blocks, 'home')).toEqual([])
    expect(() => valueBehind(after?.blocks ?? [], 'Acknowledge')).toThrow()
    await office.settled()
    expect(blockText(fake.messages(launches.id)[0]?.blocks)).toContain('· Ben · R-')
  })

  it('takes a button of a client that sends an empty channel instead of none', async () => {
    const { ana, fake } = office
    const view = fake.views.get(office.ben.id) as FakeView
    const before = fake.views.get(ana.id)?.publications ?? 0
    const value = valueBehind(view.blocks, 'Help')
    const empty = { channel_id: '', channel_name: '', message_ts: '' }
    expect((await office.presses({ user_id: ana.id, value, ...empty })).status).toBe(200)
    await eventually(() => expect(fake.views.get(ana.id)?.publications).toBe(before + 1))
  })

  it('is not published anew for the tab of messages', async () => {
    const { ana, fake, hears } = office
    const before = fake.views.get(ana.id)?.publications
    await hears({ event: { type: 'app_home_opened', user: ana.id, channel: 'D0HOME000', tab: 'messages' } })
    await office.settled()
    expect(fake.views.get(ana.id)?.publications).toBe(before)
  })

  it('answers a button that is none of ours without harm', async () => {
    const { ana, fake } = office
    const view = fake.views.get(ana.id)
    const before = office.written()
    const answer = await office.presses({ value: 'none', view: { id: view?.id ?? '', hash: view?.hash ?? '' } })
    expect(answer.status).toBe(200)
    await office.settled()
    const after = office.written()
    expect({ ...after, outbox: before.outbox, request_receipt: before.request_receipt }).toEqual(before)
  })
})

describe('a channel to which the bot is added', () => {
  const joined = (channel: string) => ({
    type: 'member_joined_channel',
    user: office.fake.bot.userId,
    channel,
    channel_type: 'C',
    team: office.fake.team.id,
    inviter: office.ana.id,
  })
  const newChannel = () => office.fake.addChannel({ members: [office.fake.bot.userId, office.ana.id, office.ben.id] })

  it('is welcomed once with three buttons, however often the event comes', async () => {
    const { fake, hears } = office
    const { id } = newChannel()
    for (const turn of [0, 1, 2]) await hears({ event: joined(id) }, turn ? { 'x-slack-retry-num': `${turn}` } : {})
    await Promise.all([1, 2, 3].map(() => hears({ event: joined(id) })))
    await eventually(() => expect(fake.messages(id)).toHaveLength(1))
    await office.settled()
    const [welcome, ...more] = fake.messages(id)
    expect(more).toEqual([])
    const buttons = JSON.stringify(welcome?.blocks).match(/"type":"button"/g)
    expect(buttons).toHaveLength(3)
    expect(JSON.stringify(welcome)).not.toMatch(/<@|<!/)
  })

  it('is not welcomed when a person joins it', async () => {
    const { ben, fake, hears } = office
    const { id } = newChannel()
    await hears({ event: { ...joined(id), user: ben.id } })
    await office.settled()
    await new Promise((done) => setTimeout(done, 300))
    expect(fake.messages(id)).toEqual([])
  })

  it('gets the morning when somebody presses the first button, and the person hears so', async () => {
    const { ana, fake, hears, presses } = office
    const { id, name } = newChannel()
    await hears({ event: joined(id) })
    const [welcome] = await eventually(() => {
      expect(fake.messages(id)).toHaveLength(1)
      return fake.messages(id)
    })
    const since = fake.ephemerals.length
    const value = valueBehind(welcome?.blocks ?? [], 'Subscribe to daily digest')
    await presses({ value, channel_id: id, channel_name: name, message_ts: welcome?.ts ?? '' })
    await eventually(() =>
      expect(office.rows(`select state, minute from subscription where channel = '${id}'`)).toEqual([
        { state: 'active', minute: 480 },
      ]),
    )
    await eventually(() => expect(fake.ephemerals.slice(since)).toHaveLength(1))
    expect(fake.ephemerals[since]).toMatchObject({ user: ana.id, channel: id })
    expect(fake.ephemerals[since]?.text).toContain(`#${name}`)
  })

  it.each(['New promotion', 'Check a date'])('opens the form %s for whoever presses it', async (label) => {
    const { fake, hears, presses } = office
    const { id, name } = newChannel()
    await hears({ event: joined(id) })
    await eventually(() => expect(fake.messages(id)).toHaveLength(1))
    const [welcome] = fake.messages(id)
    const value = valueBehind(welcome?.blocks ?? [], label)
    await presses({ value, channel_id: id, channel_name: name, message_ts: welcome?.ts ?? '' })
    await eventually(() => {
      const [modal] = [...fake.modals.values()].slice(-1)
      expect(modal?.view.title).toMatchObject({ text: label })
    })
  })
})
