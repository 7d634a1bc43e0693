import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openTwoPlatforms, type TwoPlatforms } from '../_helpers/teams/two-platforms.ts'

let both: TwoPlatforms
beforeEach(async () => {
  both = await openTwoPlatforms()
})
afterEach(() => both[Symbol.asyncDispose]())

const orders = (words: string) => both.says(words, both.office.ada)

/** Lets Ana be known on both platforms as one person by her address, with a role in Slack that counts. */
const anaIsPlanner = async () => {
  await both.types('/shelfready whoami')
  await both.says('shelfready whoami')
  expect(both.persons()[both.ana.aadObjectId]).toBe(both.slackAna.id)
  await orders(`shelfready role ${both.slackAna.id} planner`)
  await orders('shelfready roles on')
}

describe('a role', () => {
  it('does not follow from an address: it says which link is missing, and counts once an administrator has linked', async () => {
    const { ana, slackAna, says, types } = both
    await anaIsPlanner()
    expect(await types('/shelfready risks')).not.toMatch(/no role|is for/)
    const refused = await says('shelfready risks')
    expect(refused).toContain('a matching address is not enough')
    expect(refused).toContain(`shelfready link ${ana.aadObjectId} ${slackAna.id}`)
    expect(await orders('shelfready roles')).toContain(`shelfready link ${ana.aadObjectId} ${slackAna.id}`)
    await orders(`shelfready link ${ana.aadObjectId} ${slackAna.id}`)
    expect(await says('shelfready risks')).not.toMatch(/no role|is for/)
    await orders(`shelfready unlink ${ana.aadObjectId}`)
    expect(await says('shelfready risks')).toContain('You have no role yet')
  })

  it.each([
    ['the one with the role to the one without', (a: string, b: string) => `${a} ${b}`],
    ['the one without to the one with the role', (a: string, b: string) => `${b} ${a}`],
  ])('counts for both accounts, whichever way round they were linked: %s', async (_, order) => {
    const { ana, slackAna, says, types } = both
    await anaIsPlanner()
    await orders(`shelfready link ${order(slackAna.id, ana.aadObjectId)}`)
    for (const said of [await says('shelfready risks'), await types('/shelfready risks')])
      expect(said).not.toMatch(/no role|is for/)
  })

  it('is not had by a third account that has the address of a linked one', async () => {
    const { office, slack, slackAna, says, types } = both
    slack.confirmed.clear()
    await types('/shelfready whoami')
    await says('shelfready whoami', office.ben)
    await orders(`shelfready role ${office.ben.aadObjectId} planner`)
    await orders(`shelfready link ${office.ben.aadObjectId} ${slackAna.id}`)
    await orders('shelfready roles on')
    expect(await types('/shelfready risks')).not.toMatch(/no role|is for/)
    slack.confirmed.add(slackAna.id)
    await office.restart()
    await types('/shelfready whoami')
    await says('shelfready whoami')
    expect(both.persons()[both.ana.aadObjectId]).toBe(both.persons()[slackAna.id])
    expect(await says('shelfready risks')).toContain('a matching address is not enough')
    expect(await says('shelfready role Ben admin')).toMatch(/no role|an address alone/)
  })

  it('that is taken back is taken from every account that is linked', async () => {
    const { ana, slackAna, says, types } = both
    await anaIsPlanner()
    await orders(`shelfready link ${ana.aadObjectId} ${slackAna.id}`)
    await orders(`shelfready role ${ana.aadObjectId} none`)
    for (const said of [await says('shelfready risks'), await types('/shelfready risks')])
      expect(said).toContain('You have no role yet')
  })
})

describe('a press', () => {
  it('is asked anew whose it is and what they may, on both platforms, the moment a role is taken back', async () => {
    const { ana, office, registered, presses, slackAna } = both
    const card = await registered()
    await anaIsPlanner()
    await orders(`shelfready link ${ana.aadObjectId} ${slackAna.id}`)
    await orders(`shelfready role ${slackAna.id} viewer`)
    const before = office.rows('select * from acknowledgement')
    const answer = await office.presses(ana, card, 'Acknowledge')
    expect(answer.text).toContain('shelfready ack is for planners, approvers and administrators; you are a viewer')
    await presses('Acknowledge')
    await office.settled()
    expect(office.rows('select * from acknowledgement')).toEqual(before)
    await orders(`shelfready role ${slackAna.id} planner`)
    expect((await office.presses(ana, card, 'Acknowledge')).status).toBe(200)
    expect(office.rows('select * from acknowledgement')).toHaveLength(before.length + 1)
  })
})
