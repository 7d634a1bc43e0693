import type { Card } from '../language/card.ts'
import { listWords } from '../language/words.ts'

/** The list of commands, each with one real example. */
export const helpCard = (
  commands: readonly { readonly name: string; readonly does: string; readonly example: string }[],
): Card => ({
  tone: 'plain',
  title: 'What you can ask',
  plain: 'What you can ask',
  blocks: [
    {
      kind: 'items',
      title: null,
      items: commands.map(({ name, does, example }) => ({
        symbol: '·',
        text: `${name}: ${does}`,
        detail: [example],
      })),
      left: 0,
      where: '/shelfready help COMMAND',
    },
  ],
  footer:
    '/shelfready help promo add shows one in full. Dates: 2026-07-06, "6 Jul", "next monday", dates:"6-12 Jul". Words with blanks go in quotes. Where you write to me alone the slash is optional.',
})

/** One command in full: its arguments, who may use it, and examples. */
export const commandHelpCard = (command: {
  readonly usage: string
  readonly does: string
  readonly takes: readonly { readonly form: string; readonly says: string }[]
  readonly takesTable: boolean
  readonly examples: readonly string[]
  readonly aliases: readonly string[]
  readonly whoMay: string
}): Card => ({
  tone: 'plain',
  title: `${command.usage}`,
  plain: command.does,
  blocks: [
    { kind: 'text', text: `It ${command.does}.` },
    ...(command.takes.length === 0
      ? []
      : [{ kind: 'facts' as const, facts: command.takes.map(({ form, says }) => ({ label: form, value: says })) }]),
    {
      kind: 'items',
      title: command.examples.length === 1 ? 'For example' : 'Examples',
      items: command.examples.map((text) => ({ symbol: '·', text, detail: [] })),
      left: 0,
      where: 'help',
    },
    ...(command.takesTable
      ? [
          {
            kind: 'text' as const,
            text: 'For many items paste a table below the line, from a spreadsheet or as CSV: a row that names the columns (sku, at, units, extra, uplift, discount, price), then a row for each item.',
          },
        ]
      : []),
  ],
  footer: [
    ...(command.aliases.length === 0 ? [] : [`The same: ${listWords(command.aliases)}.`]),
    `Who may: ${command.whoMay}.`,
  ].join(' '),
})
