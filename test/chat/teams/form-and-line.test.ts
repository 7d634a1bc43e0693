import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { registration } from '../../_helpers/registered.ts'
import { inDays } from '../../_helpers/slack/stocked-store.ts'
import type { Conversation, Message } from '../../_helpers/teams/fake-teams.ts'
import { dialogOf } from '../../_helpers/teams/reading.ts'
import { openTeamsOffice, type TeamsOffice } from '../../_helpers/teams/teams-office.ts'

let office: TeamsOffice
let welcome: Message
let chat: Conversation
beforeAll(async () => {
  office = await openTeamsOffice()
  await office.feed('locations', 'location,name,kind\nWEST,West Park,shop\nNORTH,North End,shop\n')
  const stock = ['WEST', 'NORTH'].flatMap((place) =>
    ['SKU-100', 'SKU-110'].map((sku) => `${sku},${place},900,${inDays(0)}`),
  )
  await office.feed('inventory', `sku,location,on_hand,as_of\n${stock.join('\n')}\n`)
  const plan = ['WEST', 'NORTH'].flatMap((place) =>
    ['SKU-100', 'SKU-110'].map((sku) => `${inDays(0)},${sku},${place},180,90`),
  )
  await office.feed('demand-plan', `date,sku,location,units,days\n${plan.join('\n')}\n`)
  const { ana, teams } = office
  await office.installs(ana, ana)
  chat = teams.personalChat(ana)
  welcome = await office.message(chat, 'I tell you whether')
})
afterAll(() => office[Symbol.asyncDispose]())

const word = fc.stringMatching(/^[A-Za-zÀ-ÿ0-9&+.,:;!?'()#%-]{1,12}$/)
const name = fc
  .array(word, { minLength: 1, maxLength: 4 })
  .map((words) => words.join(' '))
  .filter((text) => /[\p{L}\p{N}]/u.test(text))
const items = fc.constantFrom(['SKU-100'], ['SKU-110'], ['SKU-100', 'SKU-110'])
const places = fc.subarray(['EAST', 'WEST', 'NORTH'])
const demand = fc.oneof(
  fc.integer({ min: 5, max: 300 }).map((percent) => ({ uplift: `+${percent}%` })),
  fc.integer({ min: 11, max: 40 }).map((tenths) => ({ uplift: `${tenths / 10}x` })),
  fc.integer({ min: 1, max: 5_000 }).map((units) => ({ units: `${units}` })),
)
const terms = fc.record(
  {
    discount: fc.integer({ min: 1, max: 60 }).map((percent) => `${percent}%`),
    price: fc.integer({ min: 1, max: 2_000 }).map((cents) => (cents / 100).toFixed(2)),
    type: fc.constantFrom('bogo', 'multi buy', '2 für 1'),
    owner: fc.constantFrom('Ben', 'Chloe Dupont'),
  },
  { requiredKeys: [] },
)
/** A total of several items can mean each or all together, and is refused either way. */
const wish = fc
  .record({
    ...{ name, items, places, demand, terms },
    start: fc.integer({ min: 1, max: 200 }),
    length: fc.integer({ min: 0, max: 20 }),
  })
  .filter((one) => one.items.length === 1 || 'uplift' in one.demand)

const quoted = (text: string) => `"${text}"`
let number = 0

it('a promotion registered by the form and one by one line are the same but for their ids', async () => {
  await fc.assert(
    fc.asyncProperty(wish, async ({ name, items, places, demand, terms, start, length }) => {
      const own = `${name} ${++number}`
      const [from, to] = [inDays(start), inDays(start + length)]
      const rowsOf = () =>
        office.rows<Readonly<Record<string, unknown>>>(
          'select * from promotion_line where batch_id in (select max(batch_id) from promotion_line) order by sku, location',
        )
      const form = await office.opens(office.ana, welcome, 'New promotion')
      const typed = { name: own, sku: items.join(', '), at: places.join(', '), from, to, ...demand, ...terms }
      const filled = dialogOf(await office.submits(office.ana, welcome, form.filled(typed)))
      expect(filled.words).toMatch(registration())
      const byForm = rowsOf()
      const said = Object.entries({ ...demand, ...terms }).map(([key, value]) => `${key}:${quoted(value)}`)
      const where = places.length === 0 ? '' : `at:${places.join(',')}`
      const line = `promo add ${quoted(own)} sku:${items.join(',')} ${where} from:${from} to:${to} ${said.join(' ')} another:yes`
      await office.says(office.ana, chat, line)
      const byLine = rowsOf()
      const rest = (rows: typeof byForm) => rows.map(({ promotion_id: _, batch_id: __, ...row }) => row)
      expect(byForm[0]?.promotion_id).not.toBe(byLine[0]?.promotion_id)
      expect(rest(byForm)).toEqual(rest(byLine))
      expect(byForm[0]).toMatchObject({ name: own, start_on: from, end_on: to })
    }),
    { numRuns: 40, endOnFailure: true },
  )
})
