import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { blockText } from '../_helpers/slack/block-kit.ts'
import { eventually } from '../_helpers/slack/office.ts'
import { inDays } from '../_helpers/slack/stocked-store.ts'
import type { Message } from '../_helpers/teams/fake-teams.ts'
import { type Dialog, dialogOf, messageWords, pressWords } from '../_helpers/teams/reading.ts'
import { openTwoPlatforms, type TwoPlatforms } from '../_helpers/teams/two-platforms.ts'

let both: TwoPlatforms
beforeEach(async () => {
  both = await openTwoPlatforms()
})
afterEach(() => both[Symbol.asyncDispose]())

const states = () => both.office.rows<{ readonly state: string }>('select state from decision order by id')

/** Registers in Slack what is short there, and proposes a later date there; gives the card and the proposal as Teams shows them. */
const proposed = async (): Promise<{ readonly card: Message; readonly proposal: Message }> => {
  // Normal sales are covered and something can be promised.
  await both.office.feed('inventory', `sku,location,on_hand,as_of\nSKU-100,EAST,500,${inDays(0)}\n`)
  await both.office.feed('inbound', `order_id,sku,location,quantity,due_date\nPO-77,SKU-100,EAST,1000,${inDays(40)}\n`)
  const card = await both.registered()
  const said = await both.types(`/promo decide P-1 date start:${inDays(45)} reason:"PO-77 is there by then"`)
  expect(said).toContain('Proposed for Summer BOGO (P-1): start on')
  const proposal = await both.office.message(both.office.launches, 'Ana in Slack proposes for Summer BOGO')
  await both.office.settled()
  return { card, proposal }
}

/** Chooses a way out in the first step of a dialog in Teams; gives the step that asks the rest. */
const fillsWay = async (card: Message, dialog: Dialog, option: string): Promise<Dialog> => {
  const { office } = both
  const asked = dialogOf(await office.submits(office.ben, card, dialog.filled({ option })))
  expect(asked.problems).toEqual([])
  return asked
}

describe('a promotion that was registered red', () => {
  it('is moved as marketing proposes in Slack and supply agrees in Teams: both cards turn green, and history tells it', async () => {
    const { office, slack, channel, slackCard, says } = both
    const { card, proposal } = await proposed()
    expect(blockText(slackCard().blocks)).toContain('NOT READY')
    expect(messageWords(office.now(card))).toContain('Ana in Slack proposes: start on')
    expect(messageWords(proposal)).toContain('Trade-off: marketing moves the launch back 15 days')
    expect(slack.fake.messages(channel.id).filter(({ thread_ts }) => thread_ts !== undefined)).toHaveLength(1)

    expect(pressWords(await office.presses(office.ben, office.now(card), 'Agree'))).toContain(
      'Agreed for Summer BOGO (P-1)',
    )
    await eventually(() => expect(blockText(slackCard().blocks)).toContain('READY'))
    await eventually(() => expect(blockText(slackCard().blocks)).not.toContain('NOT READY'))
    await eventually(() => expect(messageWords(office.now(card))).not.toContain('NOT READY'))
    await office.settled()
    expect(messageWords(office.now(card))).toContain('READY')
    expect(office.saying(office.launches, 'Agreed for Summer BOGO')).toHaveLength(1)
    const inSlack = slack.fake
      .messages(channel.id)
      .filter(({ blocks }) => blockText(blocks).includes('Agreed for Summer BOGO'))
    expect(inSlack).toHaveLength(1)

    expect(states()).toEqual([{ state: 'carried-out' }])
    const history = await says('promo history P-1')
    expect(history).toMatch(/agreed by Ben with Ana in Slack in Launches: start on .*✖ Not ready → ● Ready/)
    expect(history).toMatch(/proposed by Ana in Slack in .*launches: start on .*"PO-77 is there by then"/)
    const audit = office.rows<{ readonly action: string; readonly actor: string }>(
      "select action, actor from audit where entity = 'P-1' and action in ('decide', 'agree') order by id",
    )
    expect(audit).toEqual([
      { action: 'decide', actor: both.slackAna.id },
      { action: 'agree', actor: office.ben.aadObjectId },
    ])
  })

  it('is not agreed to by the same human on the other platform', async () => {
    const { office, ana } = both
    const { card } = await proposed()
    expect(pressWords(await office.presses(ana, office.now(card), 'Agree'))).toContain('This is your own proposal')
    expect(states()).toEqual([{ state: 'proposed' }])
  })

  it('is pressed by several people at once and agreed to once; the others hear who was first', async () => {
    const { office } = both
    const { card } = await proposed()
    const offered = office.now(card)
    const said = await Promise.all(
      [office.ben, office.ada].map(async (person) => pressWords(await office.presses(person, offered, 'Agree'))),
    )
    expect(said.filter((one) => one.includes('Agreed for Summer BOGO'))).toHaveLength(1)
    expect(said.filter((one) => /already answered: agreed by (Ben|Ada Boss)/.test(one))).toHaveLength(1)
    await office.settled()
  })

  it('is countered in a dialog in Teams, with the safe volume, and declined in another', async () => {
    const { office } = both
    const { card } = await proposed()
    const dialog = await office.opens(office.ben, office.now(card), 'Counter...')
    expect(dialog.problems).toEqual([])
    expect(dialog.words).toContain('Ana in Slack proposes: start on')
    const asked = await fillsWay(office.now(card), dialog, 'cap')
    expect(asked.values.cap).toMatch(/^\d+$/)
    await office.submits(office.ben, office.now(card), asked.filled({ reason: 'the date is printed' }))
    await office.message(office.launches, 'Ben answers Ana in Slack on Summer BOGO (P-1): cap at')
    await eventually(() => expect(messageWords(office.now(card))).toContain('Ben proposes: cap at'))
    const counter = office.now(card)
    expect(states()).toEqual([{ state: 'countered' }, { state: 'proposed' }])
    const decline = await office.opens(office.ada, counter, 'Decline...')
    await office.submits(office.ada, counter, decline.filled({ reason: 'neither will do' }))
    await office.message(office.launches, "Ada Boss declines Ben's proposal")
    expect(states()).toEqual([{ state: 'countered' }, { state: 'declined' }])
    expect(pressWords(await office.presses(office.ada, counter, 'Agree'))).toContain('declined by Ada Boss')
    await eventually(() => expect(messageWords(office.now(card))).not.toContain('Ben proposes'))
    await office.settled()
  })

  it('is proposed for in a dialog that opens from its card', async () => {
    const { office, registered } = both
    const card = await registered()
    const dialog = await office.opens(office.ben, card, 'Decide...')
    expect(dialog.problems).toEqual([])
    const asked = await fillsWay(card, dialog, 'accept')
    await office.submits(office.ben, card, asked.filled({ reason: 'we sell what there is' }))
    await office.message(office.launches, 'Ben proposes for Summer BOGO (P-1): go ahead and accept the loss')
    await office.settled()
  })
})
