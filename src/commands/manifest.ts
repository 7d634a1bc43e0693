import { commands } from './index.ts'
import { usageOf } from './outcome.ts'

/** A slash command as Slack's manifest describes it. */
export type SlashCommand = {
  readonly command: string
  readonly description: string
  readonly usage_hint: string
  readonly should_escape: boolean
}

const descriptions: Readonly<Record<string, string>> = {
  promo: 'Promotions: register, check, change',
  stock: 'Stock, orders, and what can still be promised',
  shelfready: 'Risks, the digest, settings, help',
}

/** Slack cuts a hint that is longer. */
const longestHint = 1_000

/** Describes the slash commands that the catalogue needs, one for each first word. */
export const slashCommands = (): readonly SlashCommand[] =>
  Object.entries(descriptions).map(([first, description]) => {
    const own = commands.filter((command) => command.name === first || command.name.startsWith(`${first} `))
    const [only] = own
    const hint =
      own.length === 1 && only !== undefined
        ? usageOf(only).slice(first.length + 1)
        : own.map((command) => command.name.slice(first.length + 1)).join(' | ')
    return { command: `/${first}`, description, usage_hint: hint.slice(0, longestHint), should_escape: false }
  })
