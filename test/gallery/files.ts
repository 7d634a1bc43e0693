import { driverOf } from '../_helpers/engine.ts'
import { launches, openOffice } from './office.ts'
import type { Album } from './shown.ts'

const future = 'date,sku,location,units\n2026-06-20,SKU-100,EAST,5\n'
const wrong = 'sku,location,on_hand,as_of\nSKU-100,EAST,90,2026-06-01\nSKU-110,EAST,nine,2026-06-01\n'
const german = 'Material;Werk;Bestand;Datum\nSKU-100;EAST;100,0;01.06.2026\nSKU-110;EAST;9.000,0;01.06.2026\n'

/** Shows spreadsheets that people drop: how they are read, held, released, refused and taken back. */
export const files = async (album: Album): Promise<void> => {
  await using office = await openOffice('2026-06-01T08:00:00Z')
  await office.app.rename(launches)
  await office.feed('items', 'sku,name\nSKU-100,Cola 1.5 l\nSKU-110,Lemonade 1 l\n')
  await office.feed(
    'inventory',
    'sku,location,on_hand,as_of\nSKU-100,EAST,400,2026-06-01\nSKU-110,EAST,9000,2026-06-01\n',
  )
  const texts: string[] = []
  office.app.fetchFilesBy('slack', async (from) => ({ bytes: Buffer.from(texts[Number(from)] ?? '') }))
  const drop = async (name: string, text: string, caption = '') => {
    const from = String(texts.push(text) - 1)
    const { words: _, ...request } = office.request('', 'Ben')
    const card = await office.app.handle({ ...request, key: `file ${from}`, words: { from, name, caption } })
    album.add(`file-${name.replace('.', '-')}`, `Ben drops ${name}`, card)
  }
  const say = (name: string, words: string) => album.say(office, name, words, 'Ben')
  await say('import', '/shelfready import')
  await drop('mb52.csv', german)
  await say('feeds-answer', '/shelfready feeds answer F-1 import yes')
  await drop('umsatz.csv', future, 'sales')
  await say('feeds-held', '/shelfready feeds answer F-2 import yes')
  await say('feeds', '/shelfready feeds')
  const held = () =>
    driverOf(office.app.workspace.database).prepare(`select max(id) from batch where state = 'held'`).pluck().get()
  await say('feeds-refuse', `/shelfready feeds refuse ${held()}`)
  await drop('umsatz2.csv', future, 'sales')
  await office.ask('/shelfready feeds answer F-3 import yes', 'Ben')
  const batch = held()
  await say('feeds-release', `/shelfready feeds release ${batch}`)
  await say('feeds-undo', `/shelfready feeds undo ${batch}`)
  await drop('stock.csv', wrong, 'stock')
  await say('feeds-refused', '/shelfready feeds answer F-4 import yes')
  await say('feeds-rest', '/shelfready feeds answer F-4 import rest')
  await say('feeds-rejects', '/shelfready feeds rejects F-4')
  await say('feeds-rhythm', '/shelfready feeds rhythm inventory 1')
}
