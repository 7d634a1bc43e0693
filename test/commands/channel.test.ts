import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { registration } from '../_helpers/registered.ts'
import { colaStage, type Stage } from './stage.ts'

let cola: Stage
beforeEach(async () => {
  cola = await colaStage()
})
afterEach(() => cola[Symbol.asyncDispose]())

const subscription = (channel = '#launches') => cola.rows('select * from subscription where channel = ?', channel)[0]
const weekdays = 31

describe('a channel', () => {
  it('that subscribes gets every promotion and a digest at 08:00 mon-fri in the workspace zone', async () => {
    cola.at('2026-06-01T10:00:00Z')
    const said = await cola.say('shelfready subscribe')
    expect(said).toContain('#launches gets every promotion and its digest at 08:00 UTC, Mon to Fri.')
    expect(said).toContain('Tue 2 Jun')
    expect(subscription()).toMatchObject({
      state: 'active',
      minute: 480,
      days: weekdays,
      time_zone: 'UTC',
      when_quiet: 'line',
    })
    expect(cola.rows('select action, actor from audit')).toHaveLength(1)
  })

  it('that subscribes twice, or in two spellings of the command, has one subscription', async () => {
    await cola.say('shelfready subscribe')
    const before = cola.everything()
    expect(await cola.say('subscribe', { name: 'Ben' })).toContain('already gets every promotion')
    expect(cola.everything()).toBe(before)
  })

  it('says when its next digest comes, which is the one it then gets first', async () => {
    const said = await cola.say('shelfready subscribe')
    const next = /Next: (\w{3} \d+ Jun)/.exec(said)?.[1]
    expect(next).toBeDefined()
    const posts = await cola.tick()
    cola.at('2026-06-02')
    posts.push(...(await cola.tick()))
    expect(posts[0]).toContain(`Launch readiness, ${next}`)
  })

  it.each([
    ['07:30', { minute: 450, days: weekdays, time_zone: 'UTC' }],
    ['7:30 mon,wed,fri Europe/Berlin', { minute: 450, days: 1 + 4 + 16, time_zone: 'Europe/Berlin' }],
    ['06:00 daily', { minute: 360, days: 127, time_zone: 'UTC' }],
    ['06:00 sat-sun America/New_York', { minute: 360, days: 32 + 64, time_zone: 'America/New_York' }],
    ['06:00 Asia/Tokyo', { minute: 360, days: weekdays, time_zone: 'Asia/Tokyo' }],
    ['00:00 fri-mon', { minute: 0, days: 1 + 16 + 32 + 64, time_zone: 'UTC' }],
    ['23:59 tuesday', { minute: 1439, days: 2, time_zone: 'UTC' }],
  ])('asks for its digest at %s', async (words, expected) => {
    const said = await cola.say(`shelfready digest at ${words}`)
    expect(said).toMatch(/^#launches gets every promotion and its digest at \d\d:\d\d \w/)
    expect(said).toContain(expected.time_zone.split('/').at(-1)?.replace('_', ' '))
    expect(subscription()).toMatchObject({ state: 'active', ...expected })
  })

  it('keeps its zone when it only says another time, and goes back to mon-fri when it says no days', async () => {
    await cola.say('shelfready digest at 7:30 mon,wed Europe/Berlin')
    await cola.say('shelfready digest at 09:15')
    expect(subscription()).toMatchObject({ minute: 555, days: weekdays, time_zone: 'Europe/Berlin' })
  })

  it.each(['', '25:00', '8', '08:60', 'noon', '07:30 someday', '07:30 Mars/Olympus', '07:30 mon-', '-1:00'])(
    'that asks for its digest at "%s" is told why not, and nothing is changed',
    async (words) => {
      await cola.say('shelfready subscribe')
      const before = cola.everything()
      expect(await cola.say(`shelfready digest at ${words}`)).toContain('Nothing was changed')
      expect(cola.everything()).toBe(before)
    },
  )

  it('that pauses gets no digest until it resumes, and keeps its time', async () => {
    await cola.say('shelfready digest at 07:30')
    expect(await cola.say('shelfready pause', { name: 'Ben' })).toContain('paused')
    expect(subscription()).toMatchObject({ state: 'paused', minute: 450 })
    expect(await cola.say('shelfready settings')).toContain('paused by Ben')
    cola.at('2026-06-02')
    expect(await cola.tick()).toEqual([])
    const before = cola.everything()
    expect(await cola.say('shelfready digest pause')).toContain('already paused')
    expect(cola.everything()).toBe(before)
    expect(await cola.say('shelfready digest resume')).toContain('07:30 UTC, Mon to Fri')
    expect(subscription()).toMatchObject({ state: 'active', minute: 450 })
    cola.at('2026-06-03')
    expect(await cola.tick()).toHaveLength(1)
  })

  it('without a subscription cannot pause, resume or be quiet, and is told what gives it one', async () => {
    const before = cola.everything()
    for (const line of ['shelfready pause', 'shelfready resume', 'shelfready settings quiet:nothing']) {
      const said = await cola.say(line)
      expect(said).toContain('#launches has no digest yet. Nothing was changed')
      expect(said).toContain('shelfready subscribe')
    }
    expect(cola.everything()).toBe(before)
  })

  it('chooses one line or nothing for a quiet morning', async () => {
    await cola.say('shelfready subscribe')
    await cola.say('shelfready subscribe', { place: '#quiet' })
    await cola.say('shelfready settings quiet:nothing', { place: '#quiet' })
    expect(subscription('#quiet')).toMatchObject({ when_quiet: 'nothing' })
    expect(await cola.say('shelfready settings quiet:maybe')).toMatch(/line, nothing.*Nothing was changed/)
    cola.at('2026-06-02')
    await cola.tick()
    cola.at('2026-06-03')
    const posts = await cola.tick()
    expect(posts).toHaveLength(1)
    expect(posts[0]).toMatch(/^#launches: Launch readiness, Wed 3 Jun: nothing changed\.[^\n]*$/)
  })

  it('settings are shown without writing: time, days, zone, who set it, quiet mornings, the language of numbers', async () => {
    await cola.say('shelfready digest at 07:30 mon,fri Europe/Berlin', { name: 'Ben' })
    const before = cola.everything()
    const said = await cola.say('shelfready settings')
    expect(said).toContain('07:30 Berlin time (CEST), Mon and Fri; set by Ben')
    expect(said).toMatch(/Quiet mornings +one line/)
    expect(said).toMatch(/Number format +I ask/)
    expect(await cola.say('shelfready settings', { place: '#other' })).not.toContain('07:30')
    expect(cola.everything()).toBe(before)
  })

  it('that asks for its digest now gets exactly one row in the outbox, subscribed or not', async () => {
    for (const place of ['#launches', '#unsubscribed']) {
      expect(await cola.say('shelfready digest now', { place })).toContain(`The digest is in ${place}`)
      expect(cola.rows('select kind, channel, state from outbox where channel = ?', place)).toEqual([
        { kind: 'digest', channel: place, state: 'pending' },
      ])
      expect(cola.posted(place)[0]).toMatch(/^Launch readiness, Mon 1 Jun/)
    }
    expect(cola.rows('select * from occurrence')).toEqual([])
  })

  it('asks for its digest now once, though the request is delivered three times', async () => {
    await Promise.all([1, 2, 3].map(() => cola.say('shelfready digest now', { key: 'once' })))
    expect(cola.posted()).toHaveLength(1)
  })

  it('still gets its digest in the morning after one that was asked for, and only one', async () => {
    cola.at('2026-06-01T10:00:00Z')
    await cola.say('shelfready subscribe')
    await cola.say('shelfready digest now')
    cola.at('2026-06-02')
    await cola.tick()
    expect(await cola.tick()).toEqual([])
    expect(cola.rows('select local_on from occurrence')).toEqual([{ local_on: '2026-06-02' }])
    expect(cola.rows(`select count(*) as n from outbox where kind = 'digest'`)).toEqual([{ n: 2 }])
  })
})

describe('a registration', () => {
  it('posts one card in its channel and one in each subscribed one, never two in a channel', async () => {
    for (const place of ['#launches', '#supply', '#board']) await cola.say('shelfready subscribe', { place })
    await cola.say('shelfready pause', { place: '#board' })
    await cola.say('promo add Lemon sku:SKU-110 dates:"6-12 Jul" units:70')
    await cola.say('promo add Field sku:SKU-110 dates:"6-12 Aug" units:70', { place: '#field' })
    const posts = cola.rows('select channel, entity, kind from outbox order by entity, channel')
    expect(posts.filter(({ channel }) => channel !== '#board')).toEqual([
      { channel: '#launches', entity: 'P-1', kind: 'promotion' },
      { channel: '#supply', entity: 'P-1', kind: 'promotion' },
      { channel: '#field', entity: 'P-2', kind: 'promotion' },
      { channel: '#launches', entity: 'P-2', kind: 'promotion' },
      { channel: '#supply', entity: 'P-2', kind: 'promotion' },
    ])
    expect(cola.posted('#supply')[1]).toContain('● READY   Field')
    expect(cola.posted('#field')).toHaveLength(1)
  })

  it('that is refused, or answered with the first one, posts nothing', async () => {
    await cola.say('shelfready subscribe', { place: '#supply' })
    await cola.say('promo add Lemon sku:SKU-110 dates:"6-12 Jul" units:70')
    const before = cola.everything()
    cola.at('2026-06-01T08:20:00Z')
    const again = await cola.say('promo add LEMON sku:SKU-110 at:EAST dates:"6-8 Jul" units:9', { name: 'Ben' })
    expect(again).toMatch(/already registered as P-1 by Ana, 20 minutes ago/)
    await cola.say('promo add Lemon sku:SKU-999 dates:"6-12 Jul"')
    expect(cola.everything()).toBe(before)
  })

  it('of the same name, but another start or other items, is another promotion', async () => {
    await cola.say('promo add Lemon sku:SKU-110 dates:"6-12 Jul" units:70')
    expect(await cola.say('promo add Lemon sku:SKU-110 dates:"7-12 Jul" units:70')).toMatch(
      registration(undefined, 'P-2'),
    )
    expect(await cola.say('promo add Lemon sku:SKU-100 dates:"6-12 Jul" units:70')).toMatch(
      registration(undefined, 'P-3'),
    )
  })

  it('by somebody from outside the company is refused, as everything they ask', async () => {
    const before = cola.everything()
    for (const words of [
      'promo add Lemon sku:SKU-110 dates:"6-12 Jul"',
      'promo list',
      'help',
      'shelfready subscribe',
    ]) {
      const card = await cola.app.handle({
        key: null,
        person: { id: 'test:guest', name: 'Guest', guest: true },
        place: '#launches',
        words,
      })
      expect(card.title).toContain('Only people from this company can use me here')
    }
    expect(cola.everything()).toBe(before)
  })
})
