import type { KnownBlock, ModalView } from '@slack/types'
import { drawModal } from '../../src/chat/slack/modal.ts'
import { drawMessage as drawForSlack, drawHome } from '../../src/chat/slack/render.ts'
import { drawForm } from '../../src/chat/teams/dialog.ts'
import type { AdaptiveCard } from '../../src/chat/teams/element.ts'
import { drawMessage as drawForTeams } from '../../src/chat/teams/render.ts'
import { renderText } from '../../src/chat/terminal/render.ts'
import { launches } from './office.ts'
import { type Shown, slackErrors, typedInto } from './shown.ts'

/** How something is drawn on both platforms and in plain text; forms come in a dialog and in a message. */
export type Drawing = {
  readonly slack:
    | { readonly kind: 'message' | 'home'; readonly blocks: readonly KnownBlock[]; readonly notification: string }
    | { readonly kind: 'modal'; readonly view: ModalView; readonly errors: Readonly<Record<string, string>> }
  readonly teams: readonly { readonly title: string; readonly card: AdaptiveCard }[]
  readonly text: string
}

/** Draws something as the product draws it. */
export const drawingOf = ({ what }: Shown): Drawing => {
  if (what.kind === 'form') {
    const { form, filled, refused } = what
    const wrong = { mistakes: refused === null ? {} : mistakesOf(what), values: filled?.values ?? {} }
    const origin = { channelId: launches.id, channelName: launches.name }
    return {
      slack: { kind: 'modal', view: drawModal(typedInto(form, filled), origin), errors: slackErrors(what) },
      teams: [
        { title: `dialog: ${form.title}`, card: drawForm(form, 'dialog', wrong) },
        ...(form.way === undefined || form.way.chosen === ''
          ? []
          : [{ title: 'its second step', card: drawForm(form, 'dialog', { ...wrong, step: 'rest' }) }]),
        { title: 'in a message, where clients open no dialog', card: drawForm(form, 'message', wrong) },
      ],
      text: [form.title, ...form.says, ...form.fields.map(({ label, value }) => `  ${label}: ${value ?? ''}`)].join(
        '\n',
      ),
    }
  }
  const { card, kind } = what
  const drawn = drawForTeams(card)
  if (!('attachments' in drawn)) throw new Error(`No card is drawn of ${card.title}`)
  const message = drawForSlack(card)
  return {
    slack: {
      kind,
      blocks: kind === 'home' ? drawHome(card) : message.blocks,
      notification: message.text,
    },
    teams: drawn.attachments.map(({ content }) => ({ title: drawn.summary, card: content })),
    text: renderText(card),
  }
}

const mistakesOf = ({ refused }: Extract<Shown['what'], { kind: 'form' }>): Readonly<Record<string, string>> =>
  refused === null || Object.keys(refused.refusal ?? {}).length > 0 ? (refused?.refusal ?? {}) : { '': refused.title }
