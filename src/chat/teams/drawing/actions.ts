import { type Action, isDestructive, isLooking, type Page } from '../../../cards/language/card.ts'
import type { Links } from '../../links.ts'
import { truncate } from '../../truncate.ts'
import { buttonData, isButtonId } from '../button.ts'
import { type Element, runs } from '../element.ts'
import { limits } from '../limits.ts'
import { shown } from '../text.ts'
import { small } from './blocks.ts'

/** How the actions of a card are drawn: the next one stands out, what shows a card leads to it where its place is known, and a page is drawn anew. */
export type Pressing = { readonly next: Action | null; readonly links: Links; readonly page: Page | undefined }

/** Draws the first actions as buttons and the rest in a menu; an action without room becomes text. */
export const actionSets = (actions: readonly Action[], pressing: Pressing): readonly Element[] => {
  const isOk = ({ id }: Action) => isButtonId(id)
  const primary = actions.filter((action) => !action.isSecondary)
  const shownFirst = primary.length > 0 ? primary : actions.slice(0, 1)
  const behind = actions.filter((action) => !shownFirst.includes(action))
  const [first, second] = [shownFirst.filter(isOk), behind.filter(isOk)]
  const isOne = first.length + second.length <= limits.actionsInSet
  const sets = (isOne ? [[...first, ...second]] : [first, second]).map((set) => set.slice(0, limits.actionsInSet))
  const drawn = sets.flat()
  const inWords = actions.filter((action) => !drawn.includes(action)).map(({ label, words }) => `${label}: ${words}`)
  return [
    ...sets.flatMap((set) =>
      set.length === 0
        ? []
        : [
            {
              type: 'ActionSet',
              spacing: 'Small',
              actions: set.map((action) => actionElement(action, behind.includes(action), pressing)),
            },
          ],
    ),
    ...small(inWords),
  ]
}

/**
 * A button that acts is executed and redraws its card; one that takes something back asks once more before; a button that only
 * looks, or asks for more, opens a dialog for the person who pressed. Clients that cannot execute submit the same.
 */
const actionElement = (action: Action, isBehind: boolean, { next, links, page }: Pressing): Element => {
  const title = truncate(shown(action.label) || action.does, limits.actionTitle)
  const look = {
    title,
    ...(isBehind ? { mode: 'secondary' } : {}),
    ...(action === next ? { style: 'positive' } : {}),
  }
  const data = buttonData(action, page)
  const url = action.does === 'see' ? links.get(action.id) : undefined
  if (url !== undefined) return { type: 'Action.OpenUrl', ...look, url }
  if (isLooking(action.does) || action.does === 'fill')
    return { type: 'Action.Submit', ...look, data: { ...data, msteams: { type: 'task/fetch' } } }
  const executed = { type: 'Action.Execute', verb: action.does, data, fallback: { type: 'Action.Submit', title, data } }
  if (!isDestructive(action.does)) return { ...executed, ...look }
  const question = runs([`Are you sure? ${title}: ${truncate(shown(action.id), limits.actionTitle)}`])
  return {
    type: 'Action.ShowCard',
    ...look,
    card: {
      type: 'AdaptiveCard',
      body: [question, { type: 'ActionSet', actions: [{ ...executed, title, style: 'destructive' }] }],
    },
  }
}
