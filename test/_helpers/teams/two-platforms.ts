import { expect } from 'vitest'
import type { FakeChannel, FakeMessage, FakeUser } from '../slack/fake-slack.ts'
import { eventually, shown, valueBehind } from '../slack/office.ts'
import { secret } from '../slack/running-bot.ts'
import { blockAction, signedRequest, slashCommand } from '../slack/signed-request.ts'
import { shortCola } from '../slack/stocked-store.ts'
import type { Message, Person } from './fake-teams.ts'
import { messageWords } from './reading.ts'
import type { SlackHalf } from './slack-half.ts'
import { noTroubles, openTeamsOffice, type TeamsOffice, troubles } from './teams-office.ts'

/** One company on both platforms, and Ana, who is on both with one address that Slack has had confirmed. */
export type TwoPlatforms = AsyncDisposable & {
  readonly office: TeamsOffice
  readonly slack: SlackHalf
  readonly channel: FakeChannel
  readonly ana: Person
  readonly slackAna: FakeUser
  /** Types a slash command in Slack, as Ana unless told otherwise, and gives what is answered to them. */
  readonly types: (words: string, user?: FakeUser) => Promise<string>
  /** Presses a button of the first card in Slack. */
  readonly presses: (label: string, user?: FakeUser) => Promise<unknown>
  /** The first card in Slack. */
  readonly slackCard: () => FakeMessage
  /** Writes to the bot in Teams, as Ana unless told otherwise, and gives what is answered. */
  readonly says: (words: string, person?: Person) => Promise<string>
  /** Lets Ana register in Slack what the Teams channel reads as well, and gives its card there. */
  readonly registered: () => Promise<Message>
  /** The human whom each account belongs to. */
  readonly persons: () => Readonly<Record<string, string>>
}

/** Opens a company on both platforms; at its end nothing may have gone wrong that no test asked for. */
export const openTwoPlatforms = async (env: Readonly<Record<string, string>> = {}): Promise<TwoPlatforms> => {
  const office = await openTeamsOffice({ slack: true, env })
  const { slack, ana, teams } = office
  if (slack === null) throw new Error('no Slack')
  const { fake } = slack
  const slackAna = fake.addUser({ id: 'U0000ANA1', name: 'ana', display_name: 'Ana in Slack', email: ana.email })
  slack.confirmed.add(slackAna.id)
  const channel = fake.addChannel({ id: 'C0LAUNCH1', name: 'launches', members: [fake.bot.userId, slackAna.id] })
  const send = (body: string) => signedRequest({ url: `${office.url}/slack/events`, secret, body })
  const slackCard = () => {
    const [first] = fake.messages(channel.id)
    if (!first) throw new Error('no card in Slack')
    return first
  }
  const types = async (words: string, user = slackAna): Promise<string> => {
    const [command = '', ...text] = words.split(' ')
    const told = { user_id: user.id, user_name: user.name, channel_id: channel.id }
    const response_url = fake.responseUrl({ user: user.id, channel: channel.id })
    return shown(await send(slashCommand({ ...told, response_url, command, text: text.join(' ') })))
  }
  return {
    ...{ office, slack, channel, ana, slackAna, types, slackCard },
    presses: (label, user = slackAna) => {
      const { ts: message_ts, blocks } = slackCard()
      const told = { user_id: user.id, channel_id: channel.id, message_ts }
      const response_url = fake.responseUrl({ user: user.id, channel: channel.id, ts: message_ts })
      return send(blockAction({ ...told, value: valueBehind(blocks, label), response_url }))
    },
    says: async (words, person = ana) => {
      const chat = teams.personalChat(person)
      const before = teams.posted(chat).length
      await office.says(person, chat, words)
      return eventually(() => {
        const said = teams.posted(chat).slice(before)
        expect(said.length).toBeGreaterThan(0)
        return said.map(messageWords).join('\n')
      })
    },
    registered: async () => {
      await office.says(office.ben, office.launches, 'shelfready subscribe')
      await types(shortCola('Summer BOGO'))
      const card = await office.message(office.launches, 'NOT READY')
      await eventually(slackCard)
      await office.settled()
      return card
    },
    persons: () =>
      Object.fromEntries(
        office
          .rows<{ readonly id: string; readonly person_id: string }>('select id, person_id from account')
          .map(({ id, person_id }) => [id, person_id]),
      ),
    [Symbol.asyncDispose]: async () => {
      await office[Symbol.asyncDispose]()
      expect(troubles(office)).toEqual(noTroubles)
      expect(fake.problems).toEqual([])
    },
  }
}
