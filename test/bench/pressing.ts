import { inDays } from '../_helpers/slack/stocked-store.ts'
import { openTeamsOffice } from '../_helpers/teams/teams-office.ts'
import { type Figure, percentile, round } from './measure.ts'

const people = 50

/** Times the answers to fifty people who press one button at the same moment; platforms wait three seconds. */
export const fiftyPresses = async (): Promise<Figure> => {
  await using office = await openTeamsOffice({ isHurried: true })
  const all = Array.from({ length: people }, (_, i) => office.teams.addPerson({ name: `Person number ${i}` }))
  const day = inDays(20)
  await office.says(
    office.ana,
    office.launches,
    `promo add "Fifty" sku:SKU-100 at:EAST from:${day} to:${day} units:700`,
  )
  const card = await office.message(office.launches, 'READY · Fifty')
  await office.settled()
  const answers = await Promise.all(all.map((person) => office.presses(person, card, 'Acknowledge')))
  const times = answers.map(({ milliseconds }) => milliseconds)
  return {
    name: 'fifty-presses',
    figures: { p50_ms: round(percentile(times, 0.5), 0), slowest_ms: round(Math.max(...times), 0) },
  }
}
