import type {
  ActionsBlock,
  ActionsBlockElement,
  Button,
  ConfirmationDialog,
  KnownBlock,
  PlainTextOption,
} from '@slack/types'
import { type Action, isDestructive } from '../../../cards/language/card.ts'
import type { Links } from '../../links.ts'
import { stripControl } from '../../strip-control.ts'
import { truncate } from '../../truncate.ts'
import { buttonValue, isButtonId } from '../button.ts'
import { limits } from '../limits.ts'
import { linesOf, plainText, uncalled } from '../text.ts'

/** How the actions of a card are drawn: the next one stands out, and what shows a card leads to it where its place is known. */
export type Pressing = { readonly next: Action | null; readonly links: Links }

/** Draws the first actions as buttons and the rest in a menu; an action without room becomes text. */
export const actionBlocks = (actions: readonly Action[], pressing: Pressing): readonly KnownBlock[] => {
  const primary = actions.filter((action) => !action.isSecondary)
  const secondary = actions.filter((action) => action.isSecondary)
  const shown = (primary.length > 0 ? primary : secondary.splice(0, 1)).slice(0, limits.buttonsInRow - 1)
  const behind = secondary.slice(0, limits.options)
  const isOk = (action: Action, most: number) => isButtonId(action.id) && buttonValue(action).length <= most
  const buttons = shown.filter((action) => isOk(action, limits.buttonValue))
  const options = behind.filter((action) => isOk(action, limits.optionValue))
  const elements: ActionsBlockElement[] = buttons.map((action, i) => button(action, i, pressing))
  if (options.length > 0) elements.push({ type: 'overflow', action_id: 'more', options: options.map(option) })
  const drawn = new Set([...buttons, ...options])
  const inWords = linesOf(
    actions.filter((action) => !drawn.has(action)).map(({ label, words }) => `${label}: ${words}`),
    limits.contextText,
  )
  return [
    ...(elements.length === 0 ? [] : [{ type: 'actions', elements } satisfies ActionsBlock]),
    ...(inWords === null ? [] : [{ type: 'context', elements: [inWords] } satisfies KnownBlock]),
  ]
}

const labelOf = ({ label, does }: Action): string => stripControl(label).trim() || does

const button = (action: Action, i: number, { next, links }: Pressing): Button => {
  const url = action.does === 'see' ? links.get(action.id) : undefined
  return {
    type: 'button',
    action_id: `${action.does}-${i}`,
    text: plainText(labelOf(action), limits.buttonText),
    value: buttonValue(action),
    ...(url === undefined ? {} : { url }),
    ...(action === next ? { style: 'primary' } : {}),
    ...(isDestructive(action.does) ? { style: 'danger', confirm: confirmation(action) } : {}),
    accessibility_label: truncate(uncalled(stripControl(`${action.label} ${action.id}`)), limits.buttonLabel),
  }
}

const confirmation = (action: Action): ConfirmationDialog => ({
  title: plainText('Are you sure?', limits.confirmTitle),
  text: plainText(`${labelOf(action)}: ${stripControl(action.id)}`, limits.confirmText),
  confirm: plainText(labelOf(action), limits.confirmButton),
  deny: plainText('Cancel', limits.confirmButton),
  style: 'danger',
})

const option = (action: Action): PlainTextOption => ({
  text: plainText(labelOf(action), limits.optionText),
  value: buttonValue(action),
})
