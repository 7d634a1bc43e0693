import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { blockText } from '../_helpers/slack/block-kit.ts'
import type { FakeUser } from '../_helpers/slack/fake-slack.ts'
import { eventually } from '../_helpers/slack/office.ts'
import { messageWords, pressWords } from '../_helpers/teams/reading.ts'
import { openTwoPlatforms, type TwoPlatforms } from '../_helpers/teams/two-platforms.ts'

let both: TwoPlatforms
beforeEach(async () => {
  both = await openTwoPlatforms()
})
afterEach(() => both[Symbol.asyncDispose]())

const heard = (user: FakeUser) =>
  both.slack.fake.ephemerals.filter((one) => one.user === user.id).map(({ text }) => text)
const handled = () => both.office.rows('select state, handled_by, handler_name from risk order by id')
const people = () => new Set(Object.values(both.persons())).size

describe('a promotion that was registered in Slack', () => {
  it('shows once on a Teams channel that is subscribed, and once in Slack', async () => {
    const { office, slack, channel, slackCard, registered } = both
    await registered()
    expect(office.saying(office.launches, 'Summer BOGO')).toHaveLength(1)
    expect(slack.fake.messages(channel.id)).toHaveLength(1)
    expect(blockText(slackCard().blocks)).toContain('Summer BOGO')
  })

  it('is acknowledged in Teams by the same human: the Slack card says the name, and Slack says that it is theirs already', async () => {
    const { office, slackAna, ana, types, slackCard, registered } = both
    const card = await registered()
    expect(pressWords(await office.presses(ana, card, 'Acknowledge'))).toMatch(/^R-\d+ is yours\./)
    await eventually(() => expect(blockText(slackCard().blocks)).toContain('Ana Lim'))
    await office.settled()
    expect(slackCard().edits).toBe(1)
    expect(messageWords(office.now(card))).toContain('Ana Lim')
    expect(office.rows('select person_id from acknowledgement')).toEqual([{ person_id: slackAna.id }])
    expect(await types('/shelfready ack P-1')).toMatch(/you already have it/i)
    expect(office.rows('select person_id from acknowledgement')).toHaveLength(1)
  })

  it('is acknowledged in Slack, and the Teams card says the name; a press in Teams says that it is theirs already', async () => {
    const { office, ana, presses, registered } = both
    const card = await registered()
    await presses('Acknowledge')
    await eventually(() => expect(messageWords(office.now(card))).toContain('Ana in Slack'))
    await office.settled()
    expect(office.now(card).history).toHaveLength(1)
    expect(pressWords(await office.presses(ana, card, 'Acknowledge'))).toMatch(/you already have it/i)
    expect(pressWords(await office.presses(office.ben, card, 'Acknowledge'))).toMatch(/someone was faster/i)
  })

  it('pressed on both platforms at once by several people counts once, and nobody is told wrong', async () => {
    const { office, slack, channel, ana, presses, slackCard, registered } = both
    const card = await registered()
    const inTeams = [ana, office.ben, office.ada]
    const others = [1, 2, 3].map((n) => slack.fake.addUser({ id: `U000000S${n}`, name: `s${n}` }))
    for (const user of others) channel.members.add(user.id)
    await Promise.all([
      ...inTeams.map((person) => office.presses(person, card, 'Acknowledge')),
      ...others.map((user) => presses('Acknowledge', user)),
    ])
    await office.settled()
    const rows = office.rows<{ readonly person_name: string }>('select person_name from acknowledgement')
    expect(rows).toHaveLength(1)
    const winner = rows[0]?.person_name ?? ''
    await eventually(() => expect(blockText(slackCard().blocks)).toContain(winner))
    await eventually(() => expect(messageWords(office.now(card))).toContain(winner))
    const losers = others.filter(({ name }) => name !== winner)
    await eventually(() => {
      for (const user of losers) expect(heard(user).join('\n')).toMatch(/someone was faster/i)
    })
  })
})

describe('one human on two platforms', () => {
  it('reads both accounts in whoami, wherever they ask', async () => {
    const { slackAna, ana, types, says } = both
    await types('/shelfready whoami')
    const said = await says('shelfready whoami')
    for (const part of [slackAna.id, ana.aadObjectId, ana.email]) expect(said).toContain(part)
    const again = await types('/shelfready whoami')
    for (const part of [slackAna.id, ana.aadObjectId]) expect(again).toContain(part)
    expect(both.persons()).toEqual({ [slackAna.id]: slackAna.id, [ana.aadObjectId]: slackAna.id })
  })

  it('is found by an address in other letters', async () => {
    const { slackAna, ana, types, says } = both
    slackAna.email = ana.email.toUpperCase()
    await types('/shelfready whoami')
    expect(await says('shelfready whoami')).toContain(slackAna.id)
  })

  it('keeps the settings that they made on the other platform', async () => {
    const { office, types, says } = both
    await types('/shelfready settings locale:de')
    await says('shelfready whoami')
    const said = await says('promo add "Deutsch" sku:SKU-110 at:EAST dates:"6.1. - 8.1." uplift:1,6x')
    expect(said).toContain('Ready: Deutsch (P-1), Mi., 6. – Fr., 8. Januar 2027')
    expect(office.rows('select uplift from promotion_line')).toEqual([{ uplift: 1.6 }])
  })

  it('is two people where Slack has not had the address confirmed', async () => {
    const { office, slack, slackAna, ana, presses, says, registered } = both
    slack.confirmed.clear()
    const card = await registered()
    await presses('Acknowledge')
    await eventually(() => expect(handled()).toMatchObject([{ handled_by: slackAna.id }]))
    expect(await says('shelfready whoami')).not.toContain(slackAna.id)
    expect(pressWords(await office.presses(ana, card, 'Acknowledge'))).toMatch(/someone was faster/i)
  })

  it.each(['in Slack', 'in Teams'])('never is a guest %s, whatever their address', async (where) => {
    const { office, slack, channel, slackAna, types, says } = both
    const guest =
      where === 'in Slack'
        ? slack.fake.addUser({ name: 'guest', email: office.ben.email, is_restricted: true })
        : office.teams.addPerson({ name: 'Guest', email: slackAna.email, guest: true })
    if ('is_bot' in guest) {
      slack.confirmed.add(guest.id)
      channel.members.add(guest.id)
      await types('/shelfready whoami', guest)
      const said = await says('shelfready whoami', office.ben)
      expect(said).not.toContain(guest.id)
    } else {
      await types('/shelfready whoami')
      await office.says(office.ben, office.launches, 'shelfready whoami')
      await office.says(guest, office.launches, 'shelfready whoami')
      await office.settled()
      expect(office.teams.posted(office.launches).map(messageWords).join('\n')).not.toContain(slackAna.id)
    }
    expect(Object.keys(both.persons())).not.toContain('aadObjectId' in guest ? guest.aadObjectId : guest.id)
  })
})

describe('an administrator', () => {
  const slackBen = () => both.slack.fake.addUser({ id: 'U0000BEN1', name: 'ben', email: 'benny@elsewhere.example' })
  it('says that two accounts are one person, and takes it back', async () => {
    const { office, types, says } = both
    const user = slackBen()
    await types('/shelfready whoami', user)
    await says('shelfready whoami', office.ben)
    const { aadObjectId } = office.ben
    expect(await types(`/shelfready link ${user.id} ${aadObjectId}`)).toMatch(/is for administrators/i)
    expect(await says(`shelfready link ${user.id} ${aadObjectId}`, office.ada)).toMatch(/are now one person/i)
    expect(await says('shelfready whoami', office.ben)).toContain(user.id)
    expect(await types('/shelfready whoami', user)).toContain(aadObjectId)
    expect(await says(`shelfready unlink ${user.id}`, office.ada)).toMatch(/now a separate person/i)
    expect(await says('shelfready whoami', office.ben)).not.toContain(user.id)
    expect(await types('/shelfready whoami', user)).not.toContain(aadObjectId)
  })

  it.each([
    ['the account that was there first', () => both.slackAna.id],
    ['the account that came later', () => both.ana.aadObjectId],
  ])('parts two accounts of one address by %s, and they stay apart', async (_, which) => {
    const { ana, office, says, slackAna, types } = both
    await types('/shelfready whoami')
    await says('shelfready whoami')
    expect(await says(`shelfready unlink ${which()}`, office.ada)).toMatch(/now a separate person/i)
    expect(await types('/shelfready whoami')).not.toContain(ana.aadObjectId)
    expect(await says('shelfready whoami')).not.toContain(slackAna.id)
    expect(people()).toBe(3)
  })

  it('is one by the account that is named, and by another of theirs once an administrator has linked it', async () => {
    const { office, slack, types, says } = both
    const { aadObjectId, email } = office.ada
    const user = slack.fake.addUser({ id: 'U0000ADA1', name: 'ada', email })
    slack.confirmed.add(user.id)
    await says('shelfready whoami', office.ada)
    expect(await types('/shelfready whoami', user)).toContain(aadObjectId)
    expect(await types(`/shelfready link ${user.id} U0NOBODY0`, user)).toMatch(/is for administrators/i)
    await says(`shelfready link ${user.id} ${aadObjectId}`, office.ada)
    expect(await types(`/shelfready link ${user.id} U0NOBODY0`, user)).toMatch(/not know an account/i)
  })
})
