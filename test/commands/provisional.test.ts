import { afterEach, describe, expect, it } from 'vitest'
import { sellCola } from '../_helpers/company.ts'
import { type Stage, stage } from './stage.ts'

const stack: AsyncDisposable[] = []
afterEach(async () => {
  for (const one of stack.splice(0).reverse()) await one[Symbol.asyncDispose]()
})

const openShop = async (): Promise<Stage> => {
  const shop = await stage('2026-06-01')
  stack.push(shop)
  await sellCola(shop, { lemonade: 5_000, planDays: 200 })
  return shop
}

const easter = 'promo add "Easter" dates:"17-23 Aug" owner:Ana'

describe('a promotion whose items follow', () => {
  it('is provisional and unknown, never ready, in lists, calendar and digest', async () => {
    const shop = await openShop()
    const said = await shop.say(easter)
    expect(said).toContain(
      'Provisional: Easter (P-1), Mon 17 to Sun 23 Aug. It has no items yet, so it has no verdict.',
    )
    expect(said).toContain('Add its items, needed by Mon 6 Jul · Ana · ')
    expect(await shop.say('promo list')).toContain('? Items follow')
    expect(await shop.say('promo list owner:ana')).toContain('Easter (P-1)')
    expect(await shop.say('promo list severity:ready')).not.toContain('Easter')
    expect(await shop.say('promo calendar weeks:13')).toMatch(/Easter \(P-1\) +◌ Items follow, provisional/)
    expect(await shop.say('promo check')).toMatch(/Items follow\n \? Easter \(P-1\), .*needed by Mon 6 Jul · Ana/)
    expect(await shop.say('promo show Easter')).toContain('? UNKNOWN   Easter')
    expect(await shop.say('promo why P-1')).toContain('has no items yet, so there is nothing to judge')
  })

  it('keeps its id and its card when the items come, and stays provisional until somebody commits', async () => {
    const shop = await openShop()
    await shop.say(easter)
    const id = 'P-1'
    expect(await shop.say(`promo edit ${id} status:committed`)).toContain('nobody can commit to it')
    expect(await shop.say(`promo edit ${id} units:700`)).toContain('it has none yet')
    expect(await shop.say(`promo edit ${id} name:"Easter 2026"`)).toContain('is changed')
    const added = await shop.say(`promo edit ${id} sku:SKU-110 uplift:+20%`)
    expect(added).toContain('● Ready: Easter 2026 (P-1) is changed')
    expect(added).toContain('Still provisional. Commit to it: /promo edit P-1 status:committed')
    expect(await shop.say(`promo edit ${id} status:committed`)).toContain('tentative → committed')
    expect(await shop.say('promo list')).toMatch(/1 promotion running[\s\S]*● Ready +Easter 2026 \(P-1\)/)
    expect(shop.rows("select count(*) as cards from outbox where kind = 'promotion' and form is null")).toEqual([
      { cards: 1 },
    ])
    expect(await shop.say(`promo history ${id}`)).not.toContain('without ,')
  })

  it('is registered once, copied, and cancelled', async () => {
    const shop = await openShop()
    await shop.say(easter)
    expect(await shop.say(easter)).toContain('is already registered as P-1')
    expect(await shop.say('promo clone P-1 dates:"24-30 Aug"')).toContain('Provisional: Easter (P-2)')
    expect(await shop.say('promo cancel P-1 why:other')).toContain('was cancelled by Ana')
    expect(await shop.say('promo list')).not.toContain('P-1')
  })

  it.each([
    ['promo add "Easter" dates:"17-23 Aug" uplift:+20%', 'No item is named'],
    ['promo add "Easter"', 'No item is named'],
    ['promo add "Easter" dates:"17-23 Aug" status:committed', 'No item is named'],
    ['promo what-if dates:"17-23 Aug"', 'No item is named'],
  ])('is not what is meant by %s', async (words, refusal) => {
    const shop = await openShop()
    expect(await shop.say(words)).toContain(refusal)
    expect(shop.count('promotion_line')).toBe(0)
  })

  it('is asked about once, in time, by the one who owns it', async () => {
    const shop = await openShop()
    await shop.say(easter)
    const asks = async (day: string) => {
      shop.at(day)
      return (await shop.tick()).filter((said) => said.includes('can you add them'))
    }
    expect(await asks('2026-06-02')).toEqual([])
    const [asked] = await asks('2026-06-29')
    expect(asked).toMatch(
      /^@test:Ana: The items of Easter \(P-1\), .* are needed by Mon 6 Jul\. Ana, can you add them\?/,
    )
    expect(await asks('2026-06-30')).toEqual([])
  })

  it('gives way to what a feed says of it', async () => {
    const shop = await openShop()
    await shop.say(easter)
    await shop.feed(
      'promotions',
      'promotion_id,sku,location,name,start,end,uplift\nP-1,SKU-110,EAST,Easter,2026-08-17,2026-08-20,1.2\n',
    )
    expect(await shop.say('promo list')).toMatch(/● Ready +Easter \(P-1\) +Mon 17 to Thu 20 Aug/)
  })
})
