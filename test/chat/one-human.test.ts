import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { blockText } from '../_helpers/slack/block-kit.ts'
import { eventually } from '../_helpers/slack/office.ts'
import { inDays } from '../_helpers/slack/stocked-store.ts'
import type { Message } from '../_helpers/teams/fake-teams.ts'
import { messageWords, pressWords } from '../_helpers/teams/reading.ts'
import { openTwoPlatforms, type TwoPlatforms } from '../_helpers/teams/two-platforms.ts'

let both: TwoPlatforms
beforeEach(async () => {
  both = await openTwoPlatforms()
})
afterEach(() => both[Symbol.asyncDispose]())

const handlers = () =>
  Object.fromEntries(
    both.office
      .rows<{ readonly name: string; readonly by: string }>(
        `select json_extract(subject, '$.promotions[0].promotionId') as name, handled_by as by from risk`,
      )
      .map(({ name, by }) => [name, by]),
  )

/**
 * Lets Ana do something on both platforms while Slack has not had her address confirmed: she takes P-1 in Teams and P-2 in
 * Slack. Whichever platform heard of her first is named.
 */
const apart = async (first: 'slack' | 'teams'): Promise<Message> => {
  const { ana, office, registered, says, slack, types } = both
  slack.confirmed.clear()
  if (first === 'teams') await says('shelfready whoami')
  const card = await registered()
  await types(`/promo add "Winter" sku:SKU-100 at:EAST from:${inDays(50)} to:${inDays(52)} units:700`)
  await office.message(office.launches, 'Winter')
  expect(pressWords(await office.presses(ana, card, 'Acknowledge'))).toContain('1 risk is yours')
  expect(await types('/shelfready ack P-2')).toContain('1 risk is yours')
  await office.settled()
  expect(handlers()).toEqual({ 'P-1': ana.aadObjectId, 'P-2': both.slackAna.id })
  return card
}
/** Lets Slack have the address confirmed; what was learnt of people is asked again. */
const confirm = async () => {
  both.slack.confirmed.add(both.slackAna.id)
  await both.office.restart()
}

describe.each(['slack', 'teams'] as const)('two accounts of one human, of which %s heard first,', (first) => {
  const firstId = () => (first === 'slack' ? both.slackAna.id : both.ana.aadObjectId)

  it('are two people until the address is known, and one from then on; their risks follow', async () => {
    const { office, says, types } = both
    const card = await apart(first)
    expect(await says('shelfready ack P-2')).toMatch(/somebody was there before you/i)
    await confirm()
    await types('/shelfready whoami')
    expect(await types('/shelfready whoami')).toContain(both.ana.aadObjectId)
    expect(handlers()).toEqual({ 'P-1': firstId(), 'P-2': firstId() })
    expect(await says('shelfready ack P-2')).toMatch(/you have taken it already/i)
    expect(await types('/shelfready ack P-1')).toMatch(/you have taken it already/i)
    expect(messageWords(office.now(card))).toContain('Ana Lim')
    expect(await says('shelfready risks mine')).toMatch(/R-1[\s\S]*R-2|R-2[\s\S]*R-1/)
  })

  it('are one human for what they do in the very request by which the address becomes known', async () => {
    const { office, says, types } = both
    await apart(first)
    await types(`/promo add "Spring" sku:SKU-100 at:EAST from:${inDays(70)} to:${inDays(72)} units:700`)
    await confirm()
    expect(await types('/shelfready ack P-3')).toContain('1 risk is yours')
    await office.settled()
    expect(handlers()).toEqual({ 'P-1': firstId(), 'P-2': firstId(), 'P-3': firstId() })
    expect(await says('shelfready ack P-3')).toMatch(/you have taken it already/i)
    const own = office.rows('select distinct person_id from acknowledgement')
    expect(own).toEqual([{ person_id: firstId() }])
  })

  it('are both named by whoami in the very request by which the address becomes known', async () => {
    await apart(first)
    await confirm()
    expect(await both.types('/shelfready whoami')).toContain(both.ana.aadObjectId)
  })

  it('can go on with a risk of their own in the very request by which the address becomes known', async () => {
    const { types } = both
    await apart(first)
    expect(await types('/shelfready snooze P-2')).not.toMatch(/Nothing was/)
    await confirm()
    expect(await types('/shelfready ack P-2')).toContain('1 risk is yours')
    expect(handlers()).toEqual({ 'P-1': firstId(), 'P-2': firstId() })
  })

  it('keep what the human chose in the very request by which the address becomes known', async () => {
    const { says, types } = both
    await apart(first)
    await confirm()
    await types('/shelfready settings my-zone:Asia/Tokyo')
    expect(await says('shelfready settings')).toContain('Asia/Tokyo')
    expect(await types('/shelfready settings')).toContain('Asia/Tokyo')
  })

  it('are told on the cards of both platforms by the name that took the risk', async () => {
    const { office, slackCard } = both
    const card = await apart(first)
    await confirm()
    await both.types('/shelfready whoami')
    await office.settled()
    await eventually(() => expect(blockText(slackCard().blocks)).toContain('Ana Lim'))
    expect(messageWords(office.now(card))).toContain('Ana Lim')
  })
})

describe('an account that an administrator put with another person', () => {
  it('stays there though its address says otherwise', async () => {
    const { office, says, slack, slackAna, types } = both
    slack.confirmed.clear()
    await types('/shelfready whoami')
    await says('shelfready whoami', office.ben)
    await says(`shelfready link ${slackAna.id} ${office.ben.aadObjectId}`, office.ada)
    await confirm()
    expect(await types('/shelfready whoami')).toContain(office.ben.aadObjectId)
    expect(await says('shelfready whoami')).not.toContain(slackAna.id)
    expect(both.persons()[slackAna.id]).toBe(office.ben.aadObjectId)
  })

  it('takes what its person did along', async () => {
    const { office, registered, says, slack, slackAna, types } = both
    slack.confirmed.clear()
    await registered()
    await types('/shelfready ack P-1')
    await says('shelfready whoami', office.ben)
    await says(`shelfready link ${slackAna.id} ${office.ben.aadObjectId}`, office.ada)
    expect(handlers()).toEqual({ 'P-1': office.ben.aadObjectId })
    expect(await says('shelfready ack P-1', office.ben)).toMatch(/you have taken it already/i)
  })

  it('takes along every account of the human, if it is the one that was there first', async () => {
    const { ana, office, says, slackAna, types } = both
    await types('/shelfready whoami')
    await says('shelfready whoami')
    await says('shelfready whoami', office.ben)
    expect(await says(`shelfready link ${slackAna.id} ${office.ben.aadObjectId}`, office.ada)).toMatch(/one person now/)
    const { aadObjectId } = office.ben
    expect(await types('/shelfready whoami')).toContain(aadObjectId)
    const left = both.persons()[ana.aadObjectId]
    expect([aadObjectId, ana.aadObjectId]).toContain(left)
  })
})
