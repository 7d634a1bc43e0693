import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { FakeModal } from '../_helpers/slack/fake-modals.ts'
import { viewSubmission } from '../_helpers/slack/modal-request.ts'
import { eventually, type Office, openOffice } from '../_helpers/slack/office.ts'
import { secret } from '../_helpers/slack/running-bot.ts'
import { signedRequest } from '../_helpers/slack/signed-request.ts'
import { inDays } from '../_helpers/slack/stocked-store.ts'
import { dialogOf } from '../_helpers/teams/reading.ts'
import { openTeamsOffice, type TeamsOffice } from '../_helpers/teams/teams-office.ts'

const days = { from: inDays(30), to: inDays(33) }

describe('a new promotion from a direct message of Slack', () => {
  let office: Office
  beforeAll(async () => {
    office = await openOffice()
    await office.types('/shelfready subscribe')
    await office.settled()
  })
  afterAll(() => office[Symbol.asyncDispose]())

  const opens = async (): Promise<FakeModal> => {
    const known = office.fake.modals.size
    const direct = office.direct(office.ana)
    await office.types('/promo add', { channel_id: direct.id, channel_name: 'directmessage' })
    return eventually(() => {
      const modal = [...office.fake.modals.values()].at(-1)
      expect(office.fake.modals.size).toBeGreaterThan(known)
      expect(modal?.history).toHaveLength(1)
      return modal as FakeModal
    })
  }
  const sends = (modal: FakeModal, values: Readonly<Record<string, string>>) =>
    signedRequest({ url: office.bot.url, secret, body: viewSubmission(modal, values, office.ana) })

  it('asks for the channel it is announced in, and posts its card there', async () => {
    const modal = await opens()
    const blocks = modal.view.blocks as readonly { readonly block_id?: string; readonly element?: object }[]
    expect(blocks.find(({ block_id }) => block_id === 'channel')?.element).toMatchObject({
      type: 'conversations_select',
      initial_conversation: office.launches.id,
    })
    const before = office.fake.messages(office.launches.id).length
    const sent = await sends(modal, { name: 'From home', sku: 'SKU-110', at: 'EAST', ...days, units: '50' })
    expect(sent.json).toMatchObject({ response_action: 'update' })
    expect(sent.text).toContain('From home')
    await office.settled()
    expect(office.fake.messages(office.launches.id)).toHaveLength(before + 1)
  })

  it('says at the field that the bot is not in a channel, and saves nothing', async () => {
    const elsewhere = office.fake.addChannel({ id: 'C0ELSEWHR', name: 'elsewhere', members: [office.ana.id] })
    const values = { name: 'Nowhere', sku: 'SKU-110', at: 'EAST', ...days, units: '50', channel: elsewhere.id }
    const sent = await sends(await opens(), values)
    expect(sent.json).toMatchObject({
      response_action: 'errors',
      errors: { channel: expect.stringContaining('invite') },
    })
    expect(office.rows(`select * from promotion_line where name = 'Nowhere'`)).toEqual([])
  })

  it('that is there already asks whether it is another one, in the same window', async () => {
    const values = { name: 'From home', sku: 'SKU-110', at: 'EAST', ...days, units: '50' }
    const asked = await sends(await opens(), values)
    expect(asked.json).toMatchObject({ response_action: 'update' })
    expect(asked.text).toContain('Is this another promotion?')
    expect(asked.text).toMatch(/already registered as P-\d+/)
    expect(office.rows(`select distinct promotion_id from promotion_line where name = 'From home'`)).toHaveLength(1)
  })
})

describe('a new promotion from a personal chat of Teams', () => {
  let office: TeamsOffice
  beforeAll(async () => {
    office = await openTeamsOffice()
  })
  afterAll(() => office[Symbol.asyncDispose]())

  it('offers the channels that the person is in, and posts its card in the one that is chosen', async () => {
    const where = office.teams.addChannel({ name: 'Launches' })
    await office.says(office.ana, where, 'shelfready subscribe')
    await office.settled()
    await office.installs(office.ana, office.ana)
    const welcome = await office.message(office.teams.personalChat(office.ana), 'whether')
    const form = await office.opens(office.ana, welcome, 'New promotion')
    expect(form.problems).toEqual([])
    expect(form.values.channel).toBe(where.id)
    const typed = { name: 'From chat', sku: 'SKU-110', at: 'EAST', ...days, units: '50' }
    const done = dialogOf(await office.submits(office.ana, welcome, form.filled(typed)))
    expect(done.words).toContain('From chat')
    await office.settled()
    expect(office.saying(where, 'From chat').length).toBeGreaterThan(0)
    const forged = dialogOf(
      await office.submits(office.ana, welcome, {
        ...form.filled({ ...typed, name: 'Forged' }),
        channel: '19:nobody@thread.tacv2',
      }),
    )
    expect(forged.words).toContain('You are not in that channel')
    expect(office.rows(`select * from promotion_line where name = 'Forged'`)).toEqual([])
  })
})
