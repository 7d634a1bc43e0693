import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Card } from '../../../src/cards/language/card.ts'
import { renderText } from '../../../src/chat/terminal/render.ts'
import { tick } from '../../../src/jobs/tick.ts'
import type { Company } from '../../_helpers/company.ts'
import { openAutumn } from './autumn.ts'

let company: Company
const surprises: unknown[] = []

beforeAll(async () => {
  company = await openAutumn()
  company.at(Temporal.Instant.from('2026-12-01T07:00:00Z'))
  for (const name of ['Ana', 'Ben']) await company.say('whoami', { name })
  await company.say('subscribe weekly:yes monthly:yes')
  await company.say('subscribe', { place: '#supply' })
  await company.say('intel add "Rival closes" sku:COLA dates:"7-13 Dec" effect:+20%')
})
afterAll(() => company[Symbol.asyncDispose]())

const posted = (about: string) =>
  company
    .rows<{ channel: string; entity: string; card: string }>(
      'select channel, entity, card from outbox where kind = ? order by id',
      about,
    )
    .map(({ channel, entity, card }) => ({ channel, entity, text: renderText(JSON.parse(card) as Card) }))

const pass = async (when: string) => {
  company.at(Temporal.Instant.from(when))
  const { app, now } = company
  await tick({
    ...{ workspace: app.workspace, policy: app.policy, timeZone: app.timeZone, today: app.today, now },
    ...{ administrators: [], reaches: () => true, isStopping: () => false },
    onSurprise: (error) => void surprises.push(error),
  })
}

it('posts the weekly update and the monthly review once, with the first digest, where they were asked for', async () => {
  await pass('2026-12-01T07:59:00Z')
  expect(posted('review')).toEqual([])
  await pass('2026-12-01T08:00:00Z')
  await pass('2026-12-01T08:01:00Z')
  await pass('2026-12-02T08:00:00Z')
  expect(surprises).toEqual([])
  const [week, month, ...others] = posted('review')
  expect(others).toEqual([])
  expect(week).toMatchObject({ channel: '#launches', entity: '2026-11-30' })
  expect(week?.text).toMatch(/^Weekly update, Tue 1 Dec · #launches · 3 promotions in the next 4 weeks/)
  expect(week?.text).toMatch(/Cola 1.5 l week \(P-202612-1\) +Thu 3 Dec/)
  expect(week?.text).toContain('Rival closes')
  expect(month).toMatchObject({ channel: '#launches', entity: '2026-12' })
  expect(month?.text).toContain('2 of 3 promotions stocked out in November 2026')
})

it('posts the next weekly update on the first working day of the next week', async () => {
  await pass('2026-12-07T08:00:00Z')
  expect(posted('review').map(({ entity }) => entity)).toEqual(['2026-11-30', '2026-12', '2026-12-07'])
})
