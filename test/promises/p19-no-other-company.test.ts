import Sqlite from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Action, Card } from '../../src/cards/language/card.ts'
import type { Form } from '../../src/cards/language/form.ts'
import { commands } from '../../src/commands/dispatch/catalogue.ts'
import type { OutgoingMessage } from '../../src/domain/delivery.ts'
import { whoseSecret } from '../../src/store/database/whose.ts'
import { loadDroppedFile, takeUpFile } from '../../src/store/imports/dropped-files.ts'
import { addToken, findToken } from '../../src/store/imports/tokens.ts'
import { findSharedLink } from '../../src/store/links/shared-links.ts'
import { type Company, openCompany, sellCola } from '../_helpers/company.ts'
import { driverOf } from '../_helpers/engine.ts'

/** Every statement that was prepared in this process. */
const statements = new Set<string>()
const { prepare } = Sqlite.prototype
Sqlite.prototype.prepare = function (this: Sqlite.Database, text: string) {
  statements.add(text)
  return prepare.call(this, text)
} as typeof prepare

/** Two companies in one store, with the same codes, ids, channels and people; what one calls things the other does not. */
let [acme, beta] = [] as unknown as [Company, Company]
const canary = { acme: 'Albatross', beta: 'Bumblebee' } as const
type Who = keyof typeof canary
const companyOf = (who: Who): Company => (who === 'acme' ? acme : beta)
const otherOf = (who: Who): Who => (who === 'acme' ? 'beta' : 'acme')

/** Gives everything that is stored of a company, by table. */
const storedOf = (who: Who): string => {
  const { id, database } = companyOf(who).app.workspace
  const tables = driverOf(database)
    .prepare(`select name from sqlite_master where type = 'table' order by name`)
    .pluck()
    .all()
  return (tables as string[])
    .filter((table) =>
      (driverOf(database).pragma(`table_info("${table}")`) as { name: string }[]).some(
        ({ name }) => name === 'workspace_id',
      ),
    )
    .map((table) => {
      const rows = driverOf(database).prepare(`select * from "${table}" where workspace_id = ${id}`).all()
      return `${table} ${JSON.stringify(rows)}`
    })
    .join('\n')
}

const fill = async (company: Company, word: string): Promise<void> => {
  await sellCola(company, { hub: 90, lemonade: 5_000, planDays: 200 })
  await company.feed(
    'items',
    `sku,name,category,unit_cost,unit_price,currency,supplier,min_order_qty,order_multiple
SKU-100,Cola ${word},Drinks ${word},5.59,7.99,EUR,ACME,200,50
SKU-110,Lemonade ${word},Drinks ${word},0.5,1,EUR,ACME,,
`,
  )
  await company.feed(
    'locations',
    `location,name,kind\nEAST,East ${word},shop\nWEST,West ${word},shop\nHUB,Hub ${word},dc\n`,
  )
  for (const name of ['Ben', 'Chloe']) await company.say('shelfready settings locale:de', { name })
  for (const words of [
    'shelfready subscribe everything',
    `promo add "Summer ${word}" sku:SKU-100 at:EAST dates:"6-12 Jul" units:700 price:7.99 owner:@ben`,
    `promo add "Picnic ${word}" sku:SKU-110 at:EAST dates:"20-26 Jul" units:90`,
    `intel add "Rumour ${word}" kind:competitor sku:SKU-100 dates:"6-12 Jul" effect:-20% confidence:medium`,
    'shelfready risks',
    `shelfready comment R-1 says:"call ${word}"`,
    `shelfready ordered R-1 PO-${word} due:"24 Jun" units:50`,
    `promo item add P-1 "Kit ${word}" owner:@ana due:"5 Jun"`,
    `promo decide P-1 date reason:"${word} needs ten weeks"`,
    'promo calendar link',
    'shelfready planners @ben',
  ])
    await company.ask(words)
}

beforeAll(async () => {
  acme = await openCompany('2026-06-01', { settings: { SHELFREADY_ADMINS: 'test:Ana', PORT: '1' } })
  statements.clear()
  beta = await openCompany('2026-06-01', { settings: { SHELFREADY_ADMINS: 'test:Ana', PORT: '1' }, beside: acme })
  await fill(acme, canary.acme)
  await fill(beta, canary.beta)
})
afterAll(async () => {
  await beta[Symbol.asyncDispose]()
  await acme[Symbol.asyncDispose]()
})

const actionsIn = (value: unknown): readonly Action[] =>
  typeof value !== 'object' || value === null
    ? []
    : [...('does' in value && 'id' in value ? [value as Action] : []), ...Object.values(value).flatMap(actionsIn)]

const ask = (who: Who, words: Parameters<Company['app']['handle']>[0]['words'], name = 'Ana'): Promise<Card> =>
  companyOf(who).app.handle({ key: null, person: { id: `test:${name}`, name }, place: '#launches', words })

/** Lets what is due happen in a company, and gives what was posted there. */
const happen = async (who: Who): Promise<readonly OutgoingMessage[]> => {
  const sent: OutgoingMessage[] = []
  const jobs = await companyOf(who).app.startJobs(
    {
      send: async (message) => {
        sent.push(message)
        return { kind: 'delivered', messageId: message.outboxId }
      },
      look: async () => ({ kind: 'absent' }),
      ...{ reaches: () => true, edits: false, pace: () => 0, lanes: 1 },
    },
    (error) => {
      throw error
    },
  )
  if (jobs === null) throw new Error('another process posts')
  await using running = jobs
  await running.tick()
  await running.deliver()
  return sent
}

const examples = commands.flatMap((command) => command.examples)

describe.each(['acme', 'beta'] as const)('of the other company, %s', (who) => {
  const other = otherOf(who)

  it('reads nothing in any answer of the whole command table, and changes nothing by it', async () => {
    const before = storedOf(other)
    const offered: Action[] = []
    for (const example of examples) {
      const card = await ask(who, example)
      offered.push(...actionsIn(card))
      expect(JSON.stringify(card), example).not.toContain(canary[other])
    }
    expect(offered.length).toBeGreaterThan(50)
    expect(storedOf(other)).toBe(before)
  })

  it('finds nothing to pick, in no form', async () => {
    const { app } = companyOf(who)
    const request = { key: null, person: { id: 'test:Ana', name: 'Ana' }, place: '#launches' }
    for (const source of ['items', 'places', 'promotions', 'people'] as const) {
      const own = await app.choices({ ...request, words: '' }, source, 50)
      expect(JSON.stringify(own)).not.toContain(canary[other])
      const searched = await app.choices({ ...request, words: canary[other] }, source, 50)
      expect(JSON.stringify(searched)).not.toContain(canary[other])
    }
    const pages = ['promo list', 'promo show P-1', 'shelfready risks', 'shelfready home', 'stock SKU-100']
    const cards = await Promise.all(pages.map((words) => ask(who, words)))
    const opening = ['promo add', ...cards.flatMap(actionsIn)].filter((words) => app.formOf(words) !== null)
    expect(opening.length).toBeGreaterThan(5)
    for (const words of opening) {
      const form: Form | Card = await app.form({ ...request, words })
      expect(JSON.stringify(form)).not.toContain(canary[other])
    }
  })

  it('is posted nothing', async () => {
    await ask(who, 'shelfready subscribe everything')
    companyOf(who).at(Temporal.Instant.from('2026-06-02T08:01:00Z'))
    const before = storedOf(other)
    const sent = await happen(who)
    expect(JSON.stringify(sent)).toContain('Launch readiness')
    expect(JSON.stringify(sent)).toContain(canary[who])
    expect(JSON.stringify(sent)).not.toContain(canary[other])
    expect(storedOf(other)).toBe(before)
  })
})

describe('the id of another company', () => {
  it('means nothing in a command, a button, a form or a file', async () => {
    const made = await ask(
      'acme',
      'promo add "Only Albatross" sku:SKU-110 at:WEST dates:"3-9 Aug" units:20000 another:yes',
    )
    const shown = await ask('acme', 'promo list')
    const id = [...`${made.plain} ${shown.plain} ${JSON.stringify(shown)}`.matchAll(/P-\d+/g)].map(([found]) => found)
    const newest = `P-${Math.max(...id.map((one) => Number(one.slice(2))))}`
    const before = [storedOf('acme'), storedOf('beta')]
    for (const words of [`promo show ${newest}`, `promo edit ${newest} units:5`, `promo cancel ${newest} why:other`])
      expect(JSON.stringify(await ask('beta', words))).toMatch(/There is no|no longer|does not exist/)
    for (const action of actionsIn(await ask('acme', `promo show ${newest}`))) {
      const card = await ask('beta', { does: action.does, id: action.id, revision: action.revision })
      expect(JSON.stringify(card), action.does).not.toContain(canary.acme)
    }
    for (const form of ['edit', 'cancel', 'decide', 'ordered'])
      await ask('beta', { form, subject: newest, revision: 1, values: { units: '5', reason: 'x' } })
    expect(storedOf('acme')).toBe(before[0])
    expect(storedOf('beta')).toBe(before[1])
  })
})

it('a token, a link and a file are those of one company', async () => {
  const [one, two] = [acme.app.workspace, beta.app.workspace]
  const wanted = { name: 'erp', feeds: [], mayRead: true, person: null, expiresAt: null }
  const token = (await addToken(one, wanted, acme.app.now())) ?? ''
  expect(await findToken(one, token, acme.app.now())).toMatchObject({ name: 'erp' })
  expect(await findToken(two, token, beta.app.now())).toBeNull()
  expect(await whoseSecret(one.database, 'feed_token', token)).toBe(one.id)

  const link = JSON.stringify(await ask('acme', 'promo calendar link'))
  const secret = /calendar\/([\w-]{43})/.exec(link)?.[1] ?? ''
  expect(await findSharedLink(one, 'calendar', secret)).not.toBeNull()
  expect(await findSharedLink(two, 'calendar', secret)).toBeNull()
  expect(await whoseSecret(one.database, 'shared_link', secret)).toBe(one.id)

  const file = { name: 'stock.csv', sender: 'test:Ana', channel: '#launches', kind: null, sourceKey: 'f' }
  const { id } = await takeUpFile(one, acme.app.now(), file)
  expect(await loadDroppedFile(one, id)).not.toBeNull()
  expect(await loadDroppedFile(two, id)).toBeNull()
  expect(JSON.stringify(await ask('beta', `shelfready feeds answer ${id} import yes`))).not.toContain('stock.csv')
})

/** What is asked before it is known whose data are meant. */
const beforehand = /^select "workspace_id" from "(feed_token|shared_link)" where "hash" = \?$/

it('each statement names the company once for every table that it reads, changes or empties', () => {
  const driver = driverOf(acme.app.workspace.database)
  const ofCompanies = driver
    .prepare(
      `select m.name from sqlite_master m join pragma_table_info(m.name) c on c.name = 'workspace_id' where m.type = 'table'`,
    )
    .pluck()
    .all()
  const names = new Set((ofCompanies as string[]).filter((name) => name !== 'installation'))
  const counted = [...statements].map((text) => ({
    text,
    tables: [...text.matchAll(/\b(?:from|join|update)\s+"?(\w+)"?/gi)].filter(([, name]) => names.has(name as string))
      .length,
    conditions: (text.match(/workspace_id"?\s*(=|in\b)/g) ?? []).length,
  }))
  expect(counted.filter(({ tables }) => tables > 0).length).toBeGreaterThan(300)
  expect(
    counted
      .filter(({ text, tables, conditions }) => conditions < tables && !beforehand.test(text))
      .map(({ text }) => text),
  ).toEqual([])
})
