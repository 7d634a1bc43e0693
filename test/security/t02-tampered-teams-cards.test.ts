import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { registration } from '../_helpers/registered.ts'
import { rolledUp } from '../_helpers/rolled-up.ts'
import { isObject, type JsonObject } from '../_helpers/slack/block-kit-shape.ts'
import { eventually, notDone, patience } from '../_helpers/slack/office.ts'
import { inDays, shortCola } from '../_helpers/slack/stocked-store.ts'
import type { Message } from '../_helpers/teams/fake-teams.ts'
import { dialogOf, messageWords, pressWords } from '../_helpers/teams/reading.ts'
import { openTeamsOffice, type TeamsOffice } from '../_helpers/teams/teams-office.ts'

let office: TeamsOffice
let card: Message
beforeAll(async () => {
  office = await openTeamsOffice()
  await office.says(office.ana, office.launches, shortCola('Summer BOGO'))
  card = await office.message(office.launches, 'NOT READY')
  await office.settled()
  await eventually(() => expect(office.rows('select id from risk')).toHaveLength(1))
})
afterAll(() => office[Symbol.asyncDispose]())

/** All that is kept of what people did; what is only said to somebody is not. */
const done = () => office.everything('outbox', 'request_receipt', 'channel', 'counter', 'live_message', ...rolledUp)

const good = { v: 1, a: 'acknowledge', id: 'P-1', rev: 0 }
const tampered: readonly (readonly [string, unknown])[] = [
  ['another version', { ...good, v: 2 }],
  ['a version in letters', { ...good, v: '1' }],
  ['no version', { ...good, v: undefined }],
  ['a deed that is none', { ...good, a: 'explode' }],
  ['a deed in other letters', { ...good, a: 'ACKNOWLEDGE' }],
  ['a deed named as a prototype is', { ...good, a: '__proto__' }],
  ['a deed named as what every object has', { ...good, a: 'constructor' }],
  ['a deed that is a list', { ...good, a: ['acknowledge'] }],
  ['a revision in letters', { ...good, rev: '0' }],
  ['a negative revision', { ...good, rev: -1 }],
  ['half a revision', { ...good, rev: 0.5 }],
  ['a huge revision', { ...good, rev: 1e300 }],
  ['a revision of the future', { ...good, id: 'R-1', rev: 7 }],
  ['no revision', { ...good, rev: undefined }],
  ['no id', { ...good, id: undefined }],
  ['an empty id', { ...good, id: '' }],
  ['an id that is a number', { ...good, id: 1 }],
  ['an id of ten thousand characters', { ...good, id: 'P'.repeat(10_000) }],
  ['an id with half a character', { ...good, id: 'P-1\ud800' }],
  ['the id of nothing', { ...good, id: 'R-999' }],
  ['an id named as a prototype is', { ...good, id: '__proto__' }],
  ['an id that is a command', { ...good, id: 'P-1 all:yes; shelfready subscribe' }],
  ['an id with SQL in it', { ...good, id: "P-1'; drop table promotion_line --" }],
  ['an id that calls somebody', { ...good, id: '<at>Ben</at>' }],
  ['a list', [good]],
  ['words', 'acknowledge P-1'],
  ['a number', 7],
  ['nothing', {}],
  ['a form beside it', { ...good, form: { v: 1, id: 'add', subject: '', rev: 0 } }],
  ['a form that is none', { ...good, form: 'add' }],
]

const pressing = (data: unknown): JsonObject => {
  const activity = office.teams.presses(office.ben, card, 'Acknowledge')
  const value = activity.value as JsonObject
  return { ...activity, value: { ...value, action: { ...(value.action as JsonObject), data } } }
}
const submitting = (data: unknown): JsonObject => ({
  ...office.teams.presses(office.ben, card, 'Acknowledge', { fallback: true }),
  value: data,
})
const opening = (data: unknown): JsonObject => {
  const activity = office.teams.presses(office.ben, card, 'Why')
  return { ...activity, value: { data, context: { theme: 'default' } } }
}

describe('a card whose data were tampered with', () => {
  it.each(tampered)('does nothing and says so to who pressed it: %s', async (_, data) => {
    const before = done()
    const answer = await office.deliver(pressing(data))
    expect(answer.status).toBe(200)
    expect(answer.milliseconds).toBeLessThan(patience)
    expect(pressWords(answer)).toMatch(notDone)
    await office.settled()
    expect(done()).toEqual(before)
  })

  it.each(tampered.filter(([, data]) => isObject(data) || Array.isArray(data)))(
    'does nothing and says so below it where the client submits it as a message: %s',
    async (_, data) => {
      const before = done()
      const since = office.teams.posted(office.launches).length
      expect((await office.deliver(submitting(data))).status).toBe(200)
      await office.settled()
      const said = office.teams.posted(office.launches).slice(since)
      expect(said).toHaveLength(1)
      expect(messageWords(said[0] as Message)).toMatch(notDone)
      expect(said[0]?.root).toBe(card.root)
      expect(done()).toEqual(before)
    },
  )

  it.each(tampered.filter(([, data]) => !(isObject(data) && 'form' in data)))(
    'opens a dialog that says so where it asks for one: %s',
    async (_, data) => {
      const before = done()
      const dialog = dialogOf(await office.deliver(opening(data)))
      expect(dialog.words).toMatch(notDone)
      expect(dialog.problems).toEqual([])
      await office.settled()
      expect(done()).toEqual(before)
    },
  )
})

const fields = { name: 'Forged', sku: 'SKU-110', at: 'EAST', from: inDays(30), to: inDays(33), units: '50' }
const form = (more: JsonObject = {}) => ({ form: { v: 1, id: 'add', subject: '', rev: 0, ...more }, ...fields })
const forms: readonly (readonly [string, unknown])[] = [
  ['another version', form({ v: 2 })],
  ['a form that is none', form({ id: 'drop-table' })],
  ['a form named as a prototype is', form({ id: '__proto__' })],
  ['a form named as what every object has', form({ id: 'constructor' })],
  ['a form id of a hundred characters', form({ id: 'a'.repeat(100) })],
  ['a stale revision', form({ rev: 7 })],
  ['a negative revision', form({ rev: -1 })],
  ['a revision in letters', form({ rev: '0' })],
  ['a subject of ten thousand characters', form({ id: 'edit', subject: 'P'.repeat(10_000) })],
  ['the subject of nothing', form({ id: 'edit', subject: 'P-999' })],
  ['a subject with SQL in it', form({ id: 'edit', subject: "P-1' or '1'='1" })],
  ['a field that it does not have', { ...form(), status: 'committed' }],
  ['a field of a command that is no field', { ...form(), hero: 'yes' }],
  ['a field named as what every object has', { ...form(), constructor: 'x' }],
  ['a choice that is none', { ...form(), another: 'maybe' }],
  ['a field of five thousand characters', { ...form(), name: 'x'.repeat(5_000) }],
  ['a field that holds a list', { ...form(), name: ['Forged'] }],
  ['a field that holds an object', { ...form(), sku: { $ne: null } }],
  ['a number that is none', { ...form(), units: 'NaN' }],
  ['a day that is none', { ...form(), from: '2026-02-31' }],
  ['a name with a control character', { ...form(), name: 'For\u0007ged' }],
  ['a name with half a character', { ...form(), name: 'Forged\ud800' }],
  ['a list', [form()]],
  ['words', 'add'],
  ['nothing', {}],
]

describe('a form whose data were tampered with', () => {
  it.each(forms)('does nothing and says so in its dialog: %s', async (_, data) => {
    const before = done()
    const activity = office.teams.submits(office.ben, card, {})
    const answer = await office.deliver({ ...activity, value: { data, context: { theme: 'default' } } })
    expect(answer.status).toBe(200)
    expect(answer.milliseconds).toBeLessThan(patience)
    const dialog = dialogOf(answer)
    expect(dialog.words).toMatch(/nothing was|is needed|is none of|cannot|is too long|no |not /i)
    await office.settled()
    expect(done()).toEqual(before)
    expect(dialog.problems).toEqual([])
  })

  it.each(forms.filter(([, data]) => isObject(data) && 'form' in data))(
    'does nothing and says so in its place where it stands in a message: %s',
    async (_, data) => {
      const before = done()
      const answer = await office.deliver(pressing(data))
      expect(answer.status).toBe(200)
      expect(pressWords(answer)).not.toBe('')
      await office.settled()
      expect(done()).toEqual(before)
    },
  )

  it('keeps a key named as a prototype is from doing anything', async () => {
    const before = done()
    const activity = office.teams.submits(office.ben, card, {})
    const data = JSON.stringify(form()).replace(/^\{/, '{"__proto__":"x",')
    const raw = JSON.stringify({ ...activity, value: { data: 'DATA' } }).replace('"DATA"', () => data)
    const answer = await office.deliver({}, { raw })
    expect(answer.status).toBe(200)
    await office.settled()
    expect(done()).toEqual(before)
  })
})

describe('the card itself, at last,', () => {
  it('still works, and so does the form', async () => {
    expect(pressWords(await office.presses(office.ben, card, 'Acknowledge'))).toContain('is yours')
    expect(dialogOf(await office.submits(office.ben, card, form())).words).toMatch(registration('Forged'))
    expect(office.rows('select person_name from acknowledgement')).toEqual([{ person_name: 'Ben' }])
    expect(office.teams.problems).toEqual([])
    expect(office.surprises).toEqual([])
  })
})
