import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { blockText } from '../_helpers/slack/block-kit.ts'
import { eventually } from '../_helpers/slack/office.ts'
import { secret } from '../_helpers/slack/running-bot.ts'
import { blockAction, signedRequest } from '../_helpers/slack/signed-request.ts'
import { openTwoPlatforms, type TwoPlatforms } from '../_helpers/teams/two-platforms.ts'

let both: TwoPlatforms
beforeAll(async () => {
  both = await openTwoPlatforms()
  await both.registered()
})
afterAll(() => both[Symbol.asyncDispose]())

describe('a question in plain words', () => {
  it.each([
    '/promo is cola ready?',
    '/shelfready is cola ready',
    '/promo can you tell me if the cola is ready, please?',
  ])('behind a slash command of Slack is answered: %s', async (said) => {
    const answer = await both.types(said)
    expect(answer).toContain('I took that as /promo show P-1 (Summer BOGO)')
    expect(answer).toContain('NOT READY')
  })

  it.each([
    ['is cola ready?', 'I took that as promo show P-1 (Summer BOGO)'],
    ['why is cola not ready', 'I took that as promo why P-1'],
    ['how much cola do we have?', 'I took that as stock SKU-100'],
  ])('in a chat of Teams is answered: %s', async (said, lead) => {
    expect(await both.says(said)).toContain(lead)
  })

  it('with a mistyped name is asked about with a button on both platforms, and a press answers', async () => {
    const { office, slack, slackAna, channel, ana, types, says } = both
    expect(await types('/promo is colla ready?')).toContain('Did you mean Summer BOGO (P-1)?')
    expect(await says('is colla ready?')).toContain('Did you mean Summer BOGO (P-1)?')
    const chat = office.teams.personalChat(ana)
    const message = office.teams.posted(chat).at(-1)
    if (message === undefined) throw new Error('nothing was asked')
    const pressed = await office.presses(ana, message, 'Summer BOGO (P-1)')
    expect(JSON.stringify([pressed, office.teams.posted(chat)])).toContain('NOT READY')
    const response_url = slack.fake.responseUrl({ user: slackAna.id, channel: channel.id })
    const since = slack.fake.ephemerals.length
    const told = { user_id: slackAna.id, channel_id: channel.id, response_url }
    const value = '1.ask.0.promo show P-1'
    await signedRequest({ url: `${office.url}/slack/events`, secret, body: blockAction({ ...told, value }) })
    await eventually(() => {
      const later = slack.fake.ephemerals.slice(since)
      expect(later.map(({ blocks }) => blockText(blocks ?? [])).join('\n')).toContain('Summer BOGO')
    })
  })

  it('and a pressed line that changes something is refused: it is no button of ours', async () => {
    const { office, slack, slackAna, channel } = both
    const before = office.rows('select count(*) as n from audit')
    const response_url = slack.fake.responseUrl({ user: slackAna.id, channel: channel.id })
    const told = { user_id: slackAna.id, channel_id: channel.id, response_url }
    for (const line of ['promo cancel P-1 why:other', 'shelfready ack all', 'shelfready pause'])
      await signedRequest({
        url: `${office.url}/slack/events`,
        secret,
        body: blockAction({ ...told, value: `1.ask.0.${line}` }),
      })
    await office.settled()
    expect(office.rows('select count(*) as n from audit')).toEqual(before)
  })
})
