import type { Action, Block, Card } from '../../cards/language/card.ts'
import { may, type Role } from '../../domain/people/permission.ts'
import { commandOfForm } from '../forms/form-catalogue.ts'
import { commandOfClick } from './command-of-click.ts'

/** Removes from a card, for one reader, the buttons they may not use. A press is authorised again, so this only saves them a refusal. */
export const withAllowedActions = (roles: readonly Role[], card: Card): Card => {
  const mayUse = (action: Action): boolean => {
    const command =
      action.does === 'fill' ? commandOfForm(action.id.split(':')[0] ?? '') : commandOfClick(action)?.command
    return command === null || command === undefined || may(roles, command.right)
  }
  const { actions, blocks } = card
  const offered = [...(actions ?? []), ...blocks.flatMap(actionsIn)]
  if (offered.every(mayUse)) return card
  return {
    ...card,
    ...(actions === undefined ? {} : { actions: actions.filter(mayUse) }),
    blocks: blocks.map((block) =>
      block.kind === 'items'
        ? {
            ...block,
            items: block.items.map((item) =>
              item.actions === undefined ? item : { ...item, actions: item.actions.filter(mayUse) },
            ),
          }
        : block,
    ),
  }
}

const actionsIn = (block: Block): readonly Action[] =>
  block.kind === 'items' ? block.items.flatMap(({ actions = [] }) => actions) : []
