import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Card } from '../../src/cards/language/card.ts'
import { renderText } from '../../src/chat/terminal/render.ts'
import { refreshCards } from '../../src/services/alerts/refresh-cards.ts'
import { apply } from '../../src/store/changes/apply.ts'
import type { Change } from '../../src/store/changes/change.ts'
import { colaStage, newestId, type Stage } from './stage.ts'

const reach = { reaches: () => true, edits: true }

let cola: Stage
beforeEach(async () => {
  cola = await colaStage()
})
afterEach(() => cola[Symbol.asyncDispose]())

/** Brings the cards up to date as the service does, and gives what was to be written. */
const refresh = async (promotions: readonly string[] | 'all' = 'all'): Promise<readonly Change[]> => {
  const { workspace, policy, timeZone, today, now } = cola.app
  const changes = await refreshCards({ workspace, policy, timeZone, reach, today: today(), now: now() }, { promotions })
  if ((await apply(workspace, changes, null, now())) !== 'applied') throw new Error('stale')
  return changes
}

const shownTo = (channel: string, entity: string): string => {
  const [row] = cola.rows('select card from live_message where channel = ? and entity = ?', channel, entity)
  return renderText(JSON.parse(String(row?.card)) as Card)
}

const written = (changes: readonly Change[]) =>
  changes
    .map((change) => (change.kind === 'post' ? `${change.about} ${change.form ?? 'post'}` : change.kind))
    .toSorted()

const lemonade = (name: string, days: string) => `promo add "${name}" sku:SKU-110 at:EAST dates:"${days}" units:4000`

/** Registers lemonade that the shelf has, and drinks it up before it starts. */
const drinkUp = () => cola.feed('inventory', 'sku,location,on_hand,as_of\nSKU-110,EAST,20,2026-06-01\n')

describe('the card of a promotion', () => {
  it('is left alone as long as nothing it shows has changed, also on another day', async () => {
    await cola.say(lemonade('Picnic', '1-3 Jul'))
    await refresh()
    expect(await refresh()).toEqual([])
    cola.at('2026-06-02')
    await cola.feed(
      'inventory',
      'sku,location,on_hand,as_of\nSKU-110,EAST,4998,2026-06-02\nSKU-110,WEST,4999,2026-06-02\n',
    )
    expect((await refresh()).filter(({ kind }) => kind === 'post')).toEqual([])
  })

  it('shows what a feed brought, and the channel is told of the new verdict once', async () => {
    const id = newestId(await cola.say(lemonade('Picnic', '1-3 Jul')))
    await refresh()
    await drinkUp()
    const changes = await refresh()
    expect(written(changes)).toContain('promotion broadcast')
    expect(shownTo('#launches', id)).toMatch(/AT RISK|NOT READY/)
    const news = cola.posted().at(-1) ?? ''
    expect(news).toContain(`Picnic (${id})`)
    expect(news).toMatch(/is now .*, was ready/)
    expect((await refresh()).filter((change) => change.kind === 'post')).toEqual([])
  })

  it('says with many others in one message what one import changed', async () => {
    for (const [name, days] of [
      ['Picnic', '1-3 Jul'],
      ['Garden', '8-10 Jul'],
      ['Beach', '15-17 Jul'],
    ] as const)
      await cola.say(`promo add "${name}" sku:SKU-110 at:EAST dates:"${days}" units:500`)
    await refresh()
    await drinkUp()
    const posts = (await refresh()).filter((change) => change.kind === 'post')
    expect(written(posts)).toEqual(['news post'])
    const news = cola.posted().at(-1) ?? ''
    expect(news).toMatch(/^3 promotions changed with new data/)
    for (const name of ['Picnic', 'Garden', 'Beach']) expect(news).toContain(name)
  })

  it('keeps its verdict when the stock feed goes silent', async () => {
    const id = newestId(await cola.say('promo add "Picnic" sku:SKU-110 at:EAST dates:"10-12 Jun" units:4300'))
    await refresh()
    cola.at('2026-06-08')
    expect(await cola.say(`promo show ${id}`)).toContain('UNKNOWN')
    expect((await refresh()).filter(({ kind }) => kind === 'post')).toEqual([])
    expect(shownTo('#launches', id)).toContain('AT RISK')
  })

  it('says who took its risk, whoever judged it last, and offers nothing more to take', async () => {
    const id = newestId(await cola.say('promo add "Summer" sku:SKU-100 at:EAST dates:"6-12 Jul" units:700 price:7.99'))
    await refresh()
    expect(shownTo('#launches', id)).toContain('Acknowledge:')
    await cola.say(`shelfready ack ${id}`, { name: 'Ben' })
    await refresh([])
    expect(shownTo('#launches', id)).toContain('· Ben · R-1')
    expect(shownTo('#launches', id)).not.toContain('Acknowledge:')
    await cola.say('promo edit Summer units:6000')
    await refresh()
    expect(shownTo('#launches', id)).toContain('waiting for Ben · R-1')
    expect(shownTo('#launches', id)).toContain('Acknowledge:')
  })

  it('ends without anything to press when it is called off, and when it is over', async () => {
    const id = newestId(await cola.say(lemonade('Picnic', '1-3 Jul')))
    const other = newestId(await cola.say('promo add "Fair" sku:SKU-110 at:EAST dates:"4-5 Jun" units:30'))
    await cola.say(`promo cancel ${id} why:other`)
    cola.at('2026-06-09')
    await refresh()
    expect(shownTo('#launches', id)).toMatch(/^CANCELLED {3}Picnic/)
    expect(shownTo('#launches', other)).toMatch(/^ENDED {3}Fair/)
    expect(shownTo('#launches', id)).not.toContain('/promo why')
  })
})

describe('a digest', () => {
  it('keeps every other row as it was when one is acted on', async () => {
    await cola.say('promo add "Summer" sku:SKU-100 at:EAST dates:"6-12 Jul" units:700 price:7.99')
    await cola.say(lemonade('Picnic', '1-3 Jul'))
    await drinkUp()
    await cola.say('shelfready digest now')
    const before = shownTo('#launches', '2026-06-01').split('\n')
    await cola.say('shelfready ack R-1', { name: 'Ben' })
    await refresh([])
    const after = shownTo('#launches', '2026-06-01').split('\n')
    const changed = before.flatMap((line, i) => (line === after[i] ? [] : [[line, after[i]]]))
    expect(changed).toHaveLength(1)
    expect(changed[0]?.[0]).toContain('Unassigned · R-1')
    expect(changed[0]?.[1]).toContain('· Ben · R-1')
  })
})
