import fc from 'fast-check'
import ICAL from 'ical.js'
import nodeIcal from 'node-ical'
import { afterEach, describe, expect, it } from 'vitest'
import { type HttpDoor, openHttpDoor } from '../../src/chat/http-door.ts'
import { writeCalendar } from '../../src/http/links/calendar-feed.ts'
import { linkedThings } from '../../src/http/links/linked-things.ts'
import { openLinks } from '../../src/http/links/open-links.ts'
import { type Company, openCompany, sellCola } from '../_helpers/company.ts'
import { stage } from '../commands/stage.ts'

const stack: AsyncDisposable[] = []
afterEach(async () => {
  for (const one of stack.splice(0).reverse()) await one[Symbol.asyncDispose]()
})

type Event = {
  readonly uid: string
  readonly sequence: number
  readonly status: string
  readonly summary: string
  readonly description: string
  readonly start: string
  readonly end: string
}

/** Reads a calendar with two parsers that know nothing of each other, and expects the same of both. */
const read = (text: string): readonly Event[] => {
  const calendar = new ICAL.Component(ICAL.parse(text))
  const one = calendar.getAllSubcomponents('vevent').map((component): Event => {
    const event = new ICAL.Event(component)
    expect(event.startDate.isDate && event.endDate.isDate).toBe(true)
    return {
      uid: event.uid,
      sequence: Number(component.getFirstPropertyValue('sequence')),
      status: String(component.getFirstPropertyValue('status')),
      summary: event.summary,
      description: event.description,
      start: event.startDate.toString(),
      end: event.endDate.toString(),
    }
  })
  const dayOf = (date: Date) =>
    [date.getFullYear(), date.getMonth() + 1, date.getDate()].map((part) => `${part}`.padStart(2, '0')).join('-')
  const other = Object.values(nodeIcal.sync.parseICS(text)).flatMap((event): readonly Event[] =>
    event?.type !== 'VEVENT'
      ? []
      : [
          {
            uid: event.uid,
            sequence: Number(event.sequence),
            status: String(event.status),
            summary: String(event.summary),
            description: String(event.description),
            start: dayOf(event.start),
            end: dayOf(event.end as Date),
          },
        ],
  )
  const byUid = (a: Event, b: Event) => (a.uid < b.uid ? -1 : 1)
  expect(other.toSorted(byUid)).toEqual(one.toSorted(byUid))
  return one
}

type Shop = Company & {
  readonly door: HttpDoor
  readonly get: (address: string, headers?: Record<string, string>) => Promise<Response>
  readonly events: (address: string) => Promise<readonly Event[]>
  readonly link: (words?: string) => Promise<string>
}

const openShop = async (): Promise<Shop> => {
  const company = await openCompany('2026-06-01', { settings: { SHELFREADY_URL: 'https://shelf.example/' } })
  stack.push(company)
  await sellCola(company, { hub: 90, lemonade: 5_000 })
  const handle = openLinks({ ...company.app, onSurprise: String, hasLeft: async () => false }, linkedThings)
  const door = await openHttpDoor({ port: 0, host: '127.0.0.1' }, new Map(), [{ path: '/calendar/', handle }])
  stack.push(door)
  const get: Shop['get'] = (address, headers = {}) =>
    fetch(address.replace('https://shelf.example', `http://127.0.0.1:${door.port}`), { headers })
  return {
    ...company,
    ...{ door, get },
    events: async (address) => read(await (await get(address)).text()),
    link: async (words = '') => {
      const said = await company.say(`promo calendar link ${words}`)
      return (/https:\S+\.ics/.exec(said) ?? [said])[0]
    },
  }
}

const nasty = 'Café, "Sale"; 50 % \\ off 🌟 مبيعات'

describe('the calendar that others subscribe to', () => {
  it('has an event for each promotion on its whole days, as two parsers read it', async () => {
    const shop = await openShop()
    await shop.say(`promo add '${nasty}' sku:SKU-110 dates:"6-12 Jul" uplift:+20%`)
    await shop.say('promo add "Maybe" sku:SKU-100 at:EAST dates:"13 Jul" uplift:+900% status:tentative owner:@ben')
    const address = await shop.link()
    const answered = await shop.get(address)
    expect(answered.headers.get('content-type')).toBe('text/calendar; charset=utf-8')
    const [first, second] = read(await answered.text())
    expect(first).toMatchObject({
      ...{ start: '2026-07-06', end: '2026-07-13', status: 'CONFIRMED', sequence: 0 },
      summary: `● Ready: ${nasty} (P-1)`,
    })
    expect(second).toMatchObject({ start: '2026-07-13', end: '2026-07-14', status: 'TENTATIVE' })
    expect(second?.summary).toBe('▲ At risk, provisional: Maybe (P-2)')
    expect(second?.description.split('\n')).toEqual([
      'Verdict: At risk, provisional',
      expect.stringMatching(
        /^Next: Order \d+ units of Cola 1.5 l at ACME by [A-Z][a-z]{2} \d+ [A-Z][a-z]{2} · Unassigned$/,
      ),
      'Owner: ben',
      'More: promo show P-2',
    ])
  })

  it('tells of a move and a cancellation by a higher number of the same event, which never falls', async () => {
    const shop = await openShop()
    await shop.say('promo add "Picnic" sku:SKU-110 dates:"6-12 Jul" uplift:+20%')
    const [one, other] = [await shop.link(), await shop.link('with:commit-by')]
    const [before] = await shop.events(one)
    expect(await shop.events(other)).toEqual([before])
    await shop.say('promo edit P-1 dates:"7-12 Jul"')
    const [moved] = await shop.events(one)
    expect(moved).toMatchObject({ uid: before?.uid, sequence: 1, start: '2026-07-07' })
    await shop.say('promo edit P-1 dates:"6-12 Jul"')
    const [back] = await shop.events(other)
    expect(back).toEqual({ ...before, sequence: 2 })
    expect(await shop.events(one)).toEqual([back])
    await shop.say('promo cancel P-1 why:other reason:"no shelf"')
    const [cancelled] = await shop.events(one)
    expect(cancelled).toMatchObject({ uid: before?.uid, sequence: 3, status: 'CANCELLED', end: '2026-07-13' })
    shop.at('2026-09-01')
    expect(await shop.events(one)).toHaveLength(1)
    shop.at('2026-12-01')
    expect(await shop.events(one)).toEqual([])
  })

  it('keeps a promotion that is over for a while, and says so', async () => {
    const shop = await openShop()
    await shop.say('promo add "Picnic" sku:SKU-110 dates:"2-3 Jun" uplift:+20%')
    const address = await shop.link('item:SKU-110')
    expect((await shop.events(address))[0]?.status).toBe('CONFIRMED')
    shop.at('2026-06-10')
    expect(
      (await shop.events(address)).map(({ summary, description }) => [summary, description.split('\n')[0]]),
    ).toEqual([['Picnic (P-1)', 'This promotion is over']])
  })

  it('has nothing beyond its filter, also of what was cancelled', async () => {
    const shop = await openShop()
    await shop.say('promo add "Lemon" sku:SKU-110 at:WEST dates:"6-12 Jul" uplift:+20%')
    await shop.say('promo add "Secret" sku:SKU-100 at:EAST dates:"6-12 Jul" uplift:+900%')
    const [east, west] = [await shop.link('at:EAST'), await shop.link('at:WEST')]
    expect((await shop.events(east)).map(({ summary }) => summary)).toEqual(['▲ At risk: Secret (P-2)'])
    await shop.say('promo cancel P-2 why:supply')
    expect((await shop.events(east)).map(({ summary }) => summary)).toEqual(['Cancelled: Secret (P-2)'])
    const text = await (await shop.get(west)).text()
    expect(text).toContain('Lemon')
    expect(text).not.toMatch(/Secret|P-2|EAST|SKU-100|Cola/)
  })

  it('has the days to order and to commit only where they are asked for', async () => {
    const shop = await openShop()
    await shop.feed(
      'promotions',
      'promotion_id,sku,location,name,start,end,units,commit_by\nF-1,SKU-100,EAST,Feed,2026-07-20,2026-07-26,700,2026-06-15\n',
    )
    const days = async (words: string) =>
      (await shop.events(await shop.link(words))).map(({ start, end, summary }) => [start, end, summary.split(':')[0]])
    const own = ['2026-07-20', '2026-07-27', '▲ At risk']
    expect(await days('')).toEqual([own])
    const [, order, commit] = await days('with:order-by,commit-by')
    expect(order?.[2]).toBe('Order by today')
    expect(commit).toEqual(['2026-06-15', '2026-06-16', 'Commit by today'])
  })

  it('is answered 304 until something changes', async () => {
    const shop = await openShop()
    await shop.say('promo add "Picnic" sku:SKU-110 dates:"6-12 Jul" uplift:+20%')
    const address = await shop.link()
    const etag = (await shop.get(address)).headers.get('etag') as string
    const again = () => shop.get(address, { 'if-none-match': etag })
    expect((await again()).status).toBe(304)
    await shop.say('promo add "More" sku:SKU-110 dates:"13-14 Jul" uplift:+20%')
    expect((await again()).status).toBe(200)
  })

  it('writes any text so that both parsers read it as it is', () => {
    const event = { uid: 'a@shelfready', status: 'confirmed', start: 20_000, endsBefore: 20_001 } as const
    const version = { sequence: 3, changedAt: '2026-06-01T08:00:00.000Z' }
    // A parser takes the blanks at the ends of a value for its own.
    const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 200 }).map((said) => `x${said}x`)
    fc.assert(
      fc.property(text, text, (summary, line) => {
        const written = writeCalendar([{ ...event, ...version, summary, description: `${line}\n${line}` }], null)
        for (const folded of written.split('\r\n')) expect(Buffer.byteLength(folded)).toBeLessThanOrEqual(75)
        expect(read(written)[0]).toMatchObject({ summary, description: `${line}\n${line}`, sequence: 3 })
      }),
      { numRuns: 40 },
    )
  })
})

describe('the page of a calendar', () => {
  it('draws each promotion with sign and word, hatches what is provisional, and marks what overlaps', async () => {
    const shop = await openShop()
    await shop.say('promo add "<b>Sale</b> & more" sku:SKU-100 at:EAST dates:"6-12 Jul" uplift:+900%')
    await shop.say('promo add "Maybe" sku:SKU-100 at:EAST dates:"8-14 Jul" uplift:+20% status:tentative')
    const page = await (await shop.get((await shop.link()).replace('.ics', ''))).text()
    expect(page).toContain('▲ &lt;b&gt;Sale&lt;/b&gt; &amp; more (P-1)')
    expect(page).not.toContain('<b>')
    expect(page).not.toMatch(/<script|https?:(?!\/\/www\.w3\.org)/)
    expect(page.match(/url\(#hatch\)/g)).toHaveLength(1)
    expect(page.match(/class="overlap"/g)).toHaveLength(2)
    expect(page).toContain('Cola 1.5 l @ East Street, Wed 8 to Sun 12 Jul')
    expect(page).toContain('class="today"')
  })
})

describe('a calendar link', () => {
  it('is told once and kept nowhere, lists who reads what, and is revoked by its maker or an administrator', async () => {
    const company = await openCompany('2026-06-01', {
      settings: { SHELFREADY_URL: 'https://shelf.example', SHELFREADY_ADMINS: 'test:Eve' },
    })
    stack.push(company)
    const said = await company.say('promo calendar link at:EAST', { key: 'k1' })
    expect(said).toContain('There is no location EAST')
    const made = await company.say('promo calendar link owner:ana', { key: 'k2' })
    const token = /calendar\/([\w-]{43})\.ics/.exec(made)?.[1] as string
    const everything = company
      .rows<{ readonly name: string }>("select name from sqlite_master where type = 'table'")
      .map(({ name }) => JSON.stringify(company.rows(`select * from "${name}"`)))
    expect(everything.join('\n')).not.toContain(token)
    expect(await company.say('promo calendar link owner:ana', { key: 'k2' })).not.toContain(token)
    expect(await company.say('promo calendar links')).toMatch(/1 +Ana +promotions owned by ana +never/)
    expect(await company.say('promo calendar links', { name: 'Ben' })).toContain('There are no calendar links')
    expect(await company.say('promo calendar revoke 1', { name: 'Ben' })).toContain('Nothing was changed')
    expect(await company.say('promo calendar links', { name: 'Eve' })).toContain('Ana')
    expect(await company.say('promo calendar revoke 1', { name: 'Eve' })).toContain('Calendar link 1 is revoked')
    expect(await company.say('promo calendar links')).toContain('There are no calendar links')
  })

  it('is out of the messages once it has been delivered', async () => {
    const place = await stage('2026-06-01', false, { SHELFREADY_URL: 'https://shelf.example' })
    stack.push(place)
    const asked = {
      key: 'k',
      person: { id: 'test:Ana', name: 'Ana' },
      place: '@test:Ana',
      words: 'promo calendar link',
    }
    const token = await place.app.handle({ ...asked, reply: { thread: null } }).then(({ secret }) => secret as string)
    const kept = () =>
      JSON.stringify([place.rows('select card from outbox'), place.rows('select reply from request_receipt')])
    expect(kept()).toContain(token)
    expect((await place.tick()).join()).toContain(token)
    expect(kept()).not.toContain(token)
    expect(kept()).toContain('/calendar/….ics')
  })

  it('is not made where nothing answers at its address', async () => {
    const company = await openCompany('2026-06-01')
    stack.push(company)
    expect(await company.say('promo calendar link')).toContain('Ask your operator to set PORT and SHELFREADY_URL')
    expect(company.count('shared_link')).toBe(0)
  })
})
