import type { PlainTextOption } from '@slack/types'
import type { Card } from '../../cards/language/card.ts'
import { channelField, isForAnotherWay, withoutChannel } from '../../cards/language/form.ts'
import { refusalCard } from '../../cards/language/plain-card.ts'
import { withTimeout } from '../../common/with-timeout.ts'
import { answerTimes } from '../answer-times.ts'
import type { ChatRequest } from '../request.ts'
import { identifySender } from './identify-sender.ts'
import {
  cardModal,
  drawModal,
  drawOptions,
  type FormOrigin,
  modalErrors,
  type ReadModal,
  readModal,
  waitingModal,
} from './modal.ts'
import type { ChosenWay, Suggestion } from './modal-requests.ts'
import type { SlackRequest } from './requests.ts'
import type { SlackContext } from './slack-context.ts'

/**
 * Opens a modal at once, and gives what is left to do: to find what belongs into it. Answers null where Slack did not let
 * it be opened.
 */
export const openModal = async (
  receiving: SlackContext,
  read: SlackRequest,
  message?: string,
): Promise<(() => Promise<void>) | null> => {
  if (read.triggerId === null) return null
  const opened = await receiving.calls.call('views.open', { trigger_id: read.triggerId, view: waitingModal() })
  const view = opened.kind === 'done' ? (opened.data.view as { readonly id?: string; readonly hash?: string }) : null
  if (view?.id === undefined) return null
  return async () => {
    const drawn = await formView(receiving, read, message)
    const called = await receiving.calls.call('views.update', { view_id: view.id, view: drawn })
    if (called.kind !== 'done') receiving.log('warn', `a form was not shown: ${called.kind}`)
  }
}

const formView = async (receiving: SlackContext, read: SlackRequest, message?: string) => {
  try {
    const introduced = await identifySender(receiving, read)
    if ('title' in introduced) return cardModal(introduced)
    const form = await receiving.form(introduced.request, message)
    return 'fields' in form ? drawModal(form, originOf(read)) : cardModal(form)
  } catch (error) {
    return cardModal(refusalCard(receiving.onSurprise(error)))
  }
}

const originOf = ({ origin: { channelId, channelName } }: SlackRequest): FormOrigin => ({ channelId, channelName })

/** The acknowledgement of a submitted modal: an empty one closes it, errors keep it open. */
export type Acknowledgement =
  | { readonly response_action: 'errors'; readonly errors: Record<string, string> }
  | { readonly response_action: 'update'; readonly view: ReturnType<typeof cardModal> }
  | undefined

/** Does what a modal says, and answers what Slack is told. The answer itself is posted to the person where they opened it. */
export const answerModal = async (
  receiving: SlackContext,
  view: unknown,
  read: (origin: FormOrigin) => SlackRequest,
): Promise<Acknowledgement> => {
  const begun = performance.now()
  const sent = readModal(view)
  if (sent === null) return update(unknownForm)
  try {
    const { channel, filled } = withoutChannel(sent.filled)
    const origin = channel === null ? sent.origin : { channelId: channel, channelName: '' }
    const introduced = await identifySender(receiving, read(origin))
    if ('title' in introduced) return update(introduced)
    if (channel !== null && introduced.channel?.isMember !== true) return notIn(introduced.request.placeName ?? channel)
    // What was opened elsewhere than where it acts is answered where it was opened.
    const isAnsweredHere = sent.isLooking || channel !== null
    const request: ChatRequest = {
      ...introduced.request,
      words: { ...filled, ...(await namesOf(receiving, sent.people)) },
      ...(isAnsweredHere ? {} : { reply: { thread: null } }),
    }
    const other = isForAnotherWay(sent.filled) ? await unanswered(receiving, request, sent) : null
    if (other !== null) return { response_action: 'update', view: other }
    const card = await receiving.receive(request, performance.now() - begun)
    receiving.touched(sent.filled.subject)
    if (card.refusal !== undefined) {
      const isAskedNewly = Object.keys(card.refusal).some((name) => name !== '' && !sent.fields.includes(name))
      const more = isAskedNewly ? await unanswered(receiving, request, sent) : null
      return more === null
        ? { response_action: 'errors', errors: { ...modalErrors(card, view) } }
        : { response_action: 'update', view: more }
    }
    return isAnsweredHere ? update(card) : undefined
  } catch (error) {
    return update(receiving.busyCard(error) ?? refusalCard(receiving.onSurprise(error)))
  }
}

const notIn = (name: string): Acknowledgement => ({
  response_action: 'errors',
  errors: { [channelField]: `I am not in ${name} yet. Type /invite @Shelfready there, then save again.` },
})

/** What Slack calls the people who were picked, as far as it tells in time. */
const namesOf = async ({ directory }: SlackContext, ids: readonly string[]) => {
  if (ids.length === 0) return {}
  const named = await Promise.all(
    ids.slice(0, mostNamed).map(async (id) => {
      const said = { name: id, isForeign: false, isOurs: false, ourTeam: '' }
      const known = await withTimeout(directory.person(id, said), answerTimes.identify)
      return [id, known?.name ?? id] as const
    }),
  )
  return { names: Object.fromEntries(named) }
}

const mostNamed = 3

/** Finds what somebody can pick by what they type in a field; nothing where that cannot be told in time. */
export const suggest = async (receiving: SlackContext, asked: Suggestion): Promise<readonly PlainTextOption[]> => {
  try {
    const introduced = await identifySender(receiving, asked.read)
    if ('title' in introduced) return []
    const request: ChatRequest = { ...introduced.request, key: null, words: asked.typed }
    const found = await withTimeout(receiving.choices(request, asked.of, mostSuggested), answerTimes.work)
    return drawOptions(found ?? [])
  } catch (error) {
    receiving.onSurprise(error)
    return []
  }
}

/** Nobody reads more of a list before they type another letter. */
const mostSuggested = 30

/** Draws the fields of the way that was chosen, where the modal has not all of them yet; null where it has. */
const unanswered = async (receiving: SlackContext, request: ChatRequest, { fields, origin }: ReadModal) => {
  const form = await receiving.form(request)
  if (!('fields' in form)) return cardModal(form)
  return form.fields.every(({ name }) => fields.includes(name)) ? null : drawModal(form, origin)
}

/** Draws a modal anew for the way that somebody chose in it, with what they have filled in. */
export const redrawModal = async (receiving: SlackContext, chosen: ChosenWay): Promise<void> => {
  const sent = readModal(chosen.view)
  if (sent === null || !isForAnotherWay(sent.filled)) return
  try {
    const introduced = await identifySender(receiving, chosen.read(sent.origin))
    if ('title' in introduced) return
    const form = await receiving.form({ ...introduced.request, words: sent.filled })
    if (!('fields' in form)) return
    const { id, hash } = chosen.view
    const called = await receiving.calls.call('views.update', { view_id: id, hash, view: drawModal(form, sent.origin) })
    if (called.kind === 'error' && called.word !== 'hash_conflict')
      receiving.log('warn', `a form was not redrawn: ${called.word}`)
  } catch (error) {
    receiving.onSurprise(error)
  }
}

const update = (card: Card): Acknowledgement => ({ response_action: 'update', view: cardModal(card) })

const unknownForm = refusalCard(
  'That form is not mine, or it is from an older version. Nothing was done. /shelfready help shows what you can ask.',
)
