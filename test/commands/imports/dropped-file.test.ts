import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Card } from '../../../src/cards/language/card.ts'
import { renderText } from '../../../src/chat/terminal/render.ts'
import { type Company, openCompany, sellCola } from '../../_helpers/company.ts'
import { driverOf } from '../../_helpers/engine.ts'

const today = '2026-06-01'

/** A stock list as SAP writes it in German: a semicolon, a decimal comma, and dates of which only the day form is unsure. */
const germanStock = (cola: string) =>
  `Material;Werk;Bestand;Datum\r\nSKU-100;EAST;${cola};01.06.2026\r\nSKU-110;EAST;9.000,0;01.06.2026\r\n`

type Dropper = {
  readonly name?: string
  readonly caption?: string
  readonly key?: string
  readonly place?: string
}

const files = new Map<string, { readonly name: string; readonly text: string }>()

const openOffice = async () => {
  const company = await openCompany(today, { edits: true })
  await sellCola(company, { leadDays: 70, lemonade: 9_000, hub: null })
  let fetched = 0
  company.app.fetchFilesBy('slack', async (from) => {
    fetched++
    const file = files.get(from)
    return file === undefined ? { refused: 'It is gone.' } : { bytes: Buffer.from(file.text) }
  })
  const drop = (
    name: string,
    text: string,
    { name: who = 'Ben', caption = '', key, place }: Dropper = {},
  ): Promise<Card> => {
    const from = key ?? `file-${files.size}`
    files.set(from, { name, text })
    const person = { id: `test:${who}`, name: who, platform: 'slack' }
    return company.app.handle({
      key: key ?? from,
      person,
      place: place ?? `@test:${who}`,
      words: { from, name, caption },
    })
  }
  const press = (card: Card, label: string, who = 'Ben'): Promise<Card> => {
    const found = (card.actions ?? []).find((action) => action.label === label)
    if (found === undefined) throw new Error(`no ${label} among ${(card.actions ?? []).map((one) => one.label)}`)
    const { does, id, revision } = found
    const person = { id: `test:${who}`, name: who, platform: 'slack' }
    return company.app.handle({ key: `${Math.random()}`, person, place: `@test:${who}`, words: { does, id, revision } })
  }
  const shown = (id: string): string => {
    const [row] = company.rows<{ card: string }>(
      `select card from live_message where about = 'file' and entity = ?`,
      id,
    )
    return row === undefined ? '' : renderText(JSON.parse(row.card))
  }
  return { company, drop, press, shown, fetched: () => fetched }
}

let office: Awaited<ReturnType<typeof openOffice>>
beforeAll(async () => {
  office = await openOffice()
  await office.company.say('promo add "Summer" sku:SKU-100 at:EAST from:2026-06-08 to:2026-06-14 units:200')
})
afterAll(() => office.company[Symbol.asyncDispose]())
const onHand = (company: Company) =>
  company.rows<{ on_hand: number }>(
    `select on_hand from inventory where sku = 'SKU-100' order by batch_id desc limit 1`,
  )[0]?.on_hand

describe('a file dropped in chat', () => {
  it('is shown as it is read, imported when somebody says so, and says which promotions changed', async () => {
    const asked = await office.drop('mb52.csv', germanStock('100,0'))
    const text = renderText(asked)
    expect(text).toContain('Looks like stock: 2 rows of mb52.csv')
    expect(text).toContain('Bestand = on hand')
    expect(text).toMatch(/SKU-100 +EAST +100/)
    expect(onHand(office.company)).toBe(400)
    const done = renderText(await office.press(asked, 'Import'))
    expect(done).toContain('Stock imported: 2 rows of mb52.csv')
    expect(done).toContain('0 new · 1 changed · 1 as before')
    expect(done).toContain('Summer (P-1): not ready, was ready')
    expect(onHand(office.company)).toBe(100)
    expect(office.shown('F-1')).toContain('Stock imported')
  })

  it('is named beside the figures that come from it, with its row, its sender and the moment', async () => {
    const words = 'mb52.csv, row 2, Ben, today 08:00'
    expect(await office.company.say('stock SKU-100 at EAST')).toMatch(new RegExp(`Counted in +${words}`))
    expect(await office.company.say('promo why P-1')).toMatch(new RegExp(`Stock counted in +${words}`))
  })

  it('of a shape that was read before is imported at once, and can be taken back', async () => {
    const done = await office.drop('mb52.csv', germanStock('101,0'), { key: 'second' })
    expect(renderText(done)).toContain('Stock imported')
    expect(onHand(office.company)).toBe(101)
    const undone = renderText(await office.press(done, 'Undo'))
    expect(undone).toMatch(/is undone\.[\s\S]*By Ben\./)
    expect(onHand(office.company)).toBe(100)
    expect(office.shown('F-2')).toContain('is undone')
  })

  it('comes in once, however often its message is delivered', async () => {
    const before = [office.fetched(), office.company.count('batch'), office.company.count('outbox')]
    const again = await office.drop('mb52.csv', germanStock('101,0'), { key: 'second' })
    expect(renderText(again)).toContain('Stock imported')
    expect([office.fetched(), office.company.count('batch'), office.company.count('outbox')]).toEqual(before)
    const both = await Promise.all([1, 2].map(() => office.drop('twice.csv', germanStock('102'), { key: 'twice' })))
    expect(both.map((card) => card.title)).toEqual([both[0]?.title, both[0]?.title])
    expect(office.company.rows(`select id from dropped_file where source_key = 'twice'`)).toHaveLength(1)
    expect(office.company.count('batch')).toBe((before[1] as number) + 1)
  })

  it('asks what only a person knows, and reads the rows by the answer', async () => {
    const asked = await office.drop(
      'sales.csv',
      'Datum;Artikel;Filiale;Absatz\n05/06/2026;SKU-100;EAST;7\n04/05/2026;SKU-110;EAST;3\n',
    )
    expect(asked.tone).toBe('question')
    const [first] = asked.actions ?? []
    const read = await office.press(asked, first?.label ?? '')
    expect(renderText(read)).toContain('Import: /shelfready feeds answer')
    expect(first?.id).toMatch(/^answer F-\d+ \S+ \S+/)
  })

  it('that is held says why, and counts once somebody releases it', async () => {
    const future = 'date,sku,location,units\n2026-06-20,SKU-100,EAST,5\n'
    const asked = await office.drop('umsatz.csv', future, { caption: 'sales', key: 'held' })
    const held = await office.press(asked, 'Import')
    expect(renderText(held)).toMatch(/Held, not counted: sales of umsatz\.csv[\s\S]*days that have not come yet/)
    expect(await office.company.say('feeds', { name: 'Ben' })).toContain('Feeds: 1 file held')
    const again = await office.press(held, 'Map again')
    expect(again.title).toMatch(/^Looks like .* of umsatz\.csv/)
    expect(office.company.rows(`select state from batch where source = 'umsatz.csv'`)).toEqual([{ state: 'refused' }])
    const second = await office.drop('umsatz2.csv', future, { caption: 'sales', key: 'held again' })
    const released = await office.press(await office.press(second, 'Import'), 'Release')
    expect(renderText(released)).toContain('counts now.')
    expect(office.company.rows(`select state from batch where source = 'umsatz2.csv'`)).toEqual([{ state: 'visible' }])
    const audit = office.company.rows<{ detail: string }>(`select detail from audit where action = 'release-batch'`)
    expect(JSON.parse(audit[0]?.detail ?? '{}')).toMatchObject({
      before: { state: 'held' },
      after: { state: 'visible' },
    })
  })

  it('with wrong rows is imported whole or not at all, unless somebody wants the rest', async () => {
    const bad = `sku,location,on_hand,as_of\nSKU-100,EAST,90,${today}\nSKU-110,EAST,nine,${today}\n`
    const asked = await office.drop('stock.csv', bad, { caption: 'stock of this morning' })
    const refused = await office.press(asked, 'Import')
    expect(renderText(refused)).toMatch(/1 of 2 rows is wrong\. Nothing was changed\.[\s\S]*line 3: on_hand "nine"/)
    const rest = renderText(await office.press(refused, 'Import the rest'))
    expect(rest).toContain('1 rejected')
    expect(onHand(office.company)).toBe(90)
    const id = office.company.rows<{ id: string }>('select id from dropped_file where rejects is not null')[0]?.id
    const rejects = await office.company.ask(`feeds rejects ${id}`, { name: 'Ben' })
    expect(rejects.file?.text).toMatch(/SKU-110,EAST,nine,2026-06-01,.*on_hand/)
    const [sent] = office.company.rows<{ card: string }>(`select card from outbox where entity = ?`, `${id} rejects`)
    expect(sent?.card).toContain('rejected-f-')
  })

  it('of another kind than it looks can be said to be that, and can be let go', async () => {
    const asked = await office.drop('plan.csv', 'date,sku,location,units\n2026-06-20,SKU-100,EAST,5\n')
    const kinds = await office.press(asked, 'Another feed...')
    expect(kinds.title).toBe('What is in plan.csv?')
    const read = await office.press(kinds, 'A demand plan')
    expect(read.title).toContain('Looks like a demand plan')
    const gone = await office.press(read, 'Cancel')
    expect(gone.title).toBe('plan.csv was not imported and is deleted here. Nothing was changed.')
    expect(office.company.rows(`select id from dropped_file where name = 'plan.csv'`)).toEqual([])
  })

  it('can have one of its columns mapped again, without another question about the rest', async () => {
    const asked = await office.drop('two.csv', `Material;Werk;Bestand;Zähler;Stand\nSKU-100;EAST;3;95;${today}\n`, {
      key: 'again',
    })
    const fields = await office.press(asked, 'Map a column again...')
    expect(renderText(fields)).toContain('Which one is read wrong?')
    const columns = await office.press(fields, 'on hand (Bestand)')
    expect(renderText(columns)).toContain('Which column is the on hand?')
    const read = await office.press(columns, 'Zähler (95)')
    expect(renderText(read)).toContain('Zähler = on hand')
    const once = await office.press(await office.press(read, 'Map a column again...'), 'on hand (Zähler)')
    expect(renderText(await office.press(once, 'Leave it'))).toMatch(/Looks like stock/)
    await office.press(read, 'Cancel')
  })

  it('that is a marketing plan registers its promotions in one summary', async () => {
    const plan = `promotion_id,sku,location,name,start,end,units\nM-1,SKU-110,EAST,Fizz,2026-07-01,2026-07-05,30\nM-2,SKU-100,EAST,Big,2026-07-01,2026-07-05,900\n`
    const asked = await office.drop('plan.csv', plan, { caption: 'marketing plan', name: 'Ana' })
    const done = renderText(await office.press(asked, 'Import', 'Ana'))
    expect(done).toContain('2 promotions: 1 not ready, 1 ready. See all: /promo list')
    expect(done).toMatch(/✖ Big \(M-2\), 1 Jul: not ready/)
    expect(done).not.toContain('Fizz (M-1)')
  })

  it('waits for a day, says so, and is gone then', async () => {
    await office.drop('later.csv', 'Material;Werk;Bestand\nSKU-100;EAST;95\n', { name: 'Ada' })
    const [{ id }] = office.company.rows<{ id: string }>(`select id from dropped_file where name = 'later.csv'`) as [
      { id: string },
    ]
    expect(await office.company.say('feeds', { name: 'Ben' })).toContain(`${id} · later.csv from Ada`)
    const { tendFiles } = await import('../../../src/services/imports/tend-files.ts')
    const { app } = office.company
    const tend = (now: string) => tendFiles({ workspace: app.workspace, timeZone: 'UTC', today: app.today(), now })
    driverOf(app.workspace.database).exec(
      `update dropped_file set working_at = '${today}T08:00:00.000Z' where id = '${id}'`,
    )
    await tend(`${today}T08:00:30.000Z`)
    expect(office.shown(id)).not.toContain('interrupted')
    await tend(`${today}T08:02:00.000Z`)
    expect(office.shown(id)).toContain('Reading later.csv was interrupted. Nothing of it counts')
    await tend('2026-06-02T08:00:01.000Z')
    expect(office.shown(id)).toContain('is deleted now')
    expect(office.company.rows(`select id from dropped_file where id = ?`, id)).toEqual([])
  })
})

describe('once roles are on', () => {
  it('a marketer may bring in a marketing plan, and is told who may bring in stock', async () => {
    await using company = await openCompany(today, { edits: true, settings: { SHELFREADY_ADMINS: 'test:Ada' } })
    await sellCola(company, { leadDays: 70, lemonade: 9_000, hub: null })
    company.app.fetchFilesBy('slack', async (from) => ({ bytes: Buffer.from(from) }))
    const person = { id: 'test:Mo', name: 'Mo', platform: 'slack' }
    const drop = (from: string, key: string) =>
      company.app.handle({ key, person, place: '@test:Mo', words: { from, name: 'a.csv', caption: '' } })
    await company.say('whoami', { name: 'Mo' })
    await company.say('promo list', { name: 'Ada' })
    await company.say('roles on', { name: 'Ada' })
    const stranger = renderText(await drop('sku,location,on_hand\nSKU-100,EAST,1\n', 'one'))
    expect(stranger).toMatch(/role/)
    expect(company.rows('select id from dropped_file')).toEqual([])
    await company.say('role test:Mo marketer', { name: 'Ada' })
    const stock = renderText(await drop('sku,location,on_hand,as_of\nSKU-100,EAST,1,2026-06-01\n', 'two'))
    expect(stock).toMatch(/Importing inventory.*planners/)
    const plan = await drop(
      'promotion_id,sku,location,name,start,end,units\nM-1,SKU-110,EAST,Fizz,2026-07-01,2026-07-05,30\n',
      'three',
    )
    expect(plan.title).toContain('Looks like promotions')
  })
})
