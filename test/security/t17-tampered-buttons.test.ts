import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { blockText } from '../_helpers/slack/block-kit.ts'
import { eventually, notDone, type Office, openOffice, patience, valueBehind } from '../_helpers/slack/office.ts'
import { secret } from '../_helpers/slack/running-bot.ts'
import { blockActionPayload, signedRequest } from '../_helpers/slack/signed-request.ts'
import { shortCola } from '../_helpers/slack/stocked-store.ts'

let office: Office
let ts: string
let good: string
beforeAll(async () => {
  office = await openOffice()
  await office.types(shortCola('Summer BOGO'))
  const card = await eventually(() => {
    const [first] = office.fake.messages(office.launches.id)
    if (!first) throw new Error('no card')
    return first
  })
  await office.settled()
  ts = card.ts
  good = valueBehind(card.blocks, 'Acknowledge')
})
afterAll(() => office[Symbol.asyncDispose]())

const done = () => {
  const { outbox: _, request_receipt: __, ...rest } = office.written()
  return { ...rest, posted: office.fake.messages(office.launches.id) }
}

/** Replaces one part of a value that was posted: its version, deed, revision or id. */
const part = (place: number, by: string) => good.split('.').with(place, by).join('.')

const tampered: readonly (readonly [string, () => string])[] = [
  ['another version', () => part(0, '2')],
  ['no version', () => part(0, '')],
  ['a deed that is none', () => part(1, 'explode')],
  ['a deed in other letters', () => part(1, 'ACKNOWLEDGE')],
  ['a deed named as a prototype is', () => part(1, '__proto__')],
  ['a deed named as what every object has', () => part(1, 'constructor')],
  ['the deed of every object', () => part(1, 'toString')],
  ['a negative revision', () => part(2, '-1')],
  ['a huge revision', () => part(2, '99999999999999999999')],
  ['a revision of the future', () => part(2, '7')],
  ['half a revision', () => part(2, '0x1')],
  ['a revision that is no number', () => part(2, 'NaN')],
  ['no id', () => part(3, '')],
  ['the id of nothing', () => part(3, 'R-999')],
  ['the id of no promotion', () => part(3, 'P-999')],
  ['an id named as a prototype is', () => part(3, '__proto__')],
  ['an id named as what every object has', () => part(3, 'constructor')],
  ['an id that is a command', () => part(3, 'P-1 all:yes; shelfready subscribe')],
  ['an id with SQL in it', () => part(3, "P-1'; drop table promotion_line --")],
  ['an id that calls everybody', () => part(3, '<!channel> <@U0000BEN1>')],
  ['more parts', () => `.${good}`],
  ['JSON', () => '{"does":"acknowledge","id":"P-1","revision":0}'],
  ['nothing', () => ''],
  ['three thousand characters', () => 'x'.repeat(3000)],
  ['an id of three thousand characters', () => part(3, 'P'.repeat(3000))],
]

describe('a button whose value was tampered with', () => {
  it.each(tampered)('does nothing and says so to who pressed it: %s', async (_, value) => {
    const before = done()
    const from = office.fake.ephemerals.length
    const answer = await office.presses({ value: value(), message_ts: ts })
    expect(answer.status).toBe(200)
    expect(answer.milliseconds).toBeLessThan(patience)
    await eventually(() => expect(office.fake.ephemerals.length).toBe(from + 1))
    expect(office.fake.ephemerals[from]).toMatchObject({ user: office.ana.id, channel: office.launches.id })
    expect(office.fake.ephemerals[from]?.text).toMatch(notDone)
    expect(done()).toEqual(before)
    expect(office.fake.problems).toEqual([])
  })

  it.each(tampered)('does nothing in a menu either: %s', async (_, value) => {
    const before = done()
    const from = office.fake.ephemerals.length
    await office.presses({ selected: value(), message_ts: ts })
    await eventually(() => expect(office.fake.ephemerals.length).toBe(from + 1))
    expect(done()).toEqual(before)
  })
})

describe('an element that is none of ours', () => {
  it.each<[string, Parameters<Office['presses']>[0]]>([
    ['an action of another name', { action_id: 'drop-table', value: 'x' }],
    ['an action without a name', { action_id: '', value: 'x' }],
    ['an action named as a prototype is', { action_id: '__proto__', value: '__proto__' }],
  ])('does nothing: %s', async (_, told) => {
    const before = done()
    expect((await office.presses({ ...told, message_ts: ts })).status).toBe(200)
    await office.settled()
    expect(done()).toEqual(before)
  })

  it.each<[string, (value: string) => object]>([
    ['a list to choose from', (value) => ({ type: 'static_select', selected_option: { value } })],
    ['a date', () => ({ type: 'datepicker', selected_date: '2026-01-01' })],
    ['a field to type in', (value) => ({ type: 'plain_text_input', value })],
    ['a box to tick', (value) => ({ type: 'checkboxes', selected_options: [{ value }] })],
    ['a button whose value is an object', (value) => ({ type: 'button', value: { value } })],
    ['a button whose value is a list', (value) => ({ type: 'button', value: [value] })],
    ['a button whose value is a number', () => ({ type: 'button', value: 1 })],
    ['a button without a value', () => ({ type: 'button' })],
    ['a menu with nothing chosen', () => ({ type: 'overflow', selected_option: null })],
    ['something without a type', (value) => ({ value })],
  ])('does nothing where it is another type: %s', async (_, element) => {
    const before = done()
    const actions = [{ action_id: 'acknowledge-0', block_id: 'b', action_ts: '1', ...element(good) }]
    const payload = { ...blockActionPayload({ message_ts: ts }), actions }
    const body = new URLSearchParams({ payload: JSON.stringify(payload) }).toString()
    const { status, milliseconds } = await signedRequest({ url: office.bot.url, secret, body })
    expect(status).toBeLessThan(500)
    expect(milliseconds).toBeLessThan(patience)
    await office.settled()
    expect(done()).toEqual(before)
  })
})

describe('the button itself, at last,', () => {
  it('still works', async () => {
    await office.presses({ value: good, message_ts: ts, user_id: office.ben.id })
    await eventually(() => expect(office.written().acknowledgement).toBe(1))
    await eventually(() => expect(blockText(office.fake.messages(office.launches.id)[0]?.blocks)).toContain('R-1'))
  })
})
