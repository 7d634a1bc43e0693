import { commands } from './catalogue.ts'
import { type Command, usageOf } from './command.ts'

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
  intel: 'What you have heard that may change demand',
  shelfready: 'Risks, the digest, settings, help',
}

/** The longest usage hint that Slack shows, in characters. */
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

/** A command as the menu of Teams offers it: picking it types its title. */
type MenuCommand = { readonly title: string; readonly description: string }

/** The menu of one kind of conversation in Teams. */
type Menu = {
  readonly scope: 'personal' | 'team' | 'groupChat'
  readonly commands: readonly MenuCommand[]
}

const everyday = ['promo add', 'promo check', 'promo why', 'promo what-if', 'promo list', 'shelfready risks']

/** The commands of each menu, the most useful first. Teams shows ten at most; help shows the rest. */
const offered: Readonly<Record<Menu['scope'], readonly string[]>> = {
  personal: [...everyday, 'shelfready ack', 'stock', 'shelfready home', 'help'],
  team: [...everyday, 'shelfready ack', 'stock', 'shelfready subscribe', 'help'],
  groupChat: [...everyday, 'shelfready ack', 'stock', 'shelfready subscribe', 'help'],
}

/** Describes the menus of Teams, one for each kind of conversation. */
export const menuCommands = (): readonly Menu[] =>
  Object.entries(offered).map(([scope, names]) => ({
    scope: scope as Menu['scope'],
    commands: names.flatMap((name) => commands.filter((command) => command.name === name).map(inMenu)),
  }))

const inMenu = ({ name, does, examples }: Command): MenuCommand => {
  const title = inTeams(name)
  const example = inTeams(examples[0])
  const says = `${does.charAt(0).toUpperCase()}${does.slice(1)}`
  return { title, description: example === title ? says : `${says}. For example: ${example}` }
}

/** Leaves out the bot's name, because people mention the bot in Teams before they type a command. */
const inTeams = (text: string) => text.replace(/^\/?(shelfready )?/, '')
