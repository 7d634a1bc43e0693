import {
  calendarLinkCard,
  calendarLinksCard,
  calendarSubjectWords,
  type LinkRow,
} from '../../cards/calendar/link-cards.ts'
import { noteCard, refusalCard } from '../../cards/language/plain-card.ts'
import { countWords } from '../../cards/language/words.ts'
import { may } from '../../domain/people/permission.ts'
import { Unfit } from '../../parsing/values.ts'
import type { Word } from '../../parsing/words.ts'
import { auditEntry } from '../../services/audit-entry.ts'
import {
  type ExtraEvent,
  extraEvents,
  printCalendarSubject,
  readCalendarSubject,
} from '../../services/calendar/calendar-subject.ts'
import { loadSharedLinks, newSharedLink, type SharedLink } from '../../store/links/shared-links.ts'
import { viewArgument } from '../channels/read-view.ts'
import { listOf, readKeyed, sortArguments } from '../dispatch/arguments.ts'
import { answer, type Command, type CommandContext, zoneOf } from '../dispatch/command.ts'
import { readCalendarView } from './promo-calendar.ts'

/** Nobody has more calendar links than this: a lost one is revoked, not left. */
const mostLinks = 20

/** Makes a link by which a calendar program reads the promotions of a filter. */
export const calendarLink: Command = {
  name: 'promo calendar link',
  takes: [viewArgument, { name: 'with', value: 'order-by,commit-by', says: 'these days too, as events of their own' }],
  does: 'make an address by which your own calendar shows the promotions',
  examples: ['/promo calendar link', '/promo calendar link at:EAST with:order-by'],
  right: 'see',
  isPersonal: true,
  run: async (context) => {
    const { workspace, words, webUrl, person, accounts, placeName } = context
    if (webUrl === null)
      return answer(
        refusalCard(
          'This service has no web address yet, so a link would lead nowhere. Nothing was made. Ask your operator to set PORT and SHELFREADY_URL.',
        ),
      )
    const isWith = ({ key }: Word) => key === 'with'
    const given = sortArguments(words.filter(isWith), ['with'])
    const extras = readKeyed(given, 'with', readExtras) ?? []
    const typed = words.filter((word) => !isWith(word))
    const { view } = await readCalendarView(context, typed, given.problems)
    if (given.problems.length > 0) return answer(refusalCard(`${given.problems.join(' ')} Nothing was made.`))
    const own = await loadSharedLinks(workspace, 'calendar', person.id)
    if (own.length >= mostLinks)
      return answer(
        refusalCard(
          `You have ${mostLinks} calendar links, which is the limit. Nothing was made. See them: /promo calendar links`,
        ),
      )
    const { token, change } = await newSharedLink(workspace, {
      kind: 'calendar',
      subject: printCalendarSubject({ filter: view.filter, extras }),
      ...{ person: person.id, account: accounts[0]?.id ?? person.id, name: person.name, place: placeName },
    })
    const { id } = change.link
    const what = calendarSubjectWords(view.filter, extras)
    return {
      changes: [change, auditEntry(context, { action: 'link', entity: entityOf(id), detail: { what } })],
      reply: calendarLinkCard({ id, address: webUrl, token, what }),
    }
  },
}

const readExtras = (text: string): readonly ExtraEvent[] | Unfit => {
  const named = listOf(text.toLowerCase())
  const found = extraEvents.filter((one) => named.includes(one))
  return found.length === named.length ? found : new Unfit('is neither order-by nor commit-by')
}

const entityOf = (id: number) => `calendar link ${id}`

const mayAdminister = ({ roles }: CommandContext): boolean => may(roles, 'administer')

/** Lists the calendar links in use: one's own, for an administrator all. */
export const calendarLinks: Command = {
  name: 'promo calendar links',
  takes: [],
  does: 'list the calendar links: whose they are, what they show, when they were last read',
  examples: ['/promo calendar links'],
  right: 'see',
  isPersonal: true,
  run: async (context) => {
    const isAll = mayAdminister(context)
    const links = await loadSharedLinks(context.workspace, 'calendar', isAll ? null : context.person.id)
    return answer(calendarLinksCard(links.map(rowOf), { today: context.today, timeZone: zoneOf(context), isAll }))
  },
}

const rowOf = ({ id, name, subject, lastReadAt }: SharedLink): LinkRow => {
  const { filter = null, extras = [] } = readCalendarSubject(subject) ?? {}
  return { id, name, lastReadAt, what: calendarSubjectWords(filter, extras) }
}

/** Takes a calendar link back: from then on it leads nowhere. */
export const calendarRevoke: Command = {
  name: 'promo calendar revoke',
  takes: [
    {
      name: 'LINK',
      value: null,
      says: 'its number, as /promo calendar links shows it; all for all of yours',
      isNeeded: true,
    },
  ],
  does: 'take a calendar link back; it shows nothing from then on',
  examples: ['/promo calendar revoke 3', '/promo calendar revoke all'],
  right: 'see',
  isPersonal: true,
  run: async (context) => {
    const { workspace, person, words } = context
    const typed = words.map(({ value }) => value.toLowerCase()).join(' ')
    const all = await loadSharedLinks(workspace, 'calendar', mayAdminister(context) ? null : person.id)
    const meant =
      typed === 'all' ? all.filter((link) => link.person === person.id) : all.filter(({ id }) => `${id}` === typed)
    if (meant.length === 0)
      return answer(
        refusalCard(
          `There is no such calendar link of yours. Nothing was changed. See their numbers: /promo calendar links`,
        ),
      )
    const ids = meant.map(({ id }) => id)
    return {
      changes: [
        { kind: 'revoke-shared-links', ids, by: person.id },
        ...ids.map((id) => auditEntry(context, { action: 'revoke link', entity: entityOf(id) })),
      ],
      reply: noteCard(
        meant.length === 1
          ? `Calendar link ${ids[0]} is revoked. It shows nothing from now on.`
          : `${countWords(meant.length, 'calendar link')} are revoked. They show nothing from now on.`,
      ),
    }
  },
}
