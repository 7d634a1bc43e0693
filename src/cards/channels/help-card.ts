import { type Work, works } from '../../domain/people/work.ts'
import type { Action, Card } from '../language/card.ts'
import { capital, listWords } from '../language/words.ts'
import { step } from './welcome-card.ts'

/** A command as help lists it. */
type Summary = { readonly name: string; readonly does: string; readonly example: string }

const workLabels: Readonly<Record<Work, string>> = {
  marketing: 'Marketing',
  supply: 'Supply planning',
  demand: 'Demand planning',
  management: 'Management',
  administration: 'Administration',
}

const workSteps = (): readonly Action[] => works.map((work) => step(workLabels[work], `help-${work}`))

const more = step('More', 'help-more')

const listed = (commands: readonly Summary[]): Card['blocks'][number] => ({
  kind: 'items',
  title: null,
  items: commands.map(({ does, example }) => ({ symbol: '·', text: capital(does), detail: [example] })),
  isToCopy: true,
  left: 0,
  where: '/shelfready help more',
})

/** Help at first sight: the commands that somebody of this work needs most. While that is not known it asks. */
export const helpCard = (work: Work | null, question: string, commands: readonly Summary[]): Card => {
  const title = work === null ? 'What do you do here?' : `${workLabels[work]}: what you can ask`
  return {
    tone: 'plain',
    title,
    plain: title,
    blocks: [{ kind: 'text', text: `Ask in your own words, such as "${question}" Or write:` }, listed(commands)],
    actions: work === null ? [...workSteps(), more] : [more],
    footer:
      work === null
        ? 'Choose once and help shows what you need most. /shelfready help as planner changes it.'
        : `/shelfready help WORD finds more, such as /shelfready help order. Other work: /shelfready help as ${work === 'supply' ? 'marketer' : 'planner'}.`,
  }
}

/** Every command, by matter, each on one line. */
export const allHelpCard = (
  matters: readonly { readonly title: string; readonly commands: readonly Pick<Summary, 'name' | 'does'>[] }[],
): Card => ({
  tone: 'plain',
  title: 'Everything you can ask',
  plain: 'Everything you can ask',
  blocks: matters.map(({ title, commands }) => ({
    kind: 'items',
    title,
    items: commands.map(({ name, does }) => ({ symbol: '·', text: `${name}: ${does}`, detail: [] })),
    left: 0,
    where: '/shelfready help WORD',
  })),
  footer: '/shelfready help promo add shows one in full; /shelfready help order finds by a word.',
})

/** The commands that a word finds. */
export const foundHelpCard = (words: string, commands: readonly Summary[]): Card => ({
  tone: 'plain',
  title: `Help for "${words}"`,
  plain: `Help for "${words}"`,
  blocks: [listed(commands)],
  actions: [more],
  footer: null,
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
  plain: capital(command.does),
  blocks: [
    { kind: 'text', text: `${capital(command.does)}.` },
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
