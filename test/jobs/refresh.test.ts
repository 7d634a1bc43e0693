import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { actedOn } from '../../src/domain/risks/acted-on.ts'
import { openRefresher, type Refresher } from '../../src/jobs/refresh.ts'
import { unknownFingerprint } from '../../src/store/delivery/live-messages.ts'
import { deliver } from '../commands/listening.ts'
import { colaStage, newestId, type Stage } from '../commands/stage.ts'

let cola: Stage
let refresher: Refresher
let id = ''

const open = ({ app }: Stage): Refresher => {
  const { workspace, policy, timeZone, today, now } = app
  const reach = { reaches: () => true, edits: true }
  return openRefresher({ workspace, policy, timeZone, reach, today, now })
}

beforeEach(async () => {
  cola = await colaStage()
  id = newestId(await cola.say('promo add "Picnic" sku:SKU-110 at:EAST dates:"1-3 Jul" units:2000'))
  refresher = open(cola)
  await refresher.refresh()
  deliver(cola)
  vi.useFakeTimers({ toFake: ['performance'] })
})
afterEach(async () => {
  vi.useRealTimers()
  await cola[Symbol.asyncDispose]()
})

const onHand = (units: number, at = '2026-06-01') =>
  cola.feed('inventory', `sku,location,on_hand,as_of\nSKU-110,EAST,${units},${at}\n`)

/** Nobody knows what the channel sees of a promotion. */
const doubtCopy = async ({ app: { workspace } }: Stage, promotionId: string) =>
  workspace.database.kysely
    .updateTable('live_message')
    .set({ fingerprint: unknownFingerprint })
    .where('entity', '=', promotionId)
    .execute()

/** So many seconds pass, and what is to be shown and told then is. */
const later = async (seconds: number) => {
  vi.advanceTimersByTime(seconds * 1_000)
  await refresher.refresh()
  deliver(cola)
}
const news = () => cola.rows('select id from outbox where cause is not null').length
const shown = (promotionId = id) =>
  String(cola.rows("select card from live_message where entity = ? and channel = '#launches'", promotionId)[0]?.card)

describe('what a feed changed', () => {
  it('is told when nothing further has come for ten seconds', async () => {
    await onHand(20)
    await later(0)
    await later(9)
    expect(news()).toBe(0)
    await onHand(30, '2026-06-01T01:00')
    await later(5)
    await later(9)
    expect(news()).toBe(0)
    await later(1)
    expect(news()).toBe(1)
    expect(shown()).toContain('AT RISK')
    await later(60)
    expect(news()).toBe(1)
  })

  it('is told after a minute though more comes in all the time', async () => {
    for (let i = 0; i < 12; i++) {
      await onHand(20 + i, `2026-06-01T01:${String(i).padStart(2, '0')}`)
      await later(i === 0 ? 0 : 5)
    }
    expect(news()).toBe(0)
    await onHand(60, '2026-06-01T02:00')
    await later(5)
    expect(news()).toBe(1)
  })

  it('is told once by a process that begins after it came in', async () => {
    await onHand(20)
    refresher = open(cola)
    await later(0)
    expect(news()).toBe(1)
    refresher = open(cola)
    await later(0)
    await later(60)
    expect(news()).toBe(1)
  })

  it('is not told early by what somebody does meanwhile, which shows at once', async () => {
    await onHand(20)
    await later(1)
    await cola.say(`promo edit ${id} name:"Large picnic"`)
    await later(1)
    expect(shown()).toContain('Large picnic')
    expect(shown()).toContain('AT RISK')
    await cola.say('promo override P-1 uplift:1.1 reason:"seen before"')
    await later(1)
    expect(news()).toBe(0)
    await later(30)
    expect(news()).toBe(0)
  })
})

describe('what comes and goes while somebody presses a button', () => {
  it('shows on the card at once, and is told to nobody', async () => {
    await onHand(20)
    await later(1)
    refresher.touch({ kind: 'promotion', promotionId: id })
    await later(1)
    expect(shown()).toContain('AT RISK')
    expect(news()).toBe(0)
    await onHand(9_000, '2026-06-01T03:00')
    await later(1)
    await later(10)
    expect(shown()).toContain('READY')
    expect(news()).toBe(0)
  })

  it('is told once all is quiet where it stays', async () => {
    await onHand(20)
    await later(1)
    refresher.touch({ kind: 'promotion', promotionId: id })
    await later(1)
    await later(10)
    expect(news()).toBe(1)
  })
})

describe('a card that could not be changed', () => {
  const doubted = async (promotionId: string) => {
    await later(0)
    await later(30)
    await doubtCopy(cola, promotionId)
    await later(1)
    expect(fingerprint(promotionId)).toBe('')
  }
  const fingerprint = (promotionId: string) =>
    cola.rows("select fingerprint from live_message where entity = ? and channel = '#launches'", promotionId)[0]
      ?.fingerprint

  it.each(['R-1', 'r-1'])('is tried again when somebody presses a button of its risk %s', async (button) => {
    const risky = newestId(await cola.say('promo add "Summer" sku:SKU-100 at:EAST dates:"6-8 Jul" units:900'))
    await doubted(risky)
    refresher.touch(actedOn(button))
    await later(1)
    expect(fingerprint(risky)).not.toBe('')
  })

  it('is left as it is when the risk is of another promotion', async () => {
    await cola.say('promo add "Summer" sku:SKU-100 at:EAST dates:"6-8 Jul" units:900')
    await doubted(id)
    refresher.touch(actedOn('R-1'))
    await later(1)
    expect(fingerprint(id)).toBe('')
  })
})

describe('what is said of one promotion', () => {
  const cola100 = async (name: string) =>
    newestId(await cola.say(`promo add "${name}" sku:SKU-100 at:EAST dates:"6-12 Jul" uplift:+10%`))

  it('by a planner is now judged with once for those that share its shelf', async () => {
    const [first, second] = [await cola100('Summer'), await cola100('Barbecue')]
    await later(0)
    await later(30)
    expect(shown(second)).toContain('READY')
    await cola.say(`promo override ${first} uplift:9x reason:"seen before"`)
    await later(0)
    expect(shown(second)).toMatch(/AT RISK|NOT READY/)
    expect(cola.posted().join('\n')).toMatch(new RegExp(`Barbecue \\(${second}\\), Mon 6 Jul, is now`))
  })

  it('by who edits it is judged once all is quiet for those that share its shelf', async () => {
    const [first, second] = [await cola100('Summer'), await cola100('Barbecue')]
    await later(0)
    await later(30)
    await cola.say(`promo edit ${first} uplift:9x`)
    await later(0)
    expect(shown(second)).toContain('READY')
    await later(10)
    expect(shown(second)).toMatch(/AT RISK|NOT READY/)
    expect(news()).toBe(1)
  })
})

describe('a recorded order in chat and settled its risk', () => {
  it.each(['shelfready undo', 'shelfready withdraw PO-91'])('is taken back all the same: %s', async (words) => {
    const names = ['Summer', 'Barbecue']
    const ids: string[] = []
    for (const [i, name] of names.entries()) {
      const dates = `${6 + 10 * i}-${8 + 10 * i} Jul`
      ids.push(newestId(await cola.say(`promo add "${name}" sku:SKU-100 at:EAST dates:"${dates}" units:400`)))
    }
    await later(0)
    await later(30)
    const verdicts = () => ids.map((one) => /NOT READY|AT RISK|READY/.exec(shown(one))?.[0])
    expect(verdicts()).toEqual(['AT RISK', 'AT RISK'])
    await cola.say('shelfready ordered R-1 PO-91 units:2000 due:"24 Jun"')
    await later(0)
    expect(verdicts()).toEqual(['READY', 'READY'])
    expect(cola.rows('select state from risk where id = 1')).toEqual([{ state: 'resolved' }])
    cola.at('2026-06-01T08:05:00Z')
    expect(await cola.say(words)).toMatch(/no longer counts|Undone/)
    await later(0)
    expect(verdicts()).toEqual(['AT RISK', 'AT RISK'])
    expect(cola.rows('select state from risk where id = 1')).toEqual([{ state: 'open' }])
  })
})
