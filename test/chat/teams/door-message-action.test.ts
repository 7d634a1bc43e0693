import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { registration } from '../../_helpers/registered.ts'
import { inDays } from '../../_helpers/slack/stocked-store.ts'
import { dialogOf } from '../../_helpers/teams/reading.ts'
import { noTroubles, openTeamsOffice, type TeamsOffice, troubles } from '../../_helpers/teams/teams-office.ts'

let office: TeamsOffice
beforeAll(async () => {
  office = await openTeamsOffice()
})
afterAll(async () => {
  await office[Symbol.asyncDispose]()
  expect(troubles(office)).toEqual(noTroubles)
})

const command = 'announce-from-message'
const opened = async (text: string) => {
  const message = office.teams.writes(office.ben, office.launches, text)
  const form = dialogOf(await office.composes(office.ana, office.launches, { command, message }))
  expect(form.problems).toEqual([])
  return { form, message }
}

describe('the form that a message opens', () => {
  it('has what the message says of a promotion, and registers it where the message stands', async () => {
    const { form, message } = await opened(
      `Team, we do &quot;Winter Cola&quot; with <b>SKU-100</b> in EAST, ${inDays(40)} to ${inDays(46)}, 20% off, +60% expected.<br>Thanks &amp; see you`,
    )
    expect(form.values).toMatchObject({
      ...{ name: 'Winter Cola', sku: 'SKU-100', at: 'EAST', from: inDays(40), to: inDays(46) },
      ...{ uplift: '+60%', discount: '20%' },
    })
    const data = form.filled()
    const done = dialogOf(await office.composes(office.ana, office.launches, { command, message, data }))
    expect(done.words).toMatch(registration('Winter Cola'))
    await office.settled()
    expect(office.saying(office.launches, 'READY · Winter Cola')).toHaveLength(1)
    expect(
      office.rows(`select sku, location, uplift, discount from promotion_line where name = 'Winter Cola'`),
    ).toEqual([{ sku: 'SKU-100', location: 'EAST', uplift: 1.6, discount: 0.2 }])
  })

  it('with mistakes is shown again with what was typed', async () => {
    const { form, message } = await opened('"Half a plan" with SKU-110')
    const data = form.filled({ units: 'many' })
    const again = dialogOf(await office.composes(office.ana, office.launches, { command, message, data }))
    expect(again.values).toMatchObject({ name: 'Half a plan', sku: 'SKU-110', units: 'many' })
    expect(again.words).toContain('✖')
  })

  it.each([
    ['nothing', ''],
    ['blanks', ' \n '],
    ['no plan', 'Lunch at noon?'],
    ['much', `${'word '.repeat(20_000)}`],
    ['half a character', 'SKU-110 \ud800'],
    ['markup', '<script>alert(1)</script><at id="0">Ben</at>'],
    ['a window in the past', '"Old" SKU-100 2020-01-01 to 2020-01-07'],
  ])('of a message that says %s is empty, or has what is certain', async (_, text) => {
    const { form } = await opened(text)
    expect(form.values.from ?? '').toBe('')
    expect(JSON.stringify(form.card)).not.toContain('<script>')
  })

  it('of a command that is none of ours is not opened', async () => {
    const message = office.teams.writes(office.ben, office.launches, 'x')
    const answer = await office.composes(office.ana, office.launches, { command: 'other', message })
    expect(answer.status).toBe(501)
  })
})
