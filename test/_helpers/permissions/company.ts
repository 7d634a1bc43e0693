import { buttonValue } from '../../../src/chat/slack/button.ts'
import { formCallback } from '../../../src/chat/slack/modal.ts'
import { buttonData } from '../../../src/chat/teams/button.ts'
import { givenRoles } from '../../../src/domain/people/permission.ts'
import type { JsonObject } from '../slack/block-kit-shape.ts'
import { blockText } from '../slack/block-kit-text.ts'
import type { FakeModal } from '../slack/fake-modals.ts'
import { viewSubmission } from '../slack/modal-request.ts'
import { eventually } from '../slack/office.ts'
import { secret } from '../slack/running-bot.ts'
import { blockAction, signedRequest, slashCommand } from '../slack/signed-request.ts'
import { shortCola } from '../slack/stocked-store.ts'
import { openTeamsOffice, type TeamsOffice } from '../teams/teams-office.ts'
import type { Thing } from './things.ts'

/** As what somebody asks: from outside, without a role, or with one. */
export const standings = ['guest', 'newcomer', ...givenRoles] as const

export type Standing = (typeof standings)[number]

/** The doors through which people come. */
export const doors = ['terminal', 'Slack', 'Teams'] as const

type Door = (typeof doors)[number]

/** A company on all platforms at once, with somebody of every standing at each door. */
export type CompanyWithRoles = AsyncDisposable & {
  readonly office: TeamsOffice
  /** Does a thing as somebody of a standing through a door, and gives all that came back; null where that door has no such thing. */
  readonly does: (who: Standing, door: Door, thing: Thing) => Promise<string | null>
  /** Lets the administrator at the terminal say something. */
  readonly orders: (words: string) => Promise<string>
  readonly areOn: () => boolean
}

/** How people are told that what they asked is not for them. */
export const refused =
  /Only people from this company can use me here|You have no role yet|\bis for (?:[a-z]+s(?:, | and ))*administrators\b/

/** Opens the company, with a promotion that nobody has taken and roles given, which count once they are switched on. */
export const openCompanyWithRoles = async (): Promise<CompanyWithRoles> => {
  const office = await openTeamsOffice({
    slack: true,
    admins: ({ ada }) => `${ada.aadObjectId},U0000ADM1,terminal:admin`,
  })
  const { slack, teams, app, launches } = office
  if (slack === null) throw new Error('no Slack')
  const { fake } = slack
  const people = Object.fromEntries(
    standings.map((who, index) => {
      const isGuest = who === 'guest'
      return [
        who,
        {
          terminal: { id: `terminal:${who}`, name: who, guest: isGuest },
          slack: fake.addUser({
            id: who === 'admin' ? 'U0000ADM1' : `U00000P${index}1`,
            name: who,
            display_name: `${who} in Slack`,
            is_restricted: isGuest,
          }),
          teams: who === 'admin' ? office.ada : teams.addPerson({ name: `${who} in Teams`, guest: isGuest }),
        },
      ]
    }),
  )
  const personOf = (who: Standing) => {
    const person = people[who]
    if (person === undefined) throw new Error(`nobody is ${who}`)
    return person
  }
  const channel = fake.addChannel({
    id: 'C0LAUNCH1',
    name: 'launches',
    members: [fake.bot.userId, ...standings.map((who) => personOf(who).slack.id)],
  })
  const send = (body: string) => signedRequest({ url: `${office.url}/slack/events`, secret, body })
  const told = (who: Standing) => {
    const { id, name } = personOf(who).slack
    return { user_id: id, user_name: name, channel_id: channel.id }
  }
  const sayInTerminal = async (who: Standing, words: string): Promise<string> => {
    const { terminal } = personOf(who)
    return JSON.stringify(await app.handle({ key: null, person: terminal, place: '#launches', words }))
  }
  const sayInSlack = async (who: Standing, words: string): Promise<string> => {
    const [command = '', ...text] = words.split(' ')
    const response_url = fake.responseUrl({ user: told(who).user_id, channel: channel.id })
    return (await send(slashCommand({ ...told(who), response_url, command, text: text.join(' ') }))).text
  }
  /** Gives what is posted in answer to what somebody does. */
  const answered = async (act: () => Promise<unknown>): Promise<string> => {
    const answers = () =>
      office.rows<{ readonly card: string }>(`select card from outbox where kind = 'answer' order by id`)
    const before = answers().length
    await act()
    return eventually(() => {
      const now = answers().slice(before)
      if (now.length === 0) throw new Error('nothing was answered')
      return now.map(({ card }) => card).join('\n')
    })
  }
  const sayInTeams = (who: Standing, words: string) => answered(() => office.says(personOf(who).teams, launches, words))
  const pressInSlack = (who: Standing, click: Parameters<typeof buttonValue>[0]) =>
    answered(() => {
      const response_url = fake.responseUrl({ user: told(who).user_id, channel: channel.id })
      return send(blockAction({ ...told(who), value: buttonValue(click), response_url }))
    })
  /** What Teams tells of a press, where the message that has the button does not matter. */
  const invoke = async (who: Standing, name: string, value: JsonObject): Promise<string> => {
    const activity = teams.says(personOf(who).teams, launches, '')
    return (await office.deliver({ ...activity, type: 'invoke', name, text: '', value })).text
  }
  /** Opens a modal and waits until what belongs into it stands there. */
  const modal = async (who: Standing, click: Parameters<typeof buttonValue>[0]): Promise<FakeModal> => {
    const known = fake.modals.size
    await send(blockAction({ ...told(who), value: buttonValue(click) }))
    return eventually(() => {
      const last = [...fake.modals.values()].at(-1)
      if (fake.modals.size === known || last === undefined || last.history.length === 0) throw new Error('no modal yet')
      return last
    })
  }
  let sendings = 0
  const formInSlack = async (who: Standing, { click, filled }: Extract<Thing, { kind: 'form' }>): Promise<string> => {
    const { view } = await modal(who, click)
    const { form, subject, revision: rev } = filled
    const metadata = { v: 1, form, subject, rev, channel: channel.id, name: channel.name }
    // Whatever they were shown, they send the form as if it had been opened for them.
    const sending = {
      id: `V0SENT${++sendings}`,
      hash: 'sent',
      view: { type: 'modal', callback_id: formCallback, private_metadata: JSON.stringify(metadata), blocks: [] },
      history: [],
    }
    const sent = await send(viewSubmission(sending, {}, personOf(who).slack))
    return both(`${blockText(view.blocks)} ${JSON.stringify(view)}`, sent.text)
  }
  const formInTeams = async (who: Standing, { click, filled }: Extract<Thing, { kind: 'form' }>): Promise<string> => {
    const opened = await invoke(who, 'task/fetch', { data: buttonData(click, undefined) })
    const { form: id, subject, revision: rev, values } = filled
    const sent = await office.submits(personOf(who).teams, launches, { form: { v: 1, id, subject, rev }, ...values })
    return both(opened, sent.text)
  }
  const orders = (words: string) => sayInTerminal('admin', words)
  await orders(shortCola('Summer BOGO'))
  for (const who of standings.filter((one) => one !== 'guest')) {
    await sayInTerminal(who, 'whoami')
    await sayInSlack(who, '/shelfready whoami')
    await sayInTeams(who, 'whoami')
    const { slack: slackUser, teams: teamsPerson } = personOf(who)
    for (const id of [`terminal:${who}`, slackUser.id, teamsPerson.aadObjectId])
      if (who !== 'newcomer' && who !== 'admin') await orders(`shelfready role ${id} ${who}`)
  }
  return {
    office,
    orders,
    areOn: () => office.rows<{ readonly is_on: number }>('select is_on from role_switch')[0]?.is_on === 1,
    does: async (who, door, thing) => {
      if (thing.kind === 'words')
        return { terminal: sayInTerminal, Slack: sayInSlack, Teams: sayInTeams }[door](who, thing.words)
      if (door === 'terminal') return null
      if (thing.kind === 'form') return door === 'Slack' ? formInSlack(who, thing) : formInTeams(who, thing)
      return door === 'Slack'
        ? pressInSlack(who, thing.click)
        : invoke(who, 'adaptiveCard/action', {
            action: { type: 'Action.Execute', data: buttonData(thing.click, undefined) },
          })
    },
    [Symbol.asyncDispose]: () => office[Symbol.asyncDispose](),
  }
}

/** What is refused must be refused when it is opened and when it is sent. */
const both = (opened: string, sent: string): string => {
  if (refused.test(opened) !== refused.test(sent)) throw new Error(`opened: ${opened}\nsent: ${sent}`)
  return `${opened}\n${sent}`
}
