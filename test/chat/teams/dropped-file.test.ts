import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { eventually } from '../../_helpers/slack/office.ts'
import { inDays, shortCola } from '../../_helpers/slack/stocked-store.ts'
import type { Conversation } from '../../_helpers/teams/fake-teams.ts'
import { messageWords } from '../../_helpers/teams/reading.ts'
import { noTroubles, openTeamsOffice, type TeamsOffice, troubles } from '../../_helpers/teams/teams-office.ts'

let office: TeamsOffice
beforeAll(async () => {
  office = await openTeamsOffice()
  await office.says(office.ana, office.launches, shortCola('Summer').slice(1))
  await office.message(office.launches, 'NOT READY')
  await office.settled()
})
afterAll(async () => {
  await office[Symbol.asyncDispose]()
  expect(troubles(office)).toEqual(noTroubles)
})

const stock = (cola: number) =>
  `Material;Werk;Bestand;Datum\nSKU-100;EAST;${cola};${inDays(0)}\nSKU-110;EAST;9000;${inDays(0)}\n`
const chat = () => office.teams.personalChat(office.ana)
const sends = (
  where: Conversation,
  name: string,
  text: string,
  told: { readonly words?: string; readonly url?: string } = {},
) => {
  office.teams.stores(name, text)
  const url = told.url ?? `${office.teams.url}/drive/${name}`
  return office.says(office.ana, where, told.words ?? '', { files: [{ name, url }] })
}
const onHand = () =>
  office.rows<{ on_hand: number }>(
    `select on_hand from inventory where sku = 'SKU-100' order by batch_id desc limit 1`,
  )[0]?.on_hand

describe('a spreadsheet in the personal chat', () => {
  it('is shown as it is read, and its one message tells what it brought', async () => {
    expect((await sends(chat(), 'mb52.csv', stock(9_999))).status).toBe(200)
    const asked = await office.message(chat(), 'Looks like stock: 2 rows of mb52.csv')
    expect(messageWords(asked)).toContain('Bestand = on hand')
    const before = office.teams.posted(chat()).length
    await office.presses(office.ana, asked, 'Import')
    await eventually(() => expect(messageWords(office.now(asked))).toContain('Summer (P-1): ready, was not ready'))
    expect(onHand()).toBe(9_999)
    await office.settled()
    expect(office.teams.posted(chat())).toHaveLength(before)
  })

  it('is taken from where Microsoft stores files alone', async () => {
    await sends(chat(), 'evil.csv', stock(1), { url: 'https://evil.example/evil.csv' })
    await office.message(chat(), 'That file is not stored by Microsoft')
    await sends(chat(), 'local.csv', stock(1), { url: 'http://127.0.0.1:9/drive/local.csv' })
    await eventually(() => expect(office.saying(chat(), 'That file is not stored by Microsoft')).toHaveLength(2))
    expect(onHand()).toBe(9_999)
  })

  it('that is still kept after a restart can be imported then', async () => {
    await sends(chat(), 'later.csv', 'Artikel;Lager;Menge;Datum\nSKU-100;EAST;8888;01.01.2026\n')
    const asked = await office.message(chat(), 'of later.csv')
    await office.restart()
    await office.presses(office.ana, asked, 'Cancel')
    await eventually(() => expect(messageWords(office.now(asked))).toContain('later.csv was not imported'))
  })
})

describe('a spreadsheet in a channel', () => {
  it('is not read: the way is told', async () => {
    await sends(office.launches, 'chan.csv', stock(2))
    await eventually(() =>
      expect([...office.teams.posted(office.launches), ...office.teams.targeted].map(messageWords).join()).toContain(
        'Send the file to me in our personal chat',
      ),
    )
    expect(onHand()).toBe(9_999)
  })
})
