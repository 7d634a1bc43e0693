import { describe, expect, it } from 'vitest'
import type { Card } from '../../src/cards/language/card.ts'
import { drawMessage as drawForSlack } from '../../src/chat/slack/render.ts'
import { drawMessage as drawForTeams } from '../../src/chat/teams/render.ts'
import { renderText } from '../../src/chat/terminal/render.ts'
import { digest } from '../../src/operator/reports/digest.ts'
import { colaStage, type Stage } from '../commands/stage.ts'

const drawings = { text: renderText, slack: drawForSlack, teams: drawForTeams } as const
const drawn = (card: Card) =>
  Object.fromEntries(Object.entries(drawings).map(([format, draw]) => [format, JSON.stringify(draw(card))]))

/** What the operator is told that a channel's digest says, and then what the service posts, in each format. */
const both = async ({ app, tick, rows }: Stage, channel = '#launches') => {
  const moment = { now: app.now(), timeZone: app.timeZone }
  const told = await digest(app, { id: channel, name: channel }, app.today(), moment)
  await tick()
  const [row] = rows(`select card from outbox where channel = ? and kind = 'digest' order by id desc limit 1`, channel)
  return { told: drawn(told), posted: drawn(JSON.parse(row?.card as string) as Card), text: renderText(told) }
}

describe('the digest of the operator and that of the service', () => {
  it('are one, morning after morning: first, full, quiet, weekly, filtered, in the reader’s formats', async () => {
    await using shop = await colaStage()
    shop.at('2026-05-31')
    await shop.say('shelfready subscribe weekly:yes')
    await shop.say('shelfready subscribe severity:not-ready', { place: '#red' })
    shop.at('2026-06-01T06:00:00Z')
    await shop.say('promo add Lemonade sku:SKU-110 dates:"3-5 Jun" uplift:+10%')
    await shop.say('promo add "Summer BOGO" sku:SKU-100 at:EAST dates:"24-30 Jun" units:310 price:7.99')
    const texts: string[] = []
    for (const day of ['2026-06-01', '2026-06-02', '2026-06-03', '2026-06-08']) {
      shop.at(day)
      if (day === '2026-06-03') await shop.say('promo add "Next week" sku:SKU-100 at:EAST dates:"8-9 Jun" units:900')
      const { told, posted, text } = await both(shop)
      expect(told).toEqual(posted)
      texts.push(text)
    }
    expect(texts.map((text) => text.includes('Coming weeks'))).toEqual([true, false, false, true])
    expect(texts[1]).toContain('nothing changed')
    shop.at('2026-06-09')
    const red = await both(shop, '#red')
    expect(red.told).toEqual(red.posted)
    expect(red.text).toContain('Only')
  })

  it('give new risks the same numbers', async () => {
    await using shop = await colaStage()
    shop.at('2026-05-31')
    await shop.say('shelfready subscribe')
    await shop.feed(
      'promotions',
      'promotion_id,sku,location,name,start,end,units\nA,SKU-100,EAST,Alpha,2026-06-03,2026-06-12,900\nB,SKU-110,WEST,Beta,2026-06-03,2026-06-12,90000\n',
    )
    shop.at('2026-06-01')
    const { told, posted, text } = await both(shop)
    expect(told).toEqual(posted)
    expect(text).toContain('R-2')
  })
})

/** The lines below a heading, up to the next empty line. */
const section = (text: string | undefined, heading: string): readonly string[] => {
  const lines = (text ?? '').split('\n')
  const at = lines.findIndex((line) => line.includes(heading))
  return at < 0 ? [] : lines.slice(at + 1, lines.indexOf('', at) < 0 ? undefined : lines.indexOf('', at))
}

describe('what must happen today', () => {
  it('comes first and says so, whoever has it and though nothing changed; the days before are quiet', async () => {
    await using shop = await colaStage()
    shop.at('2026-05-31')
    await shop.say('shelfready subscribe days:daily')
    shop.at('2026-06-01T06:00:00Z')
    await shop.say('promo add "Summer BOGO" sku:SKU-100 at:EAST dates:"24-30 Jun" units:310 price:7.99')
    await shop.say('promo add Red sku:SKU-110 at:EAST dates:"5-9 Jun" units:90000', { name: 'Dora' })
    await shop.say('ack P-1', { name: 'Ben' })
    await shop.say('ack P-2', { name: 'Dora' })
    const mornings: string[] = []
    for (let day = 1; day <= 22 && !mornings.at(-1)?.includes('Today: '); day++) {
      shop.at(`2026-06-${`${day}`.padStart(2, '0')}`)
      await shop.feed(
        'inventory',
        `sku,location,on_hand,as_of\nSKU-100,EAST,${410 - 10 * day},2026-06-${`${day}`.padStart(2, '0')}\n`,
      )
      mornings.push((await shop.tick()).find((post) => post.startsWith('#launches: Launch readiness')) ?? '')
    }
    const last = mornings.at(-1) ?? ''
    expect(mornings.filter((text) => text.includes('nothing changed')).length).toBeGreaterThan(2)
    expect(last).not.toContain('nothing changed')
    const [first] = section(last, 'To do, soonest first')
    const [, today] = /readiness, (\w{3} \d+ Jun)/.exec(last) ?? []
    expect(first).toMatch(new RegExp(`^ 1 ▲ Today: .*Summer BOGO \\(P-1\\).* by ${today}.* Ben`))
  })

  it('is the answer to a proposal on its last day; before that it waits below', async () => {
    await using shop = await colaStage(70)
    shop.at('2026-05-31')
    await shop.say('shelfready subscribe')
    shop.at('2026-06-01T06:00:00Z')
    await shop.say('promo add "Summer BOGO" sku:SKU-100 at:EAST dates:"6-12 Jul" units:700 price:7.99')
    await shop.say('shelfready ack P-1', { name: 'Ben' })
    await shop.say('promo decide P-1 date reason:"ACME needs ten weeks"')
    const mornings: string[] = []
    for (const day of ['2026-06-02', '2026-06-03', '2026-06-04', '2026-06-05']) {
      shop.at(day)
      mornings.push((await shop.tick()).find((post) => post.startsWith('#launches: Launch readiness')) ?? '')
    }
    expect(section(mornings[0], 'Waiting for an answer')).toEqual([
      ' ? Summer BOGO (P-1): Ana proposes to start on Mon 10 Aug instead of Mon 6 Jul · supply answers by Thu 4 Jun',
    ])
    expect(mornings[1]).toContain('nothing changed')
    expect(mornings[1]).toContain('1 proposal waiting for an answer')
    expect(section(mornings[2], 'To do, soonest first')[0]).toBe(
      ' 1 ? Today: Summer BOGO (P-1): Ana proposes to start on Mon 10 Aug instead of Mon 6 Jul · supply answers today',
    )
    expect(mornings[3]).not.toContain('proposes')
  })

  it('of a proposal loses its buttons on the digest once it is answered', async () => {
    await using shop = await colaStage(70, true)
    shop.at('2026-05-31')
    await shop.say('shelfready subscribe')
    shop.at('2026-06-01T06:00:00Z')
    await shop.say('promo add "Summer BOGO" sku:SKU-100 at:EAST dates:"6-12 Jul" units:700 price:7.99')
    await shop.say('promo decide P-1 date reason:"ACME needs ten weeks"')
    shop.at('2026-06-02')
    await shop.tick()
    const shown = () => {
      const [row] = shop.rows(`select card from live_message where about = 'digest'`)
      return (JSON.parse(row?.card as string) as Card).blocks.flatMap((block) =>
        block.kind === 'items' ? block.items.filter(({ text }) => text.includes('proposes')) : [],
      )
    }
    expect(shown()[0]?.actions?.map(({ does }) => does)).toContain('agree')
    await shop.say('promo decline P-1 reason:"no"', { name: 'Ben' })
    await shop.tick()
    expect(shown()[0]).toMatchObject({ status: 'declined by Ben', actions: [] })
  })
})
