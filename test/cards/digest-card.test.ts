import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { colaStage, type Stage } from '../commands/stage.ts'

/** The mornings of one story, as the channel read them; `quiet` is the channel that wants nothing on quiet mornings. */
let cola: Stage
const mornings = new Map<string, string>()
const quiet = new Map<string, string | undefined>()

const morning = async (day: string) => {
  cola.at(day)
  const posts = (await cola.tick()).filter((post) => post.includes('Launch readiness'))
  mornings.set(day, posts.find((post) => post.startsWith('#launches: '))?.slice('#launches: '.length) ?? '')
  quiet.set(
    day,
    posts.find((post) => post.startsWith('#quiet: ')),
  )
  return mornings.get(day) as string
}
const of = (day: string) => mornings.get(day) as string

/** The lines below a heading, up to the next empty line. */
const section = (text: string, heading: RegExp): readonly string[] => {
  const lines = text.split('\n')
  const at = lines.findIndex((line) => heading.test(line))
  if (at < 0) return []
  const end = lines.indexOf('', at)
  return lines.slice(at + 1, end < 0 ? undefined : end)
}

beforeAll(async () => {
  cola = await colaStage()
  cola.at('2026-05-31')
  await cola.say('shelfready subscribe')
  await cola.say('shelfready subscribe', { place: '#quiet' })
  await cola.say('shelfready settings quiet:nothing', { place: '#quiet' })
  cola.at('2026-06-01T07:00:00Z')
  await cola.say('promo add Lemonade sku:SKU-110 dates:"3-5 Jun" uplift:+10%')
  await cola.say('promo add "Summer BOGO" sku:SKU-100 at:EAST dates:"24-30 Jun" units:310 price:7.99')
  await morning('2026-06-01')
  await morning('2026-06-02')
  cola.at('2026-06-02T15:00:00Z')
  await cola.feed('inbound', 'order_id,sku,location,quantity,due_date\nPO-77,SKU-100,EAST,150,2026-07-22\n')
  await cola.say('promo add Picnic sku:SKU-110 dates:"20-25 Jun" uplift:+10%', { name: 'Ben' })
  await morning('2026-06-03')
  cola.at('2026-06-03T15:00:00Z')
  await cola.say('promo cancel P-3 why:other reason:"no budget"', { name: 'Ben' })
  await cola.say('shelfready ack P-2', { name: 'Cleo' })
  await morning('2026-06-04')
  await morning('2026-06-05')
  cola.at('2026-06-05T20:00:00Z')
  await cola.feed(
    'sales',
    'date,sku,location,units,price\n2026-06-03,SKU-110,EAST,3,1\n2026-06-04,SKU-110,EAST,2,1\n2026-06-05,SKU-110,EAST,4,1\n' +
      '2026-06-03,SKU-110,WEST,1,1\n2026-06-04,SKU-110,WEST,1,1\n2026-06-05,SKU-110,WEST,1,1\n',
  )
  await morning('2026-06-08')
  await morning('2026-06-09')
  cola.at('2026-06-09T20:00:00Z')
  await cola.feed(
    'inventory',
    'sku,location,on_hand,as_of\nSKU-100,EAST,3000,2026-06-10\nSKU-110,EAST,4900,2026-06-10\nSKU-110,WEST,4900,2026-06-10\n',
  )
  await morning('2026-06-10')
  await morning('2026-06-11')
})
afterAll(() => cola[Symbol.asyncDispose]())

describe('the digest of a morning on which a promotion is first known to sell too slowly', () => {
  it('is not a quiet one, and says so once', async () => {
    await using shop = await colaStage()
    shop.at('2026-05-31')
    await shop.say('shelfready subscribe')
    shop.at('2026-06-01T07:00:00Z')
    await shop.say('promo add Lemonade sku:SKU-110 at:EAST dates:"1-7 Jun" uplift:3x')
    const digests: string[] = []
    for (const day of ['2026-06-01', '2026-06-02', '2026-06-03', '2026-06-04']) {
      shop.at(day)
      digests.push((await shop.tick()).filter((post) => post.includes('Launch readiness')).join('\n'))
      await shop.feed('sales', `date,sku,location,units\n${day},SKU-110,EAST,2\n`)
    }
    const told = digests.map((text) =>
      /Changed since[^\n]*\n[^\n]*Lemonade \(P-1\) is selling 67 % below plan/.test(text),
    )
    expect(told).toEqual([false, false, true, false])
    expect(digests[2]).toContain('order no more, or widen the offer')
    expect(digests[3]).toContain('nothing changed')
  })
})

describe('the digest of consecutive mornings', () => {
  it('begins with the day and the channel, and counts promotions by verdict', () => {
    expect(of('2026-06-01').split('\n')[0]).toMatch(/^Launch readiness, Mon 1 Jun · #launches · 1 at risk, 1 ready$/)
  })

  it('names what must be ordered, by when, for how much, and that nobody has taken it', () => {
    expect(of('2026-06-01')).toMatch(
      /▲ Summer BOGO \(P-2\), 24 Jun: order 200 units of Cola 1\.5 l at ACME by \w{3} \d+ Jun · EUR \d+ · Unassigned · R-\d/,
    )
  })

  it('names what launches next with its verdict', () => {
    expect(section(of('2026-06-01'), /^Next to launch/).join('\n')).toMatch(/● Lemonade \(P-1\), Wed 3 Jun/)
  })

  it('of an unchanged day says so in one line', () => {
    expect(of('2026-06-02')).toMatch(/^Launch readiness, Tue 2 Jun: nothing changed\. 1 ready, 1 [^\n]+\.$/)
  })

  it('does not come on an unchanged day where the channel chose nothing', () => {
    expect(quiet.get('2026-06-01')).toContain('Mon 1 Jun')
    expect(quiet.get('2026-06-02')).toBeUndefined()
    expect(quiet.get('2026-06-03')).toContain('Wed 3 Jun')
    expect(quiet.get('2026-06-09')).toBeUndefined()
  })

  it('says which order slipped, to when, and what it touches', () => {
    const changed = section(of('2026-06-03'), /^Changed since Tue/)
    expect(changed.join('\n')).toMatch(/PO-77.*slipped to Wed 22 Jul.*Summer BOGO \(P-2\).*▲ at risk/i)
  })

  it('says which promotion is new', () => {
    expect(section(of('2026-06-03'), /^Changed since Tue/).join('\n')).toMatch(/● New: Picnic \(P-3\), 20 Jun$/m)
  })

  it('shows what is live with its day and its cover', () => {
    expect(section(of('2026-06-03'), /^Live/).join('\n')).toMatch(/● Lemonade \(P-1\) · day 1 of 3 · .*cover/)
    expect(section(of('2026-06-04'), /^Live/).join('\n')).toContain('day 2 of 3')
    expect(section(of('2026-06-08'), /^Live/)).toEqual([])
  })

  it('says which promotion was cancelled', () => {
    expect(section(of('2026-06-04'), /^Changed since Wed/).join('\n')).toMatch(/Picnic \(P-3\) was cancelled/)
    expect(of('2026-06-05')).not.toContain('Picnic')
  })

  it('says who has taken what, and since when', () => {
    expect(of('2026-06-04')).toMatch(/Summer BOGO \(P-2\).*Cleo since (yesterday|Wed( 3 Jun)?)/)
    expect(of('2026-06-04')).not.toContain('Unassigned')
  })

  it('says what ended, with units sold against expected and the fill rate, once', () => {
    const ended = section(of('2026-06-08'), /^Ended/).join('\n')
    expect(ended).toMatch(/● Lemonade \(P-1\) · 12 of 9\.9 planned sold · fill rate 100\.0 %/)
    expect(of('2026-06-09')).not.toContain('Lemonade')
  })

  it('of a quiet morning names who is waited for, and the money', () => {
    expect(of('2026-06-09')).toMatch(
      /^Launch readiness, Tue 9 Jun: nothing changed\..*waiting.*Cleo.*EUR [\d,]+[^\n]*$/,
    )
  })

  it('says what is ready again', () => {
    const said = of('2026-06-10')
    expect(section(said, /^Changed since Tue/).join('\n')).toMatch(
      /● Summer BOGO \(P-2\) is ready: 2,690 units more in stock than expected/,
    )
    expect(said).not.toMatch(/Unassigned|R-1\b/)
  })

  it('counts as others only promotions it has not named', () => {
    expect(of('2026-06-10')).not.toContain('1 other')
    expect(of('2026-06-03')).not.toContain('1 other')
  })

  it('counts from the morning before, over a weekend from Friday', () => {
    expect(of('2026-06-08')).toMatch(/since Fri/)
    expect(of('2026-06-08')).not.toMatch(/since (Sun|Sat)/)
  })

  it('does not come on Saturday and Sunday', () => {
    expect(cola.rows('select distinct local_on from occurrence order by local_on').map((row) => row.local_on)).toEqual([
      ...['01', '02', '03', '04', '05', '08', '09', '10', '11'].map((day) => `2026-06-${day}`),
    ])
  })

  it('when the stock is older than three days says so', () => {
    expect(of('2026-06-08')).toMatch(/Stock of Mon 1 Jun.*(old|stale|days)|stock.*(old|stale)/)
  })

  it('that is asked for again on the same day does not say since which weekday nothing changed, it is the same', async () => {
    await cola.say('shelfready digest now')
    expect(cola.posted().at(-1)).toMatch(/^Launch readiness, Thu 11 Jun/)
    expect(cola.posted().at(-1)).not.toContain('since Thu')
  })
})

const monthDay =
  /\b(?:by|until|to|on|for) (?<weekday>\w+ )?\b\d{1,2} (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\b/g

describe('every morning', () => {
  it('writes a weekday at every date to act on', () => {
    for (const text of mornings.values())
      for (const found of text.matchAll(monthDay))
        expect([text, found[0]]).toEqual([text, expect.stringMatching(/^\w+ (Mon|Tue|Wed|Thu|Fri|Sat|Sun) /)])
  })

  it('writes a symbol at every verdict in a row', () => {
    for (const text of mornings.values())
      for (const line of text.split('\n').filter((one) => one.startsWith(' '))) {
        if (/\bAt risk\b/.test(line)) expect(line).toContain('▲')
        if (/\bNot ready\b/.test(line)) expect(line).toContain('✖')
        if (/\bReady\b/.test(line)) expect(line).toContain('●')
        if (/\bUnknown\b/.test(line)) expect(line).toContain('?')
      }
  })

  it('writes a unit at every number', () => {
    for (const text of mornings.values()) {
      const bare = text
        .replaceAll(
          /\b((Mon|Tue|Wed|Thu|Fri|Sat|Sun) )?\d{1,2} (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)( \d{4})?/g,
          '',
        )
        .replaceAll(/\b(P|R|PO|SKU)-\d+/g, '')
        .replaceAll('Cola 1.5 l', '')
        .replaceAll(/\(minimum \d+, by \d+\)/g, '')
        .replaceAll(/EUR [\d,.]+/g, '')
        .replaceAll(/day \d+ of \d+/g, '')
        .replaceAll(/[\d,.]+ of [\d,.]+ planned/g, '')
        .replaceAll(/^ \d+ (?=[●▲✖?])/gm, ' ')
        .replaceAll(
          /[\d,.]+ (%|units?|lines?|days?|promotions?|others?|ready|at risk|not ready|unknown|sold|waiting|unassigned|risks?|to order)/g,
          '',
        )
      expect([text, /\d/.exec(bare.replaceAll(/^ +(on hand|\d+ =).*$/gm, ''))?.input ?? null]).toEqual([text, null])
    }
  })

  it('has no heading without rows, no empty fact and nothing that only a program would say', () => {
    for (const text of mornings.values()) {
      expect(text.trim()).not.toBe('')
      expect(text).not.toMatch(/undefined|NaN|null|\[object|Infinity|\n\n\n| {2}· *$/m)
      expect(text).not.toMatch(
        /^(To do, soonest first|Can wait|Under way|Waiting for an answer|Changed since \w+|Next to launch|Live|Ended)\n(\n|$)/m,
      )
    }
  })
})
