import { commands } from '../../src/commands/dispatch/catalogue.ts'
import { argumentUsage, type Command, usageOf } from '../../src/commands/dispatch/command.ts'
import { rolesWith } from '../../src/domain/people/permission.ts'

const introduction = `# Commands

This file is written by \`npm run docs\` from the command catalogue in \`src/commands/\`. Do not edit it by hand.

In a Slack channel every command is a slash command, such as \`/promo add\`. After \`@Shelfready\`, in a direct message to the
bot, in Microsoft Teams and in the terminal the slash is optional, and so is the word \`shelfready\`: \`risks\` is the same as
\`/shelfready risks\`. \`/shelfready help\` shows the seven that you need most, \`help order\` finds by a word, and \`/shelfready help promo add\` shows one in full.

Questions in plain words are answered as well, wherever commands are: \`is cola ready?\`, \`why is cola not ready\`, \`what is not ready\`,
\`what do I have to do today\`, \`what is at risk in EAST\`, \`when can I promote cola +60 %\`, \`how much cola do we have\`, \`what launches next
week\`, \`who has School start\`, \`what changed since yesterday\`, \`what is waiting for Ben\`, \`show me P-2\`. Items, promotions, places and people
go by any part of their names. The answer begins with the command that the question was taken for; where several things fit, it asks which one, and it
never guesses. Questions only read: a command that changes something and ends with a question mark is explained. \`promo\` and \`intel\` may be left
out where one command alone is meant: \`why P-2\`, \`list\`.

An argument in capitals is a word in its place. \`key:value\` may stand anywhere after the name. Square brackets mark what may be
left out. What each right means, and which roles hold it, is in [roles.md](roles.md#rights).

**How values are read.** A value goes on to the next key, so it needs no quotes: \`dates:6-12 Jul\`, \`sku:A-1, A-2 and A-3\`,
\`units:1 200 pcs\`, \`price:7,99 €\`, \`uplift: + 60 %\`, \`reason:ACME calls back\`. A name ends where the first key begins, or stands in
quotes of any kind. \`key = value\`, \`Key: value\`, commas between arguments, and typographic quotes, dashes and blanks are all the
same. Units in cases are counted by the item's \`units_per_case\`, and a price in another currency than the item's is refused.
Dates may be \`2026-07-06\`, \`6 Jul\`, \`6.7.\`, \`next monday\`, \`in 3 weeks\`; windows \`6-12 Jul\`, \`6 Jul to 12 Jul\`, \`W28\`,
\`2026-W28\`, \`W28-W30\`. Around a command do not matter: a greeting, the bot's name, code marks, bold, a quote, invisible signs.

What can be read in two ways is asked, with both: \`6/7\`, \`uplift:60\`, \`next friday\` on a Wednesday, \`7 Feb - 1 Feb\`, or \`1.200\`
until you have said how you write numbers and dates (\`/shelfready settings locale:de\`). What is not understood is named, all of it
at once, and nothing is written. \`?\`, \`-h\` or \`--help\` behind a command shows it in full. The same
promotion twice (name, start, and any shared item and location) is answered with the first one; \`another:yes\` says that it is meant.`

const families: readonly (readonly [first: string, title: string])[] = [
  ['promo', 'Promotions and decisions'],
  ['stock', 'Stock of an item'],
  ['intel', 'Market intelligence'],
  ['shelfready', 'Risks, digests, channels and people'],
  ['help', 'Getting help'],
]

const titleOf = ({ name }: Command) => (name === 'help' ? name : `/${name}`)

/** A cell of a table; a bar would end it. */
const cell = (text: string) => text.replaceAll('|', '\\|')

const sentence = (text: string) => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`

/** Writes a heading's anchor as GitHub does. */
const anchorOf = (title: string) =>
  title
    .toLowerCase()
    .replaceAll(/[^\w\- ]/g, '')
    .replaceAll(' ', '-')

const argumentTable = ({ takes }: Command): readonly string[] =>
  takes.length === 0
    ? []
    : [
        '',
        '| argument | meaning |',
        '| --- | --- |',
        ...takes.map(
          (argument) =>
            `| \`${cell(argumentUsage(argument))}\`${argument.isNeeded ? ' (needed)' : ''} | ${cell(argument.says)} |`,
        ),
      ]

const described = (command: Command): string => {
  const { aliases = [], does, examples, right, takesTable, isPersonal } = command
  const holders = rolesWith(right).filter((role) => role !== 'member' && role !== 'newcomer')
  const notes = [
    `Right: \`${right}\` (${right === 'ask' ? 'everyone in the company' : holders.join(', ')}).`,
    ...(takesTable ? ['A table pasted below the line is read as well, from a spreadsheet or as CSV.'] : []),
    ...(isPersonal ? ['The answer is for the person who asks alone.'] : []),
    ...(aliases.length > 0 ? [`Also: ${aliases.map((alias) => `\`/${alias}\``).join(', ')}.`] : []),
  ]
  return [
    `### ${titleOf(command)}`,
    '',
    sentence(does),
    '',
    '```',
    `${command.name === 'help' ? '' : '/'}${usageOf(command)}`,
    '```',
    ...argumentTable(command),
    '',
    notes.join(' '),
    '',
    examples.length === 1 ? 'Example:' : 'Examples:',
    '',
    '```',
    ...examples,
    '```',
  ].join('\n')
}

/** Writes the reference of every chat command as Markdown. Throws where a command belongs to no family. */
export const commandsDocument = (): string => {
  const familyOf = ({ name }: Command) => families.find(([first]) => name.split(' ')[0] === first)
  const strange = commands.filter((command) => familyOf(command) === undefined)
  if (strange.length > 0) throw new Error(`no family of commands for ${strange.map(({ name }) => name).join(', ')}`)
  const sections = families.map(([first, title]) => ({
    title,
    own: commands.filter((command) => familyOf(command)?.[0] === first),
  }))
  const contents = sections.flatMap(({ title, own }) => [
    `**${title}**`,
    '',
    ...own.map((command) => `- [\`${titleOf(command)}\`](#${anchorOf(titleOf(command))}): ${command.does}`),
    '',
  ])
  const bodies = sections.flatMap(({ title, own }) => [`## ${title}`, '', own.map(described).join('\n\n'), ''])
  return [introduction, '', ...contents, ...bodies].join('\n')
}
