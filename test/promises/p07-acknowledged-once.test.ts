import { describe, expect, it } from 'vitest'
import { type Office, office, shortCola, stockShelves } from './stand-in-channel.ts'

type Acknowledgement = { readonly risk_id: number; readonly episode: number; readonly person_name: string }

const people = Array.from({ length: 50 }, (_, i) => `Person ${i + 1}`)

/** An office in which R-1 waits for somebody. */
const withRisk = async (): Promise<Office> => {
  const shop = await office('2026-06-01T08:00:00Z')
  await stockShelves(shop)
  await shop.say(shortCola)
  expect(await shop.say('shelfready risks')).toContain('R-1')
  return shop
}

const acknowledgements = (shop: Office) =>
  shop.rows<Acknowledgement>('select risk_id, episode, person_name from acknowledgement order by risk_id, episode')
const notes = (shop: Office) => shop.rows<{ actor: string }>(`select actor from audit where action = 'acknowledge'`)
const won = 'R-1 is yours.'

describe('an acknowledgement', () => {
  it('counts for one of fifty people who press at the same moment, and the others hear who was first', async () => {
    await using shop = await withRisk()
    const said = await Promise.all(people.map((name) => shop.say('shelfready ack R-1', { name })))
    const winners = people.filter((_, i) => said[i]?.includes(won))
    expect(winners).toHaveLength(1)
    const [winner] = winners as [string]
    expect(acknowledgements(shop)).toEqual([{ risk_id: 1, episode: 1, person_name: winner }])
    expect(notes(shop)).toEqual([{ actor: `test:${winner}` }])
    for (const [i, answer] of said.entries()) {
      if (people[i] === winner) continue
      expect(answer).toContain('Nothing changed: someone was faster.')
      expect(answer).toContain(`Already acknowledged by ${winner}, just now`)
    }
    expect(await shop.say('shelfready risks')).toContain(`· ${winner} · R-1`)
  })

  it('counts once though each press is delivered five times, in any order, and each delivery hears the same', async () => {
    await using shop = await withRisk()
    const deliveries = [1, 2, 3, 4, 5].flatMap((turn) =>
      people.slice(0, 10).map((name, i) => ({ name, key: `press-${i}`, at: (i * 7 + turn * 13) % 10 })),
    )
    const said = await Promise.all(
      deliveries
        .toSorted((a, b) => a.at - b.at)
        .map(async ({ name, key }) => [name, await shop.say('shelfready ack R-1', { name, key })] as const),
    )
    const winners = new Set(said.filter(([, answer]) => answer.includes(won)).map(([name]) => name))
    expect(winners.size).toBe(1)
    const [winner] = winners
    expect(acknowledgements(shop)).toEqual([{ risk_id: 1, episode: 1, person_name: winner }])
    expect(notes(shop)).toHaveLength(1)
    for (const [name, answer] of said) expect(answer.includes(won)).toBe(name === winner)
    shop.pass({ minutes: 3 })
    const key = `press-${people.indexOf(winner as string)}`
    expect(await shop.say('shelfready ack R-1', { name: winner as string, key })).toContain(won)
    expect(acknowledgements(shop)).toHaveLength(1)
  })

  it('is asked for anew when the risk was put aside meanwhile, and counts once again', async () => {
    await using shop = await withRisk()
    await shop.say('shelfready ack R-1', { name: 'Ana' })
    await shop.say('shelfready snooze R-1', { name: 'Ben' })
    const said = await Promise.all(people.slice(0, 10).map((name) => shop.say('shelfready ack R-1', { name })))
    expect(said.filter((answer) => answer.includes(won))).toHaveLength(1)
    expect(acknowledgements(shop).map(({ episode }) => episode)).toEqual([1, 2])
  })

  it('counts once for each risk when people press on several at once', async () => {
    await using shop = await withRisk()
    await shop.say('promo add "Second" sku:SKU-100 at:EAST from:2026-07-20 to:2026-07-22 units:500')
    await shop.say('shelfready risks')
    const said = await Promise.all(
      people.slice(0, 12).map((name, i) => shop.say(i % 2 === 0 ? 'ack R-1 R-2' : 'ack R-2 R-1', { name })),
    )
    expect(said.filter((answer) => answer.includes('2 risks are yours.'))).toHaveLength(1)
    expect(acknowledgements(shop).map((one) => [one.risk_id, one.episode])).toEqual([
      [1, 1],
      [2, 1],
    ])
  })

  it('ends its question: a risk that only stays as bad is not asked about again, one that gets worse is', async () => {
    await using shop = await withRisk()
    await shop.say('digest at 09:00 daily UTC')
    await shop.live('2026-06-01T09:00:00Z', { minutes: 30 })
    expect(shop.channel.transcript.at(-1)?.text).toContain('Take one: /shelfready ack R-1')
    await shop.say('shelfready ack R-1', { name: 'Ana' })
    await shop.live('2026-06-02T09:00:00Z', { hours: 1 })
    expect(shop.channel.transcript.at(-1)?.text).toContain('Ana')
    expect(shop.channel.transcript.at(-1)?.text).not.toContain('Take one')
    await shop.say('promo edit P-1 units:1400')
    await shop.live('2026-06-03T09:00:00Z', { hours: 1 })
    expect(shop.channel.transcript.at(-1)?.text).toContain('Take one: /shelfready ack R-1')
    await shop.say('shelfready ack R-1', { name: 'Ben' })
    expect(acknowledgements(shop)).toEqual([
      { risk_id: 1, episode: 1, person_name: 'Ana' },
      { risk_id: 1, episode: 2, person_name: 'Ben' },
    ])
  })
})
