import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { blockText } from '../_helpers/slack/block-kit.ts'
import { eventually } from '../_helpers/slack/office.ts'
import { inDays } from '../_helpers/slack/stocked-store.ts'
import { type Message, tenantId } from '../_helpers/teams/fake-teams.ts'
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
  expect(pressWords(await office.presses(ana, card, 'Acknowledge'))).toMatch(/R-\d+ is yours/)
  expect(await types('/shelfready ack P-2')).toMatch(/R-\d+ is yours/)
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
    expect(await says('shelfready ack P-2')).toMatch(/someone was faster/i)
    await confirm()
    await types('/shelfready whoami')
    expect(await types('/shelfready whoami')).toContain(both.ana.aadObjectId)
    expect(handlers()).toEqual({ 'P-1': firstId(), 'P-2': firstId() })
    expect(await says('shelfready ack P-2')).toMatch(/you already have it/i)
    expect(await types('/shelfready ack P-1')).toMatch(/you already have it/i)
    await eventually(() => expect(messageWords(office.now(card))).toContain('Ana Lim'))
    expect(await says('shelfready risks mine')).toMatch(/R-1[\s\S]*R-2|R-2[\s\S]*R-1/)
  })

  it('are one human for what they do in the very request by which the address becomes known', async () => {
    const { office, says, types } = both
    await apart(first)
    await types(`/promo add "Spring" sku:SKU-100 at:EAST from:${inDays(70)} to:${inDays(72)} units:700`)
    await confirm()
    expect(await types('/shelfready ack P-3')).toMatch(/R-\d+ is yours/)
    expect(handlers()).toEqual({ 'P-1': firstId(), 'P-2': firstId(), 'P-3': firstId() })
    expect(await says('shelfready ack P-3')).toMatch(/you already have it/i)
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
    expect(await types('/shelfready ack P-2')).toMatch(/R-\d+ is yours/)
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
    expect(await says('shelfready ack P-1', office.ben)).toMatch(/you already have it/i)
  })

  it('takes along every account of the human, if it is the one that was there first', async () => {
    const { ana, office, says, slackAna, types } = both
    await types('/shelfready whoami')
    await says('shelfready whoami')
    await says('shelfready whoami', office.ben)
    expect(await says(`shelfready link ${slackAna.id} ${office.ben.aadObjectId}`, office.ada)).toMatch(/now one person/)
    const { aadObjectId } = office.ben
    expect(await types('/shelfready whoami')).toContain(aadObjectId)
    const left = both.persons()[ana.aadObjectId]
    expect([aadObjectId, ana.aadObjectId]).toContain(left)
  })
})

describe('whose an account is', () => {
  const told = () =>
    both.office
      .rows<{ readonly actor: string; readonly action: string; readonly entity: string; readonly detail: string }>(
        `select actor, action, entity, detail from audit where action in ('link', 'match') order by id`,
      )
      .map(({ detail, ...row }) => ({ ...row, detail: JSON.parse(detail) }))

  it('leaves its change in the audit: by an address, by an administrator, and back', async () => {
    const { ana, office, says, slack, slackAna, types } = both
    slack.confirmed.clear()
    await types('/shelfready whoami')
    await says('shelfready whoami')
    await says('shelfready whoami', office.ben)
    expect(told()).toEqual([])
    await confirm()
    await types('/shelfready whoami')
    await says(`shelfready link ${slackAna.id} ${office.ben.aadObjectId}`, office.ada)
    await says(`shelfready unlink ${slackAna.id}`, office.ada)
    const [ben, by] = [office.ben.aadObjectId, office.ada.aadObjectId]
    const [matched, linked, unlinked] = told()
    expect(matched).toMatchObject({
      actor: 'shelfready',
      action: 'match',
      detail: { before: { person: ana.aadObjectId }, after: { person: slackAna.id } },
    })
    expect(linked).toMatchObject({
      ...{ actor: by, action: 'link', entity: slackAna.id },
      detail: { before: { person: slackAna.id }, after: { person: ben } },
    })
    expect(unlinked).toMatchObject({
      ...{ actor: by, action: 'link', entity: slackAna.id },
      detail: { before: { person: ben }, after: { person: slackAna.id } },
    })
  })
})

describe('two accounts with the same address', () => {
  it('stay two people on one platform, where it may have passed on from one to the other', async () => {
    const { ana, office, slack, slackAna, says, types } = both
    const slackHeir = slack.fake.addUser({ name: 'heir', email: slackAna.email })
    slack.confirmed.add(slackHeir.id)
    const heir = office.teams.addPerson({ name: 'Heir', email: ana.email })
    slackAna.email = 'ana.slack@acme.example'
    await types('/shelfready whoami')
    await says('shelfready whoami')
    slackAna.email = 'heir@acme.example'
    slackHeir.email = 'heir@acme.example'
    await office.restart()
    await types('/shelfready whoami')
    expect(await types('/shelfready whoami', slackHeir)).not.toContain(slackAna.id)
    expect(await says('shelfready whoami', heir)).not.toContain(ana.aadObjectId)
    const own = both.persons()
    for (const id of [slackAna.id, slackHeir.id, ana.aadObjectId, heir.aadObjectId]) expect(own[id]).toBe(id)
  })

  it('stay two people where the tenant of one is let in and is not the one whose addresses are ours', async () => {
    const elsewhere = '99999999-2222-4333-8444-555555555555'
    await using group = await openTwoPlatforms({ TEAMS_TENANT_ID: `${tenantId},${elsewhere}` })
    const { office, slackAna, types, says, persons } = group
    const namesake = office.teams.addPerson({ name: 'Ana Elsewhere', email: slackAna.email, tenantId: elsewhere })
    await types('/shelfready whoami')
    const said = await says('shelfready whoami', namesake)
    expect(said).toContain('You are Ana Elsewhere')
    expect(said).not.toContain(slackAna.id)
    expect(await says('shelfready whoami')).toContain(slackAna.id)
    expect(persons()[namesake.aadObjectId]).toBe(namesake.aadObjectId)
  })
})

describe('a name or an address', () => {
  it.each([
    ['that breaks a character in two', 'Zo\ud83d', 'zo\udc00@acme.example'],
    ['that is very long', 'N'.repeat(5_000), `${'e'.repeat(5_000)}@acme.example`],
    ['that is cut within a character', `${'n'.repeat(199)}😀`, `${'e'.repeat(199)}😀@acme.example`],
  ])('%s is kept well formed and short or not at all, and its person can do everything', async (_, name, email) => {
    const { office, registered, says } = both
    const person = office.teams.addPerson({ name, email })
    const card = await registered()
    await says('shelfready settings my-zone:Asia/Tokyo', person)
    await says('shelfready whoami', person)
    expect(pressWords(await office.presses(person, card, 'Acknowledge'))).toMatch(/R-\d+ is yours/)
    expect(await says('shelfready ack P-1', person)).toMatch(/you already have it/i)
    expect(await says('shelfready settings', person)).toContain('Asia/Tokyo')
    await office.settled()
    const [kept] = office.rows<{ readonly name: string; readonly email: string }>(
      'select name, email from account where id = ?',
      person.aadObjectId,
    )
    expect(kept).toEqual({ name: name.slice(0, 200).toWellFormed(), email: null })
  })
})

describe('an account that an administrator puts with the person it belongs to', () => {
  it.each([
    ['by the one that was there first', () => [both.slackAna.id, both.ana.aadObjectId]],
    ['by the one that came later', () => [both.ana.aadObjectId, both.slackAna.id]],
  ])('keeps what that person did and chose: %s', async (_, accounts) => {
    const { ana, office, registered, says, slackAna, types } = both
    await types('/shelfready settings locale:de my-zone:Asia/Tokyo')
    await says('shelfready whoami')
    await registered()
    await types('/shelfready ack P-1')
    const before = both.persons()
    expect(before[ana.aadObjectId]).toBe(slackAna.id)
    expect(await says(`shelfready link ${accounts().join(' ')}`, office.ada)).toMatch(/now one person/)
    expect(both.persons()).toMatchObject(before)
    expect(handlers()).toEqual({ 'P-1': slackAna.id })
    expect(await says('shelfready ack P-1')).toMatch(/you already have it/i)
    expect(await types('/shelfready ack P-1')).toMatch(/you already have it/i)
    expect(await says('shelfready settings')).toContain('Asia/Tokyo')
  })
})

describe('what somebody chose', () => {
  /** Lets Ana choose in Slack and Ben in Teams, links them, and gives what counts from then on. */
  const linked = async (ofAna: string, ofBen: string) => {
    const { office, says, slack, slackAna, types } = both
    slack.confirmed.clear()
    await types(`/shelfready settings ${ofAna}`)
    await says(`shelfready settings ${ofBen}`, office.ben)
    await says(`shelfready link ${slackAna.id} ${office.ben.aadObjectId}`, office.ada)
    return office.rows(
      'select id, locale, time_zone from person where id in (?, ?)',
      slackAna.id,
      office.ben.aadObjectId,
    )
  }
  const ben = () => both.office.ben.aadObjectId

  it('counts for the person their account is put with where that one has chosen nothing', async () => {
    const after = await linked('locale:de', 'my-zone:Asia/Tokyo')
    expect(after).toEqual([{ id: ben(), locale: 'de', time_zone: 'Asia/Tokyo' }])
    expect(await both.types('/shelfready settings')).toContain('Asia/Tokyo')
  })

  it('gives way to what that one has chosen', async () => {
    const after = await linked('locale:de my-zone:Europe/Paris', 'my-zone:Asia/Tokyo')
    expect(after).toEqual([{ id: ben(), locale: 'de', time_zone: 'Asia/Tokyo' }])
  })
})
