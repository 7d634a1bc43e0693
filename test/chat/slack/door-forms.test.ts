import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { announceFromMessage } from '../../../src/chat/slack/manifest.ts'
import { registeredId, registration } from '../../_helpers/registered.ts'
import { blockText } from '../../_helpers/slack/block-kit-text.ts'
import type { FakeModal } from '../../_helpers/slack/fake-modals.ts'
import { messageShortcut, modalChoice, viewSubmission } from '../../_helpers/slack/modal-request.ts'
import { eventually, type Office, openOffice, shown, valueBehind } from '../../_helpers/slack/office.ts'
import { secret } from '../../_helpers/slack/running-bot.ts'
import { signedRequest } from '../../_helpers/slack/signed-request.ts'

let office: Office

beforeAll(async () => {
  office = await openOffice()
})

afterAll(() => office[Symbol.asyncDispose]())

/** Waits until a form stands where one moment stood. */
const opened = (known: number): Promise<FakeModal> =>
  eventually(() => {
    const modal = [...office.fake.modals.values()].at(-1)
    expect(office.fake.modals.size).toBeGreaterThan(known)
    expect(modal?.history).toHaveLength(1)
    return modal as FakeModal
  })

const opens = async (act: () => Promise<unknown>): Promise<FakeModal> => {
  const known = office.fake.modals.size
  await act()
  return opened(known)
}

const sends = (modal: FakeModal, values: Readonly<Record<string, string>>, user = office.ana) =>
  signedRequest({ url: office.bot.url, secret, body: viewSubmission(modal, values, user), headers: {} })

/** Chooses in a modal, and waits until it is drawn for that. */
const chooses = async (modal: FakeModal, values: Readonly<Record<string, string>>): Promise<FakeModal> => {
  const body = modalChoice(modal, values, office.ana)
  const answered = await signedRequest({ url: office.bot.url, secret, body, headers: {} })
  expect([answered.status, answered.text]).toEqual([200, ''])
  return eventually(() => {
    const now = office.fake.modals.get(modal.id) as FakeModal
    expect(now.history.length).toBe(modal.history.length + 1)
    return now
  })
}

const titleOf = ({ view }: FakeModal) => (view.title as { readonly text: string }).text

const fieldOf = ({ view }: FakeModal, name: string) =>
  (view.blocks as readonly { readonly block_id?: string; readonly element?: Record<string, unknown> }[]).find(
    (block) => block.block_id === name,
  )?.element

const promotions = () => office.rows<{ name: string }>('select distinct name from promotion_line order by name')

const cola = { sku: 'SKU-100', at: 'EAST', from: '2099-07-06', to: '2099-07-12' }

describe('the form of a promotion', () => {
  it('opens at once and is filled afterwards, when nothing is said but the command', async () => {
    const modal = await opens(() => office.types('/promo add'))
    expect(JSON.stringify(modal.history[0])).toContain('One moment')
    expect(titleOf(modal)).toBe('New promotion')
    expect(fieldOf(modal, 'name')).toMatchObject({ type: 'plain_text_input' })
  })

  it('says what is wrong by field, writes nothing, and registers when it is mended', async () => {
    const modal = await opens(() => office.types('/promo add'))
    const before = office.written()
    const far = { from: '2026-07-12', to: '2026-07-06' }
    const wrong = await sends(modal, { name: 'By form', sku: 'SKU-999', at: 'EAST', ...far, uplift: 'lots' })
    expect(wrong.json).toMatchObject({ response_action: 'errors' })
    expect(Object.keys((wrong.json as { errors: object }).errors).toSorted()).toEqual(['sku', 'to', 'uplift'])
    const second = await sends(modal, { name: 'By form', sku: 'SKU-999', at: 'EAST', ...far, uplift: '+60%' })
    expect(Object.keys((second.json as { errors: object }).errors).toSorted()).toEqual(['sku', 'to'])
    expect(office.written()).toEqual(before)
    const cards = office.fake.messages(office.launches.id).length
    const since = office.fake.ephemerals.length
    const nextYear = new Date().getUTCFullYear() + 1
    const days = { from: `${nextYear}-07-06`, to: `${nextYear}-07-12` }
    const done = await sends(modal, { name: 'By form', sku: 'SKU-100', at: 'EAST', ...days, uplift: '+60%' })
    expect([done.status, done.text]).toEqual([200, ''])
    await office.settled()
    expect(promotions()).toContainEqual({ name: 'By form' })
    expect(office.fake.messages(office.launches.id)).toHaveLength(cards + 1)
    const [answer] = office.fake.ephemerals.slice(since)
    expect(answer).toMatchObject({ user: office.ana.id, channel: office.launches.id })
    expect(blockText(answer?.blocks)).toMatch(registration('By form'))
  })

  it('that is sent twice registers once', async () => {
    const modal = await opens(() => office.types('/promo add'))
    const nextYear = new Date().getUTCFullYear() + 1
    const values = { name: 'Only once', ...cola, from: `${nextYear}-08-03`, to: `${nextYear}-08-09`, uplift: '+20%' }
    await Promise.all([sends(modal, values), sends(modal, values), sends(modal, values)])
    await office.settled()
    expect(office.rows(`select distinct promotion_id from promotion_line where name = 'Only once'`)).toHaveLength(1)
  })

  it('is filled with what a message says of it', async () => {
    const body = messageShortcut({
      callback_id: announceFromMessage,
      user: { id: office.ana.id, name: 'ana' },
      channel: { id: office.launches.id, name: 'launches' },
      text: 'Could we do "Fizzy Friday" with SKU-100 in EAST, 6-12 Jul, 20% off, about +60%?',
    })
    const modal = await opens(() => signedRequest({ url: office.bot.url, secret, body, headers: {} }))
    expect(fieldOf(modal, 'name')).toMatchObject({ initial_value: 'Fizzy Friday' })
    expect(fieldOf(modal, 'sku')).toMatchObject({ initial_options: [{ value: 'SKU-100' }] })
    expect(fieldOf(modal, 'at')).toMatchObject({ initial_options: [{ value: 'EAST' }] })
    expect(fieldOf(modal, 'from')?.initial_date).toMatch(/-07-06$/)
    expect(fieldOf(modal, 'uplift')).toMatchObject({ initial_value: '+60%' })
    expect(fieldOf(modal, 'discount')).toMatchObject({ initial_value: '20%' })
  })

  it('changes only what was touched, and nothing when someone else was there meanwhile', async () => {
    const nextYear = new Date().getUTCFullYear() + 1
    const said = shown(
      await office.types(
        `/promo add "To change" sku:SKU-100 at:EAST dates:"1-7 Sep ${nextYear}" uplift:+60% type:bogo`,
      ),
    )
    const id = registeredId(said) as string
    const other = await opens(() => office.types(`/promo edit ${id}`))
    const modal = await opens(() => office.types(`/promo edit ${id}`))
    expect(titleOf(modal)).toBe(`Change ${id}`)
    expect(fieldOf(modal, 'type')).toMatchObject({ initial_value: 'bogo' })
    expect((await sends(modal, { to: `${nextYear}-09-10` })).text).toBe('')
    await office.settled()
    const rows = office.rows<Record<string, unknown>>(
      `select end_on, uplift, type from promotion_line where promotion_id = '${id}' order by batch_id desc limit 1`,
    )
    expect(rows).toEqual([{ end_on: `${nextYear}-09-10`, uplift: 1.6, type: 'bogo' }])
    const late = await sends(other, { to: `${nextYear}-09-12` })
    expect(JSON.stringify(late.json)).toContain('changed since you opened the form')
    const emptied = await opens(() => office.types(`/promo edit ${id}`))
    expect(JSON.stringify((await sends(emptied, { type: '' })).json)).toContain('cannot be left empty')
  })

  it('by a guest opens nothing but a refusal, and registers nothing', async () => {
    const guest = office.fake.addUser({ name: 'guest', is_restricted: true })
    const modal = await opens(() => office.types('/promo add', { user_id: guest.id }))
    const before = office.written()
    const nextYear = new Date().getUTCFullYear() + 1
    await sends(modal, { name: 'No', ...cola, from: `${nextYear}-10-05`, to: `${nextYear}-10-11` }, guest)
    await office.settled()
    expect(office.written().promotion_line).toBe(before.promotion_line)
  })
})

describe('a form about a risk', () => {
  it('settles it with its reason, which the card and its thread say', async () => {
    const nextYear = new Date().getUTCFullYear() + 1
    await office.types(`/promo add "Too much" sku:SKU-100 at:EAST dates:"2-8 Nov ${nextYear}" units:90000`)
    await office.settled()
    const card = await eventually(() => {
      const found = office.fake
        .messages(office.launches.id)
        .find(({ blocks }) => blockText(blocks).includes('Too much'))
      expect(found).toBeDefined()
      return found
    })
    const pressed = await office.types('/shelfready risks')
    const value = valueBehind((pressed.json as { blocks: readonly unknown[] }).blocks, 'More...')
    const modal = await opens(() => office.presses({ selected: value, message_ts: card?.ts ?? '' }))
    expect(titleOf(modal)).toMatch(/^More on R-\d+$/)
    expect(fieldOf(modal, 'to')).toBeDefined()
    const chosen = await chooses(modal, { what: 'resolve' })
    expect(fieldOf(chosen, 'to')).toBeUndefined()
    const missing = await sends(chosen, { what: 'resolve' })
    expect(missing.json).toMatchObject({ response_action: 'errors', errors: { reason: expect.any(String) } })
    expect((await sends(chosen, { what: 'resolve', reason: 'PO-91 is placed' })).text).toBe('')
    await office.settled()
    const [risk] = office.rows<{ state: string; reason: string }>(
      `select state, reason from risk where reason is not null`,
    )
    expect(risk).toEqual({ state: 'resolved', reason: 'PO-91 is placed' })
  })
})

describe('the form of settings', () => {
  it('sets the digest of the channel and what a person chose, and leaves the rest', async () => {
    const said = await office.types('/shelfready settings')
    const value = valueBehind((said.json as { blocks: readonly unknown[] }).blocks, 'Change...')
    const modal = await opens(() => office.presses({ value }))
    const wrong = await sends(modal, { at: 'noon', zone: 'Mars' })
    expect(Object.keys((wrong.json as { errors: object }).errors).toSorted()).toEqual(['at', 'zone'])
    expect((await sends(modal, { at: '07:30', days: 'daily', zone: 'Europe/Berlin', locale: 'de' })).text).toBe('')
    await office.settled()
    expect(
      office.rows(`select minute, days, time_zone from subscription where channel = '${office.launches.id}'`),
    ).toEqual([{ minute: 450, days: 127, time_zone: 'Europe/Berlin' }])
    expect(office.rows(`select locale from person where id = '${office.ana.id}'`)).toEqual([{ locale: 'de' }])
  })
})

describe('everything that was shown', () => {
  it('was within what Slack takes', () => {
    expect(office.fake.problems).toEqual([])
  })
})
