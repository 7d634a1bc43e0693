import type { Action, ActionName, Block, Card } from '../../cards/language/card.ts'
import { may, type Right, type Role } from '../../domain/people/permission.ts'
import { works } from '../../domain/people/work.ts'

/** The right that each button needs. A test compares it with the command that the button runs. */
const rightOfAction: Readonly<Record<Exclude<ActionName, 'show' | 'fill'>, Right>> = {
  acknowledge: 'handle-risks',
  snooze: 'handle-risks',
  reopen: 'handle-risks',
  withdraw: 'handle-risks',
  stop: 'handle-risks',
  agree: 'agree',
  answer: 'propose',
  why: 'see',
  balance: 'see',
  ask: 'see',
  see: 'see',
  undo: 'handle-risks',
  feed: 'import-promotions',
}

/** The right that each step of a welcome card needs, by the step's id. */
const rightOfStep: ReadonlyMap<string, Right> = new Map([
  ['subscribe', 'set-up-channel'],
  ['how-to-ask', 'ask'],
  ['home', 'see'],
  ['try-asking', 'see'],
  ['see-why', 'see'],
  ['risks', 'see'],
  ['help', 'ask'],
  ['help-more', 'ask'],
  ...works.map((work) => [`help-${work}`, 'ask'] as const),
])

/** The right that opening each form needs, by the form's id. */
const rightOfForm: ReadonlyMap<string, Right> = new Map([
  ['add', 'register'],
  ['check', 'see'],
  ['edit', 'register'],
  ['override', 'forecast'],
  ['decide', 'propose'],
  ['counter', 'propose'],
  ['decline', 'agree'],
  ['answer', 'propose'],
  ['ordered', 'handle-risks'],
  ['correct', 'forecast'],
  ['snooze', 'handle-risks'],
  ['resolve', 'handle-risks'],
  ['handle', 'propose'],
  ['intel', 'note-intelligence'],
  ['settings', 'see'],
])

/** Gives the right that a button needs; null for a button that no command stands behind. */
export const rightFor = ({ does, id }: Pick<Action, 'does' | 'id'>): Right | null => {
  switch (does) {
    case 'show':
      return rightOfStep.get(id) ?? null
    case 'fill':
      return rightOfForm.get(id.split(':')[0] ?? '') ?? null
    default:
      return rightOfAction[does]
  }
}

/** Leaves the buttons that one reader may not use out of their card. The command checks the right again when a button is pressed. */
export const withAllowedActions = (roles: readonly Role[], card: Card): Card => {
  const isAllowed = (action: Action): boolean => {
    const right = rightFor(action)
    return right === null || may(roles, right)
  }
  const { actions, blocks } = card
  const offered = [...(actions ?? []), ...blocks.flatMap(actionsIn)]
  if (offered.every(isAllowed)) return card
  return {
    ...card,
    ...(actions === undefined ? {} : { actions: actions.filter(isAllowed) }),
    blocks: blocks.map((block) =>
      block.kind === 'items'
        ? {
            ...block,
            items: block.items.map((item) =>
              item.actions === undefined ? item : { ...item, actions: item.actions.filter(isAllowed) },
            ),
          }
        : block,
    ),
  }
}

const actionsIn = (block: Block): readonly Action[] =>
  block.kind === 'items' ? block.items.flatMap(({ actions = [] }) => actions) : []
