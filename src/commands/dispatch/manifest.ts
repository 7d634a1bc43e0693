import { commands } from './catalogue.ts'
import type { Command } from './command.ts'

/** A slash command as Slack's manifest describes it. */
export type SlashCommand = {
  readonly command: string
  readonly description: string
  readonly usage_hint: string
  readonly should_escape: boolean
}

const slashes: Readonly<Record<string, { readonly description: string; readonly hint: string }>> = {
  promo: {
    description: 'Promotions: is it ready, list, check, new',
    hint: 'is cola ready? | list | add | check | why | help',
  },
  stock: { description: 'Stock, orders, and what can still be promised', hint: 'cola at EAST' },
  intel: { description: 'What you have heard that may change demand', hint: 'list | add | score' },
  shelfready: {
    description: 'Your tasks, risks, the digest, help',
    hint: 'home | risks | digest | subscribe | settings | help',
  },
}

/** Describes the slash commands that the catalogue needs, one for each first word. */
export const slashCommands = (): readonly SlashCommand[] =>
  Object.entries(slashes).map(([first, { description, hint }]) => ({
    command: `/${first}`,
    description,
    usage_hint: hint,
    should_escape: false,
  }))

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
