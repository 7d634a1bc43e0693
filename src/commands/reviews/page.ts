import { noteCard, refusalCard } from '../../cards/language/plain-card.ts'
import { countWords } from '../../cards/language/words.ts'
import { type PageRow, pageLinkCard, pageLinksCard, pageSubjectWords } from '../../cards/reviews/page-link-cards.ts'
import { may } from '../../domain/people/permission.ts'
import { lastWhole } from '../../domain/scorecard/period.ts'
import { periodOf } from '../../parsing/period-value.ts'
import { auditEntry } from '../../services/audit-entry.ts'
import { printReviewSubject, readReviewSubject } from '../../services/reviews/review-subject.ts'
import { loadSharedLinks, newSharedLink, type SharedLink } from '../../store/links/shared-links.ts'
import { viewArgument } from '../channels/read-view.ts'
import { answer, type Command, type CommandContext, zoneOf } from '../dispatch/command.ts'
import { readPeriod } from './read-period.ts'

/** Nobody has more pages than this: a lost link is revoked, not left. */
const mostPages = 50

/** Makes a link by which others read and print the review of a period. */
export const page: Command = {
  name: 'shelfready page',
  takes: [
    viewArgument,
    { name: 'period', value: '2026-11', says: 'month, quarter, year, or one by name; without it the last month' },
  ],
  does: 'make an address at which others read and print a review',
  examples: ['/shelfready page', '/shelfready page period:2026-Q4', '/shelfready page period:2026 category:drinks'],
  right: 'see',
  isPersonal: true,
  run: async (context) => {
    const { workspace, webUrl, person, accounts, placeName, today } = context
    if (webUrl === null)
      return answer(
        refusalCard(
          'This service has no web address yet, so a link would lead nowhere. Nothing was made. Ask your operator to set PORT and SHELFREADY_URL.',
        ),
      )
    const { period, view, problems } = await readPeriod(context, periodOf(today))
    if (problems.length > 0) return answer(refusalCard(`${problems.join(' ')} Nothing was made.`))
    const own = await loadSharedLinks(workspace, 'page', person.id)
    if (own.length >= mostPages)
      return answer(
        refusalCard(`You have ${mostPages} pages, which is the limit. Nothing was made. See them: /shelfready pages`),
      )
    const subject = { period: period ?? lastWhole('month', today), filter: view.filter }
    const { token, change } = await newSharedLink(workspace, {
      kind: 'page',
      subject: printReviewSubject(subject),
      ...{ person: person.id, account: accounts[0]?.id ?? person.id, name: person.name, place: placeName },
    })
    const { id } = change.link
    const what = pageSubjectWords(subject, today)
    return {
      changes: [change, auditEntry(context, { action: 'link', entity: entityOf(id), detail: { what } })],
      reply: pageLinkCard({ id, address: webUrl, token, what }),
    }
  },
}

const entityOf = (id: number) => `page ${id}`

const mayAdminister = ({ roles }: CommandContext): boolean => may(roles, 'administer')

/** Lists the links to pages: one's own, for an administrator all. */
export const pages: Command = {
  name: 'shelfready pages',
  takes: [],
  does: 'list the pages with a link: whose they are, what they show, when they were last read',
  examples: ['/shelfready pages'],
  right: 'see',
  isPersonal: true,
  run: async (context) => {
    const { workspace, person, today } = context
    const isAll = mayAdminister(context)
    const links = await loadSharedLinks(workspace, 'page', isAll ? null : person.id)
    const rowOf = ({ id, name, subject, lastReadAt }: SharedLink): PageRow => {
      const read = readReviewSubject(subject)
      return { id, name, lastReadAt, what: read === null ? '' : pageSubjectWords(read, today) }
    }
    return answer(pageLinksCard(links.map(rowOf), { today, timeZone: zoneOf(context), isAll }))
  },
}

/** Takes the link to a page back: from then on it leads nowhere. */
export const pageRevoke: Command = {
  name: 'shelfready page revoke',
  takes: [
    {
      name: 'PAGE',
      value: null,
      says: 'its number, as /shelfready pages shows it; all for all of yours',
      isNeeded: true,
    },
  ],
  does: 'take the link to a page back; it shows nothing from then on',
  examples: ['/shelfready page revoke 3', '/shelfready page revoke all'],
  right: 'see',
  isPersonal: true,
  run: async (context) => {
    const { workspace, person, words } = context
    const typed = words.map(({ value }) => value.toLowerCase()).join(' ')
    const all = await loadSharedLinks(workspace, 'page', mayAdminister(context) ? null : person.id)
    const meant =
      typed === 'all' ? all.filter((link) => link.person === person.id) : all.filter(({ id }) => `${id}` === typed)
    if (meant.length === 0)
      return answer(
        refusalCard('There is no such page of yours. Nothing was changed. See their numbers: /shelfready pages'),
      )
    const ids = meant.map(({ id }) => id)
    return {
      changes: [
        { kind: 'revoke-shared-links', ids, by: person.id },
        ...ids.map((id) => auditEntry(context, { action: 'revoke link', entity: entityOf(id) })),
      ],
      reply: noteCard(
        meant.length === 1
          ? `The link to page ${ids[0]} is revoked. It shows nothing from now on.`
          : `The links to ${countWords(meant.length, 'page')} are revoked. They show nothing from now on.`,
      ),
    }
  },
}
