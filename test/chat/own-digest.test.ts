import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { FakeMessage } from '../_helpers/slack/fake-slack.ts'
import { eventually, valueBehind } from '../_helpers/slack/office.ts'
import { secret } from '../_helpers/slack/running-bot.ts'
import { blockAction, signedRequest } from '../_helpers/slack/signed-request.ts'
import { shortCola } from '../_helpers/slack/stocked-store.ts'
import { messageWords } from '../_helpers/teams/reading.ts'
import { openTwoPlatforms, type TwoPlatforms } from '../_helpers/teams/two-platforms.ts'

let both: TwoPlatforms
beforeEach(async () => {
  both = await openTwoPlatforms()
})
afterEach(() => both[Symbol.asyncDispose]())

const aDay = { hours: 24 }
const heading = /Launch readiness, /

const inSlack = (): readonly FakeMessage[] => {
  const { slack, slackAna } = both
  const direct = slack.fake.channels.values().find((channel) => channel.is_im && channel.user === slackAna.id)
  return direct === undefined ? [] : slack.fake.messages(direct.id).filter(({ text }) => heading.test(text ?? ''))
}
const inTeams = () => {
  const { teams } = both.office
  return teams.posted(teams.personalChat(both.ana)).filter((message) => heading.test(messageWords(message)))
}
const digests = () => ({ slack: inSlack().length, teams: inTeams().length })
const made = () =>
  both.office.rows<{ readonly channel: string }>('select channel from occurrence order by local_on, channel')

describe('a digest of one’s own', () => {
  it('comes in Slack to whoever asked there, once a day, whatever is started anew', async () => {
    const { types, office } = both
    expect(await types('/shelfready subscribe me days:daily')).toContain(
      'You get your own digest at 08:00 Berlin time (CET), every day.',
    )
    await types(shortCola('Summer BOGO'))
    await office.pass(aDay)
    await office.settled()
    expect(digests()).toEqual({ slack: 1, teams: 0 })
    expect(inSlack()[0]?.text).toMatch(heading)
    await office.restart()
    await office.settled()
    expect(digests()).toEqual({ slack: 1, teams: 0 })
    await office.pass(aDay)
    await office.settled()
    expect(digests()).toEqual({ slack: 2, teams: 0 })
    expect(made()).toHaveLength(2)
  })

  it('comes in Teams to whoever asked there, in their conversation with the bot', async () => {
    const { says, office, registered } = both
    await registered()
    expect(await says('subscribe me mine days:daily weekly:yes')).toContain('only what is yours')
    await office.pass(aDay)
    await office.settled()
    expect(digests()).toEqual({ slack: 0, teams: 1 })
    await office.restart()
    await office.settled()
    expect(digests()).toEqual({ slack: 0, teams: 1 })
  })

  it('is of what one human owns and has taken, by whichever of their accounts', async () => {
    const { says, office, registered, persons } = both
    await registered()
    await says('subscribe me mine days:daily')
    await office.pass(aDay)
    await office.settled()
    expect(new Set(Object.values(persons())).size).toBeLessThan(Object.keys(persons()).length)
    expect(inTeams().map(messageWords)).toEqual([expect.stringContaining('Summer BOGO (P-1)')])
  })

  it('moves along with whoever asks for it elsewhere, and no day comes twice', async () => {
    const { types, says, office } = both
    await types('/shelfready subscribe me mine days:daily quiet:line')
    await office.pass(aDay)
    await office.settled()
    expect(digests()).toEqual({ slack: 1, teams: 0 })
    const later = Temporal.Instant.from(office.app.now()).add({ minutes: 2 }).toZonedDateTimeISO('UTC')
    const said = await says(`subscribe me at:${later.toPlainTime().toString({ smallestUnit: 'minute' })} zone:UTC`)
    expect(said).toContain('only what is yours')
    expect(said).toContain('It comes here from now on instead of where you got it before.')
    await office.pass({ minutes: 3 })
    await office.settled()
    const days = office.rows<{ readonly local_on: string }>('select distinct local_on from occurrence')
    expect(inSlack().length + inTeams().length).toBe(days.length)
    await office.pass(aDay)
    await office.settled()
    expect(digests().slack).toBe(1)
    expect(inTeams().length + 1).toBe(office.rows('select distinct local_on from occurrence').length)
    expect(await says('unsubscribe me')).toContain('You no longer get your own digest')
    const before = digests()
    await office.pass(aDay)
    await office.settled()
    expect(digests()).toEqual(before)
  })

  it('can be acted on, and shows what was done', async () => {
    const { types, office, slack, slackAna } = both
    await types('/shelfready subscribe me days:daily')
    await types(shortCola('Summer BOGO'))
    await office.pass(aDay)
    await office.settled()
    const [digest] = inSlack()
    if (digest === undefined) throw new Error('no digest')
    const channel = slack.fake.channels.values().find(({ is_im, user }) => is_im && user === slackAna.id)
    const told = {
      user_id: slackAna.id,
      channel_id: channel?.id ?? '',
      channel_name: 'directmessage',
      message_ts: digest.ts,
    }
    const body = blockAction({ ...told, value: valueBehind(digest.blocks, 'Acknowledge') })
    await signedRequest({ url: `${office.url}/slack/events`, secret, body })
    await office.settled()
    await eventually(() => expect(JSON.stringify(inSlack()[0]?.blocks)).toMatch(/· Ana in Slack · <[^|]+\|R-1>/))
    expect(inSlack()).toHaveLength(1)
  })
})
