import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { givenRoles, may, type Right, rights, rolesOf } from '../../src/domain/people/permission.ts'
import { feeds } from '../../src/feeds/row-reader.ts'
import { columns, permissionTable } from '../_helpers/permissions/table.ts'
import { things } from '../_helpers/permissions/things.ts'
import { commandsDocument } from './commands-document.ts'
import { allPhrases } from './phrases.ts'
import { phrasesDocument } from './phrases-document.ts'
import { withSection } from './section.ts'

/** The folder of the project. */
export const root = resolve(import.meta.dirname, '../..')

/** What each right allows a person to do. */
const meanings: Readonly<Record<string, string>> = {
  ask: 'ask for help and for who one is',
  see: 'look at everything, and choose how one is told of it oneself',
  register: 'register, change, copy and cancel promotions',
  'note-intelligence': 'note market intelligence',
  'handle-risks': 'take, assign, snooze and settle risks, and report orders',
  forecast:
    "state a planner's own figures: an uplift, a stock, a lead time, a due date, a place's share of a warehouse's stock",
  'import-feeds': 'import a feed as a file, and release, refuse or undo it',
  'import-promotions': 'do the same with a marketing plan',
  propose: 'propose a decision, withdraw it, and comment on risks',
  agree: "agree to or decline the other function's proposal",
  approve: 'confirm a decision that needs an approver',
  'set-up-channel': "set a channel's subscription, digest and planners",
  administer: 'give roles, link accounts, name the executive',
}

const meaningOf = (right: Right): string => {
  const meaning = meanings[right]
  if (meaning === undefined) throw new Error(`docs/roles.md has no words for the right ${right}`)
  return meaning
}

const rightsTable = (): string =>
  [
    `| right | allows a person to | ${givenRoles.join(' | ')} |`,
    `| --- | --- |${givenRoles.map(() => ' :-: |').join('')}`,
    ...rights.map(
      (right) =>
        `| \`${right}\` | ${meaningOf(right)} | ${givenRoles.map((role) => (may([role], right) ? '✓' : '·')).join(' | ')} |`,
    ),
  ].join('\n')

/** As what somebody in a column of the table asks. */
const rolesInColumn = (column: (typeof columns)[number]) =>
  rolesOf({
    isGuest: column === 'guest',
    isNamed: column === 'admin',
    areRolesOn: column !== 'roles off',
    given: givenRoles.filter((role) => role === column),
  })

const whoMayDoWhat = (): string =>
  permissionTable(
    things.map(({ name, right }) => ({ name, may: columns.map((column) => may(rolesInColumn(column), right)) })),
  )

const feedTable = (): string =>
  [
    '| kind | columns |',
    '| --- | --- |',
    ...Object.entries(feeds).map(([kind, describe]) => {
      const { columns, required, key } = describe({ timeZone: 'UTC' })
      const cells = [...columns.values()].map((column) => {
        const said = `${column}${required.includes(column) ? '' : '?'}`
        return key.includes(column) ? `**${said}**` : said
      })
      return `| \`${kind}\` | ${cells.join(', ')} |`
    }),
  ].join('\n')

/** Every generated section: the document it stands in, its name, and how its text is made. */
const sections: readonly (readonly [path: string, name: string, make: () => string])[] = [
  ['docs/roles.md', 'rights', rightsTable],
  ['docs/roles.md', 'who may do what', whoMayDoWhat],
  ['docs/feeds.md', 'columns', feedTable],
]

/** Gives every document that is generated, whole or in part, as it should be: its text by its path in the project. */
export const generatedDocuments = (): ReadonlyMap<string, string> => {
  const documents = new Map([
    ['docs/commands.md', commandsDocument()],
    ['docs/phrases.md', phrasesDocument(allPhrases(root))],
  ])
  for (const [path, name, make] of sections) {
    const text = documents.get(path) ?? readFileSync(resolve(root, path), 'utf8')
    documents.set(path, withSection(text, name, make()))
  }
  return documents
}
