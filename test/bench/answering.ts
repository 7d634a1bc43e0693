import { join } from 'node:path'
import type { App } from '../../src/app.ts'
import { digestCard } from '../../src/cards/digest/digest-card.ts'
import { drawMessage } from '../../src/chat/slack/render.ts'
import { drawMessage as drawForTeams } from '../../src/chat/teams/render.ts'
import { renderText } from '../../src/chat/terminal/render.ts'
import { dayOf } from '../../src/domain/day.ts'
import { digestOf } from '../../src/domain/digest/digest.ts'
import { judgePresent } from '../../src/services/risks/risk-register.ts'
import type { FeedRows, InventoryRow } from '../../src/store/feeds/feed-rows.ts'
import { blockProblems } from '../_helpers/slack/block-kit.ts'
import { activityProblems } from '../_helpers/teams/activity-problems.ts'
import { type Figure, percentile, round, timed } from './measure.ts'
import { fill, folder, inventory, items, leadTime, morning, openShop, promotionRow, shop, sku } from './shop.ts'

const skus = 2_000
const shops = 100

/** Nine weeks of plan in one row for every item at every shop. */
const flatPlan = function* (): Generator<FeedRows['demand-plan']> {
  for (let i = 0; i < skus; i++)
    for (let j = 0; j < shops; j++)
      yield { sku: sku(i), location: shop(j), planned_on: morning, units: 63 * (1 + ((i + j) % 5)), days: 63 }
}

const cellOf = (line: number) => ({ sku: sku((line * 7) % skus), location: shop((line * 13) % shops) })

/** The stock that the promotions of ten lines share, counted at a minute of the morning. */
export const companyStock = function* (minute: number): Generator<InventoryRow> {
  for (let i = 0; i < skus; i++)
    yield {
      ...{ ...cellOf(i), as_of_on: morning, as_of_minute: minute, on_hand: 20 + ((i * 31 + minute) % 200) },
      ...{ allocated: null, unusable: null, safety_stock: null, presentation_min: null, expires_on: null, lots: null },
    }
}

/** Fills a store with a company: 2,000 items in 100 shops, and promotions of ten lines beside one of forty. */
export const fillCompany = async (app: App, promotions: number) => {
  await fill(app, 'items', items(skus))
  await fill(app, 'lead-times', [leadTime])
  await fill(app, 'inventory', inventory(skus, shops))
  await fill(app, 'demand-plan', flatPlan())
  await fill(
    app,
    'promotions',
    Array.from({ length: promotions * 10 }, (_, i) => {
      const { sku, location } = cellOf(i)
      return promotionRow(`P-${Math.floor(i / 10)}`, sku, location)
    }),
  )
  await fill(
    app,
    'promotions',
    Array.from({ length: 40 }, (_, i) => promotionRow('P-X', sku(i * 12), shop(i))),
  )
}

/** Answers `promo check` of a promotion with 40 lines among 2,000 promotions and 200,000 positions, beside the same in a store that holds only it. */
export const checkOne = async (): Promise<Figure> => {
  await using place = await folder()
  await using alone = await openShop(join(place.path, 'alone.db'))
  await using among = await openShop(join(place.path, 'among.db'))
  await fillCompany(alone, 0)
  await fillCompany(among, 2_000)
  const check = (app: App) =>
    app.handle({ key: null, person: { id: 'bench', name: 'Bench' }, place: '#bench', words: 'promo check P-X' })
  const times: [number[], number[]] = [[], []]
  for (let turn = 0; turn < 550; turn++)
    for (const [which, app] of [alone, among].entries()) {
      // Something was written in between: nothing is answered from memory.
      await app.rename({ id: '#bench', name: `#bench ${turn}` })
      const time = await timed(() => check(app))
      if (turn >= 50) (times[which] as number[]).push(time)
    }
  const [few, many] = times
  return {
    name: 'check-40-lines',
    figures: {
      ratio: round(percentile(many, 0.5) / percentile(few, 0.5)),
      p50_ms: round(percentile(many, 0.5)),
      p99_ms: round(percentile(many, 0.99)),
    },
  }
}

/** Builds a digest of 5,000 open risks, and one of 500, from what was judged, and draws it for the terminal, for Slack and for Teams. */
export const largestDigest = async (): Promise<Figure> => {
  await using place = await folder()
  await using app = await openShop(join(place.path, 'risks.db'))
  await fill(app, 'items', items(5_000))
  await fill(
    app,
    'promotions',
    Array.from({ length: 5_000 }, (_, i) => promotionRow(`P-${i}`, sku(i), shop(i % shops))),
  )
  await fill(app, 'lead-times', [leadTime])
  await fill(
    app,
    'inventory',
    Array.from({ length: 5_000 }, (_, i) => ({
      sku: sku(i),
      location: shop(i % shops),
      as_of_on: morning,
      as_of_minute: 0,
      on_hand: 0,
      allocated: null,
      unusable: null,
      safety_stock: null,
      presentation_min: null,
      expires_on: null,
      lots: null,
    })),
  )
  await fill(
    app,
    'demand-plan',
    Array.from({ length: 5_000 }, (_, i) => ({
      sku: sku(i),
      location: shop(i % shops),
      planned_on: morning,
      units: 630,
      days: 63,
    })),
  )
  const { entries, candidates } = await judgePresent({ ...app, today: app.today(), now: app.now() })
  const asOf = dayOf(morning)
  const build = (count: number) => {
    const own = entries.slice(0, count)
    const ids = new Set(own.map(({ promotionId }) => promotionId))
    const about = candidates.filter(({ evidence }) => evidence.some(({ promotion }) => ids.has(promotion.promotionId)))
    const risks = { candidates: about, records: new Map() }
    const told = digestOf(own, risks, {}, { snapshot: null, missed: null }, { asOf, moneyFloor: 100 }).snapshot
    return () => {
      const digest = digestOf(own, risks, {}, { snapshot: told, missed: null }, { asOf, moneyFloor: 100 })
      return digestCard(digest, '#bench')
    }
  }
  const works = [build(500), build(5_000)] as const
  const times: [number[], number[]] = [[], []]
  const slack: number[] = []
  const teams: number[] = []
  for (let turn = 0; turn < 60; turn++)
    for (const [which, work] of works.entries()) {
      let card = works[0]()
      const time = await timed(() => {
        card = work()
        return renderText(card)
      })
      const drawing = await timed(() => drawMessage(card))
      const inTeams = await timed(() => drawForTeams(card))
      if (turn >= 10) (times[which] as number[]).push(time)
      if (turn >= 10 && which === 1) {
        slack.push(drawing)
        teams.push(inTeams)
      }
    }
  const problems = blockProblems([...drawMessage(works[1]()).blocks], 'message')
  if (problems.length > 0) throw new Error(`Slack would refuse the largest digest: ${problems.join(', ')}`)
  const wrong = activityProblems({ ...drawForTeams(works[1]()) })
  if (wrong.length > 0) throw new Error(`Teams would refuse the largest digest: ${wrong.join(', ')}`)
  const [few, many] = times.map((list) => percentile(list, 0.5)) as [number, number]
  return {
    name: 'digest-5000-risks',
    figures: {
      risks: candidates.length,
      ratio: round(many / few / 10),
      p50_ms: round(many),
      p99_ms: round(percentile(times[1], 0.99)),
      slack_p50_ms: round(percentile(slack, 0.5)),
      slack_p99_ms: round(percentile(slack, 0.99)),
      teams_p50_ms: round(percentile(teams, 0.5)),
      teams_p99_ms: round(percentile(teams, 0.99)),
    },
  }
}
