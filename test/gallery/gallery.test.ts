import { beforeAll, describe, expect, it } from 'vitest'
import type { Action, Card } from '../../src/cards/language/card.ts'
import { commands } from '../../src/commands/dispatch/catalogue.ts'
import { commandOfClick } from '../../src/commands/dispatch/command-of-click.ts'
import { findCommand } from '../../src/commands/dispatch/find-command.ts'
import { forms } from '../../src/commands/forms/form-catalogue.ts'
import { splitWords } from '../../src/parsing/words.ts'
import { blockProblems } from '../_helpers/slack/block-kit.ts'
import { cardProblems } from '../_helpers/teams/card-problems.ts'
import { makeCards } from './cards.ts'
import { drawingOf } from './drawing.ts'
import { pageOf } from './page.ts'
import type { Shown } from './shown.ts'

let all: readonly Shown[]
beforeAll(async () => {
  all = await makeCards()
})

const commandOf = (words: string): string | null => {
  const split = splitWords(words)
  const found = split.ok ? findCommand(split.value) : null
  return found?.ok ? found.value.command.name : null
}

const actionsIn = ({ blocks, actions = [] }: Card): readonly Action[] => [
  ...actions,
  ...blocks.flatMap((block) => (block.kind === 'items' ? block.items : [])).flatMap((item) => item.actions ?? []),
]

describe('the gallery', () => {
  it('shows at least one answer of every command that is no refusal', () => {
    const answered = all.filter(({ what }) => what.kind !== 'form' && what.card.refusal === undefined)
    const names = new Set(answered.flatMap(({ words }) => (words === null ? [] : [commandOf(words)])))
    expect(commands.map(({ name }) => name).filter((name) => !names.has(name))).toEqual([])
  })

  it('shows every form, as it opens and as it comes back with mistakes', () => {
    const shown = all.flatMap(({ what }) => (what.kind === 'form' ? [what] : []))
    expect(new Set(shown.map(({ form }) => form.id))).toEqual(new Set(forms.map(({ id }) => id)))
    expect(shown.some(({ refused }) => refused !== null)).toBe(true)
  })

  it('has no dead button: each leads to a command or a form', () => {
    const ids = new Set(forms.map(({ id }) => id))
    const dead = all.flatMap(({ name, what }) =>
      what.kind === 'form'
        ? []
        : actionsIn(what.card)
            .filter((action) =>
              action.does === 'fill' ? !ids.has(action.id.split(':')[0] ?? '') : commandOfClick(action) === null,
            )
            .map(({ label, does, id }) => `${name}: ${label} (${does} ${id})`),
    )
    expect(dead).toEqual([])
  })

  it('holds only what Slack takes', () => {
    for (const one of all) {
      const { slack } = drawingOf(one)
      const problems =
        slack.kind === 'modal'
          ? blockProblems([...slack.view.blocks], 'home')
          : blockProblems([...slack.blocks], slack.kind)
      expect([one.name, problems]).toEqual([one.name, []])
    }
  })

  it('holds only what Teams takes', () => {
    for (const one of all)
      for (const { card } of drawingOf(one).teams) expect([one.name, cardProblems(card)]).toEqual([one.name, []])
  })

  it('is the same each time', async () => {
    expect(JSON.stringify(await makeCards())).toBe(JSON.stringify(all))
  })

  it('is a page with everything on it, and nothing in a text becomes a part of the page', () => {
    const page = pageOf(all)
    for (const { name } of all) expect(page).toContain(`id="${name}"`)
    expect(page).not.toMatch(/<b> is registered|<\/div><b>(?!\w)/)
  })
})
