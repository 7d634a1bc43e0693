import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { partsOf } from '../../src/chat/links.ts'
import { eventually, shown } from '../_helpers/slack/office.ts'
import { secret } from '../_helpers/slack/running-bot.ts'
import { signedRequest, slashCommand } from '../_helpers/slack/signed-request.ts'
import { messageWords } from '../_helpers/teams/reading.ts'
import { openTwoPlatforms, type TwoPlatforms } from '../_helpers/teams/two-platforms.ts'

describe('a text', () => {
  const links = new Map([
    ['P-12', 'https://x.example/P-12'],
    ['R-2', 'https://x.example/R-2'],
    ['BOGO-26', 'https://x.example/BOGO-26'],
  ])
  const linkedIn = (text: string) => partsOf(text, links).flatMap((part) => (typeof part === 'string' ? [] : [part.id]))

  it.each([
    ['Summer BOGO (P-12) is short: R-2.', ['P-12', 'R-2']],
    ['P-12 · Mon 6 to Sun 12 Jul', ['P-12']],
    ['Summer BOGO (BOGO-26)', ['BOGO-26']],
    ['BOGO-26 is no id of ours, PP-12, P-123, P-12-A and SKU-P-12 are others', []],
    ['See /promo show P-12, or https://x.example/P-12', []],
    ['Ana: "like P-12 last year"', []],
    ['Ana: “like P-12 last year” (P-12)', ['P-12']],
  ])('leads from %j to what it names, and from nothing that people wrote', (text, ids) => {
    expect(linkedIn(text)).toEqual(ids)
  })

  it('keeps every letter', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.string(), fc.constantFrom('P-12', ' (BOGO-26)', '"', 'promo show '))),
        (words) => {
          const text = words.join('')
          const parts = partsOf(text, links).map((part) => (typeof part === 'string' ? part : part.id))
          expect(parts.join('')).toBe(text)
        },
      ),
    )
  })
})

describe('the id of a promotion whose card stands where it is read', () => {
  let both: TwoPlatforms
  beforeEach(async () => {
    both = await openTwoPlatforms()
    await both.registered()
    await both.office.settled()
  })
  afterEach(() => both[Symbol.asyncDispose]())

  it('leads to the card in Slack where they read both, and never from the card to itself', async () => {
    const { office, slack, channel, slackAna, slackCard } = both
    const link = `.slack.com/archives/${channel.id}/p${slackCard().ts.replace('.', '')}|P-1>`
    const asks = (channel_id: string) =>
      signedRequest({
        url: `${office.url}/slack/events`,
        secret,
        body: slashCommand({
          ...{ user_id: slackAna.id, user_name: slackAna.name, channel_id },
          ...{ command: '/shelfready', text: 'risks' },
        }),
      })
    expect(shown(await asks(channel.id))).toContain(link)
    expect(shown(await asks('D0ANA0001'))).toContain(link)
    expect(JSON.stringify(slackCard().blocks)).not.toContain('/archives/')
    const elsewhere = slack.fake.addChannel({ id: 'C0ELSEWHE', name: 'elsewhere', members: [slackAna.id] })
    expect(shown(await asks(elsewhere.id))).not.toContain('/archives/')
  })

  it('leads to the card in Teams', async () => {
    const { office, ana } = both
    const card = office.saying(office.launches, 'Summer BOGO')[0]
    await office.says(ana, office.launches, 'shelfready risks')
    const said = await eventually(() => {
      const found = office.teams.posted(office.launches).find((one) => /risk/.test(messageWords(one)) && one !== card)
      expect(found).toBeDefined()
      return found
    })
    expect(JSON.stringify(said?.activity)).toContain('https://teams.microsoft.com/l/message/')
    expect(JSON.stringify(said?.activity)).toContain(encodeURIComponent(`${card?.id}`))
  })
})
