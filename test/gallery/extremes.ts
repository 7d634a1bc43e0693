import { launches, type Office, openOffice } from './office.ts'
import type { Album } from './shown.ts'

const hostile =
  '<!channel> *bold* _it_ ~no~ `code` :fire: <https://evil.example|a gift> [md](https://evil.example) & "x" > </div><b>'
const long =
  'Grandmother’s very own extra long Sunday lemonade with real lemons from the garden and a pinch of mint, twice'

/** Shows what happens with nothing, with too much, and with text that means harm. */
export const extremes = async (album: Album): Promise<void> => {
  await nothing(album)
  await muchText(album)
  await manyRows(album)
}

const nothing = async (album: Album): Promise<void> => {
  await using office = await openOffice('2026-06-01T07:00:00Z')
  await office.app.rename(launches)
  await album.say(office, 'subscribed', '/shelfready subscribe')
  office.at('2026-06-01T08:00:30Z')
  const [digest] = await office.happen()
  if (digest === undefined) throw new Error('No digest came')
  album.add('digest-empty', 'a morning without promotions', digest.card as never)
  await album.say(office, 'list-empty', '/promo list')
  await album.say(office, 'risks-empty', '/shelfready risks')
  await album.say(office, 'home-empty', '/shelfready home', 'Ana', 'home')
}

const shopping = async (office: Office, shops: number, items: readonly (readonly [sku: string, name: string])[]) => {
  const places = Array.from({ length: shops }, (_, i) => `SHOP-${String(i + 1).padStart(2, '0')}`)
  const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`
  const all = items.flatMap(([sku]) => places.map((place) => [sku, place] as const))
  await office.feed(
    'locations',
    `location,name,kind\n${places.map((one) => `${one},${quoted(long)},shop`).join('\n')}\n`,
  )
  await office.feed(
    'items',
    `sku,name,unit_cost,unit_price,currency,supplier\n${items.map(([sku, name]) => `${sku},${quoted(name)},2,4.5,EUR,${quoted('Ümläut & Söhne <GmbH> *KG*')}`).join('\n')}\n`,
  )
  await office.feed('lead-times', `supplier,lead_time_days\n${quoted('Ümläut & Söhne <GmbH> *KG*')},30\n`)
  await office.feed(
    'inventory',
    `sku,location,on_hand,as_of\n${all.map(([sku, at], i) => `${sku},${at},${60 + (i % 7)},2026-06-01`).join('\n')}\n`,
  )
  await office.feed(
    'demand-plan',
    `date,sku,location,units,days\n${all.map(([sku, at]) => `2026-06-01,${sku},${at},600,200`).join('\n')}\n`,
  )
}

const muchText = async (album: Album): Promise<void> => {
  await using office = await openOffice('2026-06-01T07:00:00Z')
  await office.app.rename({ id: launches.id, name: '#launches-of-everything-that-we-ever-sold-in-the-north' })
  await shopping(office, 3, [
    ['SKU-L', long],
    ['SKU-H', hostile],
  ])
  await album.say(office, 'long-registered', `/promo add "${long}" sku:SKU-L,SKU-H dates:"15-19 Jun" uplift:+150%`)
  await album.say(office, 'hostile-registered', `/promo add '${hostile}' sku:SKU-H dates:"22-26 Jun" uplift:+150%`)
  await album.say(office, 'hostile-shown', '/promo show P-2')
  await album.say(office, 'hostile-and-long-list', '/promo list')
  await album.say(office, 'hostile-and-long-risks', '/shelfready risks')
  await album.say(office, 'hostile-why', '/promo why P-2 SKU-H SHOP-01')
  await album.say(office, 'hostile-stock', '/stock SKU-H at SHOP-01')
  await album.say(office, 'hostile-resolved', `/shelfready resolve R-1 reason:'${hostile} ${'and so on '.repeat(12)}'`)
  await album.say(office, 'hostile-refused', `/promo shwo ${hostile.replaceAll(/["`]/g, '')}`)
}

const manyRows = async (album: Album): Promise<void> => {
  await using office = await openOffice('2026-06-01T07:00:00Z')
  await office.app.rename(launches)
  const items = Array.from({ length: 20 }, (_, i) => [`SKU-${i + 100}`, `Lemonade number ${i + 1}`] as const)
  await shopping(office, 18, items)
  await office.ask('/shelfready subscribe')
  for (const [i, [sku]] of items.entries())
    await office.ask(`/promo add "Promotion ${i + 1}" sku:${sku} dates:"${i + 4}-${i + 10} Jun" uplift:+200%`)
  await album.say(office, 'many-lines', '/promo show P-1')
  await album.say(office, 'many-lines-all', '/promo check P-1 all:yes')
  await album.say(office, 'many-promotions', '/promo list')
  await album.say(office, 'many-places', '/stock SKU-100')
  await album.say(office, 'many-risks', '/shelfready risks')
  await album.say(office, 'many-risks-page-2', '/shelfready risks page:2')
  await album.say(office, 'many-days', '/promo balance P-20 SKU-119 SHOP-01')
  await album.say(office, 'many-home', '/shelfready home', 'Ana', 'home')
  await album.say(office, 'many-checked', '/promo check')
}
