import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { may, rolesOf } from '../../src/domain/people/permission.ts'
import {
  type CompanyWithRoles,
  doors,
  openCompanyWithRoles,
  refused,
  type Standing,
  standings,
} from '../_helpers/permissions/company.ts'
import { permissionTable, type Row } from '../_helpers/permissions/table.ts'
import { type Thing, things } from '../_helpers/permissions/things.ts'
import { rolledUp } from '../_helpers/rolled-up.ts'
import { sectionIn } from '../docs/section.ts'

const rolesDocument = resolve(import.meta.dirname, '../../docs/roles.md')

let company: CompanyWithRoles
/** What came back, by who did which thing: whether they may, at every door that has it. */
const seen = new Map<string, boolean>()
beforeAll(async () => {
  company = await openCompanyWithRoles()
})
afterAll(() => company[Symbol.asyncDispose]())

const rolesAs = (who: Standing, areRolesOn: boolean) =>
  rolesOf({
    isGuest: who === 'guest',
    isNamed: who === 'admin',
    areRolesOn,
    given: who === 'guest' || who === 'newcomer' ? [] : [who],
  })

/** What is only said to people, that they are known, cards that catch up, and what is rolled up whoever asks. */
const beside = [
  'outbox',
  'request_receipt',
  'channel',
  'counter',
  'account',
  'conversation',
  'live_message',
  'assessment',
  ...rolledUp,
]

/** All that is kept of what people did; what the bot notes of messages that could not be sent in time comes whenever it comes. */
const done = () => ({
  ...company.office.everything(...beside, 'audit'),
  audit: company.office.rows(
    `select * from audit where actor <> 'shelfready' or action not in ('expire', 'park') order by id`,
  ),
})

/** The same once nothing is written any more: what was answered before may still be written down beside. */
const doneAtRest = async () => {
  let before = done()
  for (;;) {
    await setTimeout(150)
    const now = done()
    if (isDeepStrictEqual(now, before)) return now
    before = now
  }
}

/** A busy machine answers later; what came is no answer yet. */
const notYet = /Working on it\.|could not answer that in time|not confirmed/

/** Does a thing at a door until it is answered, and puts roles back to where they were if they were switched by it. */
const does = async (who: Standing, door: (typeof doors)[number], thing: Thing) => {
  const before = company.areOn()
  let answer = await company.does(who, door, thing)
  for (let again = 0; again < 5 && answer !== null && notYet.test(answer); again++)
    answer = await company.does(who, door, thing)
  if (company.areOn() !== before) await company.orders(`shelfready roles ${before ? 'on' : 'off'}`)
  return answer
}

const column = (who: Standing, areOn: boolean) =>
  areOn ? who : who === 'admin' ? 'admin, roles off' : `${who}, roles off`

/** Does everything as somebody, and expects of each what their roles say; what is refused has written nothing. */
const goesThrough = async (who: Standing, areOn: boolean, door: (typeof doors)[number]) => {
  const roles = rolesAs(who, areOn)
  const isTheirs = (thing: Thing) => may(roles, thing.right)
  const before = await doneAtRest()
  const wrong: string[] = []
  const tries = async (thing: Thing) => {
    const answer = await does(who, door, thing)
    if (answer === null) return
    const isDone = !refused.test(answer)
    if (isDone !== isTheirs(thing)) wrong.push(`${thing.name}: ${answer.slice(0, 400)}`)
    const key = `${column(who, areOn)} ${thing.name}`
    if (seen.has(key) && seen.get(key) !== isDone) wrong.push(`${thing.name} is not the same at every door`)
    seen.set(key, isDone)
  }
  for (const thing of things.filter((one) => !isTheirs(one))) await tries(thing)
  expect(done()).toEqual(before)
  for (const thing of things.filter(isTheirs)) await tries(thing)
  expect(wrong).toEqual([])
}

describe('while roles are off', () => {
  it.each(doors)('everyone in the company may do everything but administer: %s', async (door) => {
    for (const who of ['guest', 'viewer', 'admin'] as const) await goesThrough(who, false, door)
  })
})

describe('once roles are on', () => {
  beforeAll(async () => {
    expect(await company.orders('shelfready roles on')).toContain('Roles are on')
  })

  it.each(standings.flatMap((who) => doors.map((door) => [who, door] as const)))(
    'somebody may do what their role says, and what is refused changes nothing: %s, %s',
    (who, door) => goesThrough(who, true, door),
    120_000,
  )

  it('docs/roles.md prints what was seen at the doors', () => {
    const rows = things.map(({ name }): Row => {
      const ofAll = [...standings.map((who) => column(who, true)), 'viewer, roles off']
      return { name, may: ofAll.map((who) => seen.get(`${who} ${name}`) === true) }
    })
    expect(sectionIn(readFileSync(rolesDocument, 'utf8'), 'who may do what')).toBe(permissionTable(rows))
  })
})
