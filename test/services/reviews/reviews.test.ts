import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type HttpDoor, openHttpDoor } from '../../../src/chat/http-door.ts'
import { linkedThings } from '../../../src/http/links/linked-things.ts'
import { openLinks } from '../../../src/http/links/open-links.ts'
import type { Company } from '../../_helpers/company.ts'
import { openAutumn } from './autumn.ts'

let company: Company
let door: HttpDoor
const stack = new AsyncDisposableStack()

beforeAll(async () => {
  company = stack.use(await openAutumn({ SHELFREADY_URL: 'https://shelf.example.com' }))
  const handle = openLinks({ ...company.app, onSurprise: String, hasLeft: async () => false }, linkedThings)
  door = stack.use(await openHttpDoor({ port: 0, host: '127.0.0.1' }, new Map(), [{ path: '/review/', handle }]))
})
afterAll(() => stack.disposeAsync())

const open = async (token: string) => {
  const response = await fetch(`http://127.0.0.1:${door.port}/review/${token}`)
  return { status: response.status, html: await response.text(), headers: response.headers }
}

const pageOf = async (words: string) => {
  const { secret = '' } = await company.ask(`shelfready page ${words}`)
  return { token: secret, ...(await open(secret)) }
}

describe('a monthly review', () => {
  it('begins with how the month went and ends with what leadership is asked, from the numbers', async () => {
    const said = await company.say('shelfready monthly')
    // Crisps 2 x 20 at EUR 3 and cola 2 x 50 at EUR 2 in November; in October nothing.
    expect(said).toContain(
      '2 of 3 promotions stocked out in November 2026 (67 %, above 5 %); EUR 320 of revenue was lost, EUR 320 more than in October 2026.',
    )
    expect(said).toMatch(/Promotions ask ACME for 1,200 units in February 2027; its weekly limit allows 600\./)
    expect(said).toContain('Items of ACME lost EUR 200 of the EUR 320 that was lost in all.')
  })

  it('gives the figures of the scorecard', async () => {
    const review = await company.say('shelfready monthly period:2026-11')
    const scorecard = await company.say('shelfready scorecard period:2026-11')
    const shown = [...review.matchAll(/^ [▲·] ([\w ]+: [^(\n]+ \(\d+ \w+)/gm)].map(([, words]) => words as string)
    expect(shown.length).toBeGreaterThan(4)
    for (const figure of shown) expect(scorecard).toContain(figure)
  })

  it('asks nothing where the numbers call for nothing', async () => {
    expect(await company.say('shelfready monthly period:2026-10 item:JUICE')).toContain(
      'The numbers call for no decision by leadership.',
    )
  })
})

describe('promoted volume', () => {
  it('stands against the weekly limit and the best four weeks, for our own locations too', async () => {
    const said = await company.say('shelfready capacity')
    // In December 600 cola and 600 juice; 150 a week in 31 days are 664.
    expect(said).toMatch(/December 2026 +1,200 +664 +none yet +▲ above its limit/)
    // GLOBEX: 240 on 2 June and 60 on 20 June lie within four weeks.
    expect(said).toMatch(/GLOBEX +October 2026 +140 +none +300/)
    expect(said).toMatch(/HUB \(our own\) +October 2026 +658 +none/)
  })
})

describe('a page', () => {
  it('says what the review says, as it is, with nothing that runs or is loaded from elsewhere', async () => {
    const { status, html, headers } = await pageOf('period:2026-11')
    expect(status).toBe(200)
    expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'/)
    expect(html).toContain('Crisps &lt;200 g&gt; week')
    expect(html).not.toMatch(/<script|<link|<img|@import|url\(|https?:\/\/(?!www\.w3\.org)/)
    const plain = html.replaceAll('\u00a0', ' ')
    const scorecard = await company.say('shelfready scorecard period:2026-11')
    const values = [...plain.matchAll(/class="name">([^<]+)<\/div><div class="value">(?:▲ )?([^<]+)</g)]
    expect(values).toHaveLength(6)
    for (const [, name, value] of values) expect(scorecard).toContain(`${name}: ${value} (`)
  })

  it('has charts and is the same text as long as nothing changes', async () => {
    const { token, html } = await pageOf('period:2026-Q4')
    expect(html.match(/<svg /g)?.length).toBe(4)
    expect((await open(token)).html).toBe(html)
  })

  it('shows what its filter shows alone', async () => {
    const { html } = await pageOf('period:2026-11 supplier:GLOBEX')
    expect(html).toContain('Crisps')
    expect(html).not.toContain('Cola')
    expect(html).not.toContain('ACME')
  })

  it('is listed to its maker and leads nowhere once it is revoked', async () => {
    const { token } = await pageOf('period:2026')
    const said = await company.say('shelfready pages')
    const number = /^(\d+) +Ana +Yearly review, 2026/m.exec(said)?.[1] as string
    expect(await company.say(`shelfready page revoke ${number}`, { name: 'Ben' })).toContain('no such page of yours')
    expect((await open(token)).status).toBe(200)
    await company.say(`shelfready page revoke ${number}`)
    expect((await open(token)).status).toBe(404)
  })
})
