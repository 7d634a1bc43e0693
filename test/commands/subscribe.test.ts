import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { renderText } from '../../src/chat/terminal/render.ts'
import { digest } from '../../src/operator/reports/digest.ts'
import { colaStage, type Stage } from './stage.ts'

let shop: Stage
beforeEach(async () => {
  shop = await colaStage()
  await shop.feed(
    'items',
    'sku,name,category,unit_cost,unit_price,currency,supplier,min_order_qty,order_multiple\n' +
      'SKU-100,Cola 1.5 l,Drinks,5.59,7.99,EUR,ACME,200,50\nSKU-110,Lemonade,Soft drinks,0.5,1,EUR,ACME,,\n',
  )
})
afterEach(() => shop[Symbol.asyncDispose]())

const kept = (channel: string) =>
  shop.rows(
    'select state, filter, person, weekly, minute, days, time_zone, when_quiet from subscription where channel = ?',
    channel,
  )[0]
const shortCola = (name: string, more = '') =>
  `promo add "${name}" sku:SKU-100 at:EAST dates:"6-12 Jul" units:700 price:7.99 ${more}`
const lemon = (name: string, more = '') => `promo add "${name}" sku:SKU-110 dates:"6-12 Jul" units:70 ${more}`
const cards = (channel: string) =>
  shop
    .rows(`select entity from outbox where channel = ? and kind = 'promotion' and form is null order by id`, channel)
    .map(({ entity }) => entity)
const stories = (channel: string) =>
  shop.rows(`select entity from outbox where channel = ? and kind = 'promotion' and form is not null`, channel).length

describe('a channel that subscribes to some promotions', () => {
  it('is told in words what it gets, and how that is typed; so say its settings', async () => {
    const said = await shop.say('shelfready subscribe category:drinks at:EAST,WEST value:500')
    expect(said).toContain(
      '#launches gets only drinks at EAST or WEST with 500 or more at risk, and its digest at 08:00',
    )
    expect(said).toContain('As a filter: category:drinks and at:EAST,WEST and value:500')
    expect(kept('#launches')).toMatchObject({ filter: 'category:drinks and at:EAST,WEST and value:500', person: null })
    expect(await shop.say('shelfready settings')).toMatch(/Filter +drinks at EAST or WEST with 500 or more at risk/)
  })

  it.each([
    [
      '"category:drinks and not (owner:Ana or severity:at-risk)"',
      'category:drinks and not (owner:Ana or severity:at-risk)',
    ],
    [
      'category:drinks and not (owner:Ana or severity:at-risk)',
      'category:drinks and not (owner:Ana or severity:at-risk)',
    ],
    ['category:"soft drinks",drinks', 'category:"soft drinks",drinks'],
    ['(category:"soft drinks") or mine2', null],
    ['not (category:"soft drinks" or owner:"Ana (north)")', 'not (category:"soft drinks" or owner:"Ana (north)")'],
    ['"category:drinks" at:EAST', '(category:drinks) at:EAST'],
    ['\'category:"soft drinks" at:EAST\'', 'category:"soft drinks" and at:EAST'],
    ['item:cola', 'item:cola'],
    ['item:lemonade supplier:acme', 'item:lemonade and supplier:acme'],
  ])('understands %s', async (typed, expected) => {
    const said = await shop.say(`shelfready subscribe ${typed}`)
    if (expected === null) expect(said).toContain('Nothing was changed')
    else expect(kept('#launches')?.filter).toBe(expected.replace('(category:drinks) at', 'category:drinks and at'))
  })

  it('says what else it wants in the same line, and may leave each of it out', async () => {
    await shop.say('subscribe at:EAST at:07:30 days:mon,fri zone:Europe/Berlin quiet:nothing weekly:yes')
    const all = {
      filter: 'at:EAST',
      minute: 450,
      days: 17,
      time_zone: 'Europe/Berlin',
      when_quiet: 'nothing',
      weekly: 1,
    }
    expect(kept('#launches')).toMatchObject(all)
    await shop.say('subscribe category:drinks')
    expect(kept('#launches')).toMatchObject({ ...all, filter: 'category:drinks' })
    await shop.say('settings weekly:no filter:"at:WEST"')
    expect(kept('#launches')).toMatchObject({ ...all, filter: 'at:WEST', weekly: 0 })
    await shop.say('subscribe everything')
    expect(kept('#launches')).toMatchObject({ ...all, filter: null, weekly: 0 })
    const before = shop.everything()
    expect(await shop.say('subscribe')).toContain('already gets every promotion')
    expect(shop.everything()).toBe(before)
  })

  it.each([
    ['category:drnks', 'There is no category drnks. Did you mean Drinks?'],
    ['at:EATS', 'There is no location EATS. Did you mean EAST (East Street)?'],
    ['item:SKU-1OO', 'There is no item SKU-1OO. Did you mean SKU-100 (Cola 1.5 l)?'],
    ['supplier:ACNE', 'There is no supplier ACNE. Did you mean ACME?'],
    ['colour:red', 'I cannot filter by "colour:".'],
    ['categroy:drinks', 'Did you mean category:?'],
    ['(category:drinks', 'is never closed'],
    ['value:1.000', 'is not a clear amount'],
    ['mine', 'shelfready subscribe me mine'],
    ['at:25:00', 'as a time of day'],
    ['days:someday', 'as days (mon-fri)'],
    ['weekly:maybe', 'is neither yes nor no'],
    ['at:08:00 at:09:00', 'at: is given twice'],
  ])('asks for what cannot be had with %s: it is told why, and nothing is changed', async (typed, why) => {
    await shop.say('shelfready subscribe')
    const before = shop.everything()
    const said = await shop.say(`shelfready subscribe ${typed}`)
    expect(said).toContain(why)
    expect(said).toMatch(/Nothing was changed|Not saved yet/)
    expect(shop.everything()).toBe(before)
  })

  it('gets the cards of those and no others; the channel of the registration always gets its card', async () => {
    await shop.say('subscribe category:drinks', { place: '#drinks' })
    await shop.say('subscribe category:"soft drinks" at:WEST', { place: '#west' })
    await shop.say('subscribe value:500', { place: '#money' })
    await shop.say('subscribe owner:Ben', { place: '#ben' })
    await shop.say('subscribe', { place: '#all' })
    await shop.say(shortCola('Short'), { place: '#drinks' })
    await shop.say(lemon('Lemon'), { place: '#drinks' })
    await shop.say(lemon('Fizz', 'at:EAST'), { name: 'Ben', place: '#field' })
    expect(['#drinks', '#west', '#money', '#ben', '#all', '#field'].map(cards)).toEqual([
      ['P-1', 'P-2'],
      ['P-2'],
      ['P-1'],
      ['P-3'],
      ['P-1', 'P-2', 'P-3'],
      ['P-3'],
    ])
  })

  it('gets the card of a promotion that it wants since an edit, and keeps the card of one that it wants no more', async () => {
    await shop.say('subscribe at:WEST', { place: '#west' })
    await shop.say(lemon('Lemon', 'at:EAST'))
    expect(cards('#west')).toEqual([])
    await shop.say('promo edit P-1 at:EAST,WEST')
    expect(cards('#west')).toEqual(['P-1'])
    expect(stories('#west')).toBe(0)
    await shop.say('promo edit P-1 at:EAST dates:"7-13 Jul"')
    await shop.say('promo edit P-1 at:WEST')
    expect(cards('#west')).toEqual(['P-1'])
    expect(stories('#west')).toBe(2)
    expect(shop.rows(`select channel from live_message where about = 'promotion' order by channel`)).toEqual([
      { channel: '#launches' },
      { channel: '#west' },
    ])
  })

  it('gets the card of a promotion whose owner becomes one it asked for, though that is no news elsewhere', async () => {
    await shop.say('subscribe owner:Ben', { place: '#ben' })
    await shop.say(lemon('Lemon'))
    await shop.say('promo edit P-1 owner:@ben')
    expect(cards('#ben')).toEqual(['P-1'])
    expect(stories('#launches')).toBe(0)
  })

  it('reads of those alone in its digest, which says so at its foot', async () => {
    await shop.say('subscribe category:drinks', { place: '#drinks' })
    await shop.say(shortCola('Short'))
    await shop.say(lemon('Lemon'))
    shop.at('2026-06-02')
    const [morning] = (await shop.tick()).filter((text) => text.startsWith('#drinks: Launch readiness'))
    expect(morning).toContain('#drinks · 1 at risk\n')
    expect(morning).toContain('Short (P-1)')
    expect(morning).not.toContain('Lemon')
    expect(morning).toContain('Only drinks: /shelfready settings.')
    await shop.say('digest now', { place: '#drinks' })
    expect(shop.posted('#drinks').at(-1)).not.toContain('Lemon')
    await shop.say('digest now', { place: '#all' })
    expect(shop.posted('#all').at(-1)).toContain('#all · 1 at risk, 1 ready\n')
    expect(shop.posted('#all').at(-1)).not.toContain('Only')
    const check = await shop.say('promo check', { place: '#drinks' })
    expect(check).toContain('Only drinks')
    expect(check).not.toContain('Lemon')
    const asked = await digest(shop.app, { id: '#drinks', name: '#drinks' }, shop.app.today(), {
      now: shop.app.now(),
      timeZone: 'UTC',
    })
    expect(renderText(asked)).toContain('Only drinks')
    expect(renderText(asked)).not.toContain('Lemon')
  })

  it('is not told that a promotion was cancelled, or is new, because it asks for others than before', async () => {
    await shop.say('subscribe', { place: '#supply' })
    await shop.say(shortCola('Short'))
    await shop.say(lemon('Lemon'))
    shop.at('2026-06-02')
    await shop.tick()
    await shop.say('subscribe category:drinks', { place: '#supply' })
    shop.at('2026-06-03')
    const [fewer] = await shop.tick()
    expect(fewer).toContain('#supply · 1 at risk\n')
    expect(fewer).not.toMatch(/cancelled|Lemon/)
    await shop.say('subscribe everything', { place: '#supply' })
    shop.at('2026-06-04')
    const [more] = await shop.tick()
    expect(more).toContain('#supply · 1 at risk, 1 ready\n')
    expect(more).not.toMatch(/New:/)
  })

  it('hears once more of a promotion that leaves what it asked for: it is ready again', async () => {
    await shop.say('subscribe severity:not-ready,at-risk', { place: '#trouble' })
    await shop.say(shortCola('Short'))
    shop.at('2026-06-02')
    await shop.tick()
    await shop.feed('inventory', 'sku,location,on_hand,as_of\nSKU-100,EAST,4000,2026-06-03\n')
    shop.at('2026-06-03')
    const digest = (await shop.tick()).find((text) => text.startsWith('#trouble: Launch readiness'))
    expect(digest).toContain('Short (P-1) is ready: ')
    shop.at('2026-06-04')
    const next = (await shop.tick()).find((text) => text.startsWith('#trouble: Launch readiness'))
    expect(next).not.toContain('Short')
  })

  it('hears as it happens what became of a promotion that it asked for by how it stands, once', async () => {
    const heard = async () => (await shop.tick()).filter((text) => text.startsWith('#trouble: ')).join('\n')
    await shop.say('subscribe severity:not-ready,at-risk', { place: '#trouble' })
    await shop.say(shortCola('Short'))
    shop.at('2026-06-02')
    await shop.tick()
    shop.at('2026-06-02T10:00:00Z')
    await shop.feed('inventory', 'sku,location,on_hand,as_of\nSKU-100,EAST,4000,2026-06-02T09:00\n')
    expect(await heard()).toMatch(/Short \(P-1\).* is ready again, was/)
    shop.at('2026-06-02T11:00:00Z')
    await shop.feed('inventory', 'sku,location,on_hand,as_of\nSKU-100,EAST,4010,2026-06-02T10:30\n')
    expect(await heard()).toBe('')
  })

  it('hears as it happens of a promotion that becomes what it asked for, though its digest left it out', async () => {
    const heard = async () => (await shop.tick()).filter((text) => text.startsWith('#trouble: ')).join('\n')
    await shop.say('subscribe severity:not-ready,at-risk', { place: '#trouble' })
    await shop.feed('inventory', 'sku,location,on_hand,as_of\nSKU-100,EAST,4000,2026-06-01T09:00\n')
    await shop.say(shortCola('Short'))
    shop.at('2026-06-02')
    expect(await heard()).not.toContain('Short')
    shop.at('2026-06-02T10:00:00Z')
    await shop.feed('inventory', 'sku,location,on_hand,as_of\nSKU-100,EAST,0,2026-06-02T09:00\n')
    expect(await heard()).toMatch(/Short \(P-1\).* is now .*, was ready/)
    shop.at('2026-06-02T11:00:00Z')
    await shop.feed('inventory', 'sku,location,on_hand,as_of\nSKU-100,EAST,1,2026-06-02T10:30\n')
    expect(await heard()).toBe('')
  })

  it('hears of decisions about what it asked for, and nobody does in their own messages', async () => {
    await shop.say('subscribe category:drinks', { place: '#drinks' })
    await shop.say('subscribe item:SKU-110', { place: '#lemon' })
    await shop.say('subscribe me')
    await shop.feed('lead-times', 'supplier,lead_time_days\nACME,70\n')
    await shop.say(shortCola('Short'))
    await shop.say('promo decide P-1 date reason:"ACME needs ten weeks"', { name: 'Ben' })
    await shop.say('promo agree P-1', { name: 'Dora' })
    expect(shop.rows('select state from decision')).toEqual([{ state: 'carried-out' }])
    expect(shop.posted('#drinks').join('\n')).toContain('Answer on the card: /promo show P-1')
    expect(shop.posted('#lemon')).toEqual([])
    expect(shop.posted('@test:Ana')).toEqual([])
  })

  it('hears what an edit did to a promotion that it asked for by how it stood', async () => {
    const heard = async () => (await shop.tick()).filter((text) => text.startsWith('#trouble: ')).join('\n')
    await shop.say('subscribe severity:not-ready,at-risk', { place: '#trouble' })
    await shop.feed('inventory', 'sku,location,on_hand,as_of\nSKU-100,EAST,4000,2026-06-01T09:00\n')
    await shop.say(shortCola('Short'))
    shop.at('2026-06-02')
    await heard()
    shop.at('2026-06-02T10:00:00Z')
    await shop.feed('inventory', 'sku,location,on_hand,as_of\nSKU-100,EAST,0,2026-06-02T09:00\n')
    expect(await heard()).toMatch(/Short \(P-1\).* is now/)
    shop.at('2026-06-02T11:00:00Z')
    await shop.feed('inventory', 'sku,location,on_hand,as_of\nSKU-100,EAST,450,2026-06-02T10:30\n')
    await shop.say('promo edit P-1 units:71')
    expect(await heard()).toMatch(/Short \(P-1\).* is ready again/)
  })

  it('hears as it happens of those that it asked for, nobody does in their own messages, and why-not says why not', async () => {
    const sees = (posts: readonly string[], place: string) =>
      posts.filter((text) => text.startsWith(`${place}: `)).join('\n')
    await shop.say('subscribe category:drinks', { place: '#drinks' })
    await shop.say('subscribe', { place: '#all' })
    await shop.say('subscribe me')
    await shop.feed(
      'promotions',
      'promotion_id,sku,location,name,start,end,units\nC,SKU-100,EAST,Cola week,2026-07-06,2026-07-12,80\nL,SKU-110,EAST,Lemon week,2026-07-06,2026-07-12,80\n',
    )
    shop.at('2026-06-02')
    await shop.tick()
    shop.at('2026-06-02T10:00:00Z')
    await shop.feed('inventory', 'sku,location,on_hand,as_of\nSKU-100,EAST,0,2026-06-02\nSKU-110,EAST,0,2026-06-02\n')
    await shop.feed('lead-times', 'supplier,lead_time_days\nACME,70\n')
    const posts = await shop.tick()
    expect(sees(posts, '#drinks')).toContain('Cola week (C)')
    expect(sees(posts, '#drinks')).not.toContain('Lemon week')
    expect(sees(posts, '#all')).toContain('Lemon week (L)')
    expect(sees(posts, '@test:Ana')).toBe('')
    expect(await shop.say('why-not L', { place: '#drinks' })).toContain('This channel only gets drinks')
    expect(await shop.say('why-not L', { place: '@test:Ana' })).toContain('subscription is a digest only')
  })

  it('hears of a risk as it is, though it asked for one of its places only: an order is one order', async () => {
    await shop.feed('inventory', 'sku,location,on_hand,as_of\nSKU-110,EAST,0,2026-06-01\nSKU-110,WEST,0,2026-06-01\n')
    await shop.say('subscribe at:WEST', { place: '#west' })
    await shop.say(lemon('Lemon'))
    await shop.say('digest now', { place: '#west' })
    await shop.say('digest now', { place: '#all' })
    const order = /order [\d,]+ units of Lemonade/
    expect(shop.posted('#west').at(-1)).toMatch(order)
    expect(order.exec(shop.posted('#west').at(-1) ?? '')?.[0]).toBe(order.exec(shop.posted('#all').at(-1) ?? '')?.[0])
  })
})

describe('the form of the settings', () => {
  const ana = { id: 'test:Ana', name: 'Ana' }
  const open = async () => {
    const words = { does: 'fill', id: 'settings', revision: 0 } as const
    const form = await shop.app.form({ key: null, person: ana, place: '#launches', words })
    if (!('fields' in form)) throw new Error(form.title)
    return {
      revision: form.revision,
      values: Object.fromEntries(form.fields.map(({ name, value }) => [name, value ?? ''])),
    }
  }
  const send = async (changed: Readonly<Record<string, string>>) => {
    const { revision, values } = await open()
    const words = { form: 'settings', subject: '', revision, values: { ...values, ...changed } }
    return shop.app.handle({ key: null, person: ana, place: '#launches', words })
  }

  it('stands at the filter and the weekly outlook, changes them, and drops a filter that was emptied', async () => {
    await shop.say('subscribe category:"soft drinks" at:07:30')
    expect((await open()).values).toMatchObject({ filter: 'category:"soft drinks"', weekly: 'no', at: '07:30' })
    await send({ filter: 'category:drinks and not owner:"Ana B"', weekly: 'yes' })
    expect(kept('#launches')).toMatchObject({ filter: 'category:drinks and not owner:"Ana B"', weekly: 1, minute: 450 })
    await send({ filter: '' })
    expect(kept('#launches')).toMatchObject({ filter: null, weekly: 1 })
  })

  it('says at its field what is wrong with a filter, and changes nothing', async () => {
    await shop.say('subscribe')
    const before = shop.everything()
    expect((await send({ filter: '(category:drinks' })).refusal).toMatchObject({
      filter: expect.stringContaining('never closed'),
    })
    expect((await send({ filter: 'mine' })).title).toContain('subscribe me mine')
    expect((await send({ filter: 'category:drnks' })).title).toContain('Did you mean Drinks?')
    expect(shop.everything()).toBe(before)
  })
})

describe('the coming weeks', () => {
  it('are in the first digest of a week, where they were asked for, with the orders that can wait', async () => {
    await shop.say('subscribe weekly:yes days:daily')
    await shop.say(shortCola('Short'))
    await shop.feed('items', 'sku,name,unit_price,currency,supplier\nSKU-120,Tea,2,EUR,ACME\n')
    await shop.feed('demand-plan', 'date,sku,location,units,days\n2026-06-01,SKU-120,EAST,400,200\n')
    await shop.feed('inventory', 'sku,location,on_hand,as_of\nSKU-120,EAST,60,2026-06-01\n')
    await shop.say('promo add Tea sku:SKU-120 at:EAST dates:"13-19 Jul" units:100')
    const digests: string[] = []
    for (const day of ['2026-06-02', '2026-06-03', '2026-06-07', '2026-06-08', '2026-06-09']) {
      shop.at(day)
      if (day === '2026-06-03') await shop.say(lemon('Lemon'))
      await shop.feed('inventory', `sku,location,on_hand,as_of\nSKU-100,EAST,${400 - digests.length},${day}\n`)
      digests.push((await shop.tick()).find((text) => text.includes('Launch readiness')) ?? '')
    }
    expect(digests.map((text) => text.includes('Coming weeks'))).toEqual([true, false, false, true, false])
    expect(digests[0]).toMatch(/Mon 6 Jul +1 +1 ▲ at risk +EUR [\d,]+ +0/)
    expect(digests[0]).toMatch(/Mon 29 Jun +0 +- +- +1/)
    expect(digests[0]).toMatch(/Can wait\n.*\n.*Tea \(P-2\)/)
    for (const text of digests) if (!text.includes('Coming weeks')) expect(text).not.toContain('Can wait')
    expect(digests[1]).not.toMatch(/Short|Tea|can wait/)
  })

  it('are in a digest that is asked for, and not where nobody asked for them', async () => {
    await shop.say('subscribe')
    await shop.say('digest now')
    expect(shop.posted().at(-1)).not.toContain('Coming weeks')
    await shop.say('subscribe weekly:yes')
    await shop.say(lemon('Lemon'))
    await shop.say('digest now')
    expect(shop.posted().at(-1)).toContain('Coming weeks')
  })
})

describe('a channel that unsubscribes', () => {
  it('gets no card and no digest any more, keeps the cards that are there, and may begin anew', async () => {
    await shop.say('subscribe category:drinks', { place: '#supply' })
    await shop.say(shortCola('First'))
    expect(await shop.say('unsubscribe', { place: '#supply' })).toContain('#supply no longer gets cards or a digest')
    await shop.say(shortCola('Second', 'another:yes'))
    shop.at('2026-06-02')
    expect(await shop.tick()).not.toContainEqual(expect.stringMatching(/^#supply: Launch readiness/))
    expect(cards('#supply')).toEqual(['P-1'])
    const before = shop.everything()
    expect(await shop.say('unsubscribe', { place: '#supply' })).toContain('Nothing was changed')
    expect(shop.everything()).toBe(before)
    expect(await shop.say('subscribe', { place: '#supply' })).toContain('#supply gets every promotion')
    expect(kept('#supply')).toMatchObject({ state: 'active', filter: null, person: null })
  })

  it('and begins anew on the same day, gets no second digest of that day', async () => {
    await shop.say('digest at 09:00 daily')
    shop.at('2026-06-01T09:00:00Z')
    expect(await shop.tick()).toHaveLength(1)
    await shop.say('unsubscribe')
    await shop.say('digest at 10:00 daily')
    shop.at('2026-06-01T10:00:00Z')
    expect(await shop.tick()).toEqual([])
  })
})

describe('a person who subscribes', () => {
  const inbox = '@test:Ana'

  it('gets a digest of what is theirs, directly, once a day, and no cards', async () => {
    expect(await shop.say('subscribe me mine at:07:30 zone:UTC', { place: '#board' })).toContain(
      'You get your own digest at 07:30 UTC, Mon to Fri: only what is yours.',
    )
    expect(kept(inbox)).toMatchObject({ person: 'test:Ana', filter: 'mine', minute: 450 })
    await shop.say(shortCola('Hers'))
    await shop.say(lemon('His'), { name: 'Ben' })
    expect(cards(inbox)).toEqual([])
    shop.at('2026-06-02T07:30:00Z')
    const posts = (await shop.tick()).filter((text) => text.startsWith(inbox))
    expect(posts).toHaveLength(1)
    expect(posts[0]).toContain('Launch readiness, Tue 2 Jun · for you · 1 at risk')
    expect(posts[0]).toContain('Hers (P-1)')
    expect(posts[0]).not.toContain('His')
    expect(posts[0]).toContain('Only what is yours: /shelfready settings.')
    expect(await shop.tick()).toEqual([])
  })

  it('reads of a risk that they have taken, whose promotion is someone else’s', async () => {
    await shop.say('subscribe me mine')
    await shop.say(shortCola('His'), { name: 'Ben' })
    await shop.say('risks', { name: 'Ben' })
    shop.at('2026-06-02')
    expect((await shop.tick()).find((text) => text.startsWith(inbox))).toContain('No matching promotions')
    await shop.say('ack R-1')
    shop.at('2026-06-03')
    expect((await shop.tick()).find((text) => text.startsWith(inbox))).toMatch(/Under way\n.*His \(P-1\)/)
  })

  it('gets it in their own zone and locale', async () => {
    await shop.say('settings my-zone:America/New_York locale:de')
    await shop.say('subscribe me')
    expect(kept(inbox)).toMatchObject({ time_zone: 'America/New_York', filter: null })
    await shop.say(shortCola('Short'))
    shop.at('2026-06-01T11:59:00Z')
    expect((await shop.tick()).filter((text) => text.startsWith(inbox))).toEqual([])
    shop.at('2026-06-01T12:00:00Z')
    const [digest] = (await shop.tick()).filter((text) => text.startsWith(inbox))
    expect(digest).toContain('Launch readiness, Mo., 1. Juni · for you')
    await shop.say('settings my-zone:Asia/Tokyo')
    expect(kept(inbox)).toMatchObject({ time_zone: 'Asia/Tokyo' })
  })

  it('sees it in the settings wherever they ask, and nobody else does', async () => {
    await shop.say('subscribe me severity:not-ready weekly:yes')
    const said = await shop.say('settings', { place: '#field' })
    expect(said).toMatch(/Your own digest +08:00 UTC, Mon to Fri; only promotions that are not ready/)
    expect(await shop.say('settings', { name: 'Ben' })).not.toContain('Your own digest')
  })

  it('keeps what they do not say again, and ends it with a word', async () => {
    await shop.say('subscribe me mine at:07:30 weekly:yes')
    await shop.say('subscribe me quiet:nothing')
    expect(kept(inbox)).toMatchObject({ filter: 'mine', minute: 450, weekly: 1, when_quiet: 'nothing' })
    const before = shop.everything()
    expect(await shop.say('subscribe me')).toContain('You already get your own digest')
    expect(shop.everything()).toBe(before)
    expect(await shop.say('unsubscribe me')).toContain('You no longer get your own digest')
    shop.at('2026-06-02')
    expect(await shop.tick()).toEqual([])
    expect(await shop.say('unsubscribe me')).toContain('Nothing was changed')
  })

  it('does so by the plain words too where they are alone with the bot', async () => {
    await shop.say('subscribe', { place: inbox })
    expect(kept(inbox)).toMatchObject({ person: 'test:Ana', state: 'active' })
    await shop.say(lemon('Lemon'))
    expect(cards(inbox)).toEqual([])
    await shop.say('digest at 09:00', { place: inbox })
    expect(kept(inbox)).toMatchObject({ person: 'test:Ana', minute: 540 })
    expect(await shop.say('pause', { place: inbox })).toContain('Your own digest is paused')
    await shop.say('unsubscribe', { place: inbox })
    expect(kept(inbox)).toMatchObject({ state: 'ended' })
  })
})

describe('a person whose role changes', () => {
  it('reads a digest of their own as long as they may see anything, with no button that they may not use', async () => {
    await using company = await colaStage(70, false, { SHELFREADY_ADMINS: 'test:Ada' })
    const ada = { name: 'Ada' }
    await company.say('shelfready subscribe me')
    await company.say(shortCola('Short'), ada)
    await company.say('shelfready role Ana planner', ada)
    await company.say('shelfready roles on', ada)
    const morning = async (day: string) => {
      company.at(day)
      await company.tick()
      const [row] = company.rows(`select card from outbox where channel = '@test:Ana' and entity = ?`, day)
      return row === undefined ? null : (row.card as string)
    }
    expect(await morning('2026-06-02')).toContain('"does":"acknowledge"')
    await company.say('shelfready role Ana viewer', ada)
    await company.say('promo edit P-1 units:900', ada)
    const seen = await morning('2026-06-03')
    expect(seen).toContain('Short')
    expect(seen).not.toContain('"does":"acknowledge"')
    await company.say('shelfready role Ana none', ada)
    expect(await morning('2026-06-04')).toBeNull()
    expect(company.rows(`select local_on from occurrence where channel = '@test:Ana' order by local_on`)).toHaveLength(
      3,
    )
  })
})
