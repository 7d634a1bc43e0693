import type { Card } from '../../cards/language/card.ts'
import { type FilledForm, type Form, isForAnotherWay } from '../../cards/language/form.ts'
import { refusalCard } from '../../cards/language/plain-card.ts'
import { type Links, noLinks } from '../links.ts'
import type { ChatRequest } from '../request.ts'
import { answerDialog, answerInPlace, dialogOf, drawForm, type Step } from './dialog.ts'
import type { IdentifiedSender } from './identify-sender.ts'
import { inChosenChannel } from './own-channels.ts'
import { drawCard } from './render.ts'
import type { TeamsRequest } from './requests.ts'
import type { TeamsContext } from './teams-context.ts'

/** The answer to Teams. */
export type Answered = { readonly status: number; readonly body?: unknown }

/** What Teams is told where nothing is to be shown. */
export const done: Answered = { status: 200 }

/** Who asks and where, with where an answer belongs that is posted, and without, for one that is handed back. */
export type Asker = {
  readonly caller: IdentifiedSender & Required<Pick<ChatRequest, 'reply' | 'isOverheard'>>
  readonly inHand: IdentifiedSender & { readonly shownIn?: { readonly messageId: string } }
}

/** Shows a form or a card in a dialog. */
export const dialog = (shown: Form | Card, links: Links = noLinks): Answered => ({
  status: 200,
  body: 'fields' in shown ? dialogOf(shown.title, drawForm(shown, 'dialog')) : answerDialog(shown, links),
})

/** Does what a form that was sent says, or shows the step of it that comes next. */
export const answerSubmitted = async (
  receiving: TeamsContext,
  asking: Submitted,
  { caller, inHand }: Asker,
  over: number,
): Promise<Answered> => {
  const { filled, from } = asking
  if (filled === null) return sayForm(receiving, caller, from, unknownButton)
  const request = { ...(from === 'message' ? caller : inHand), words: filled }
  const next = await nextStep(receiving, request, asking)
  if (next !== null) return showForm(receiving, request, from, next)
  const acting = await inChosenChannel(receiving, request)
  const card = 'title' in acting ? acting : await receiving.receive(acting, over)
  receiving.touched(filled.subject)
  if (card.refusal === undefined) {
    if (from === 'message') return done
    const links = await receiving.links(inHand.place, card)
    return from === 'dialog' ? dialog(card, links) : { status: 200, body: answerInPlace(drawCard(card, 'full', links)) }
  }
  const form = await receiving.form(request)
  if (from === 'message') {
    await receiving.postAnswer(request, inWords(card, form))
    return done
  }
  if (!('fields' in form)) return sayForm(receiving, caller, from, card)
  const isStale = form.revision !== filled.revision
  const values = isStale ? {} : filled.values
  return showForm(receiving, request, from, { form, mistakes: mistakesOf(card), values, step: 'rest' })
}

type Submitted = Extract<TeamsRequest, { kind: 'submit' }>

type ShownForm = { readonly form: Form; readonly step: Step } & Parameters<typeof drawForm>[2]

/** Gives the step to show after the one that was sent: the fields of a way that was chosen, or the ways again; null where all is filled in. */
const nextStep = async (
  receiving: TeamsContext,
  request: ChatRequest & { readonly words: FilledForm },
  { step }: Submitted,
): Promise<ShownForm | null> => {
  const { values, way } = request.words
  if (way === undefined || step === null || step === 'rest') return null
  const form = await receiving.form(request)
  if (!('fields' in form)) return null
  const isChosen = (values[way.field] ?? '') !== ''
  if (step === 'back' || !isChosen) {
    const mistakes = step === 'back' || isChosen ? {} : { [way.field]: 'This is needed.' }
    return { form, values, mistakes, step: 'way' }
  }
  const isAsked = form.fields.some(({ name }) => name !== way.field)
  const fitting = Object.entries(values).filter(([name]) =>
    form.fields.every((one) => one.name !== name || !one.isOfWay),
  )
  return isAsked
    ? { form, values: isForAnotherWay(request.words) ? Object.fromEntries(fitting) : values, step: 'rest' }
    : null
}

const showForm = async (
  receiving: TeamsContext,
  request: ChatRequest,
  from: Submitted['from'],
  { form, ...filled }: ShownForm,
): Promise<Answered> => {
  switch (from) {
    case 'dialog':
      return { status: 200, body: dialogOf(form.title, drawForm(form, 'dialog', filled)) }
    case 'card':
      return { status: 200, body: answerInPlace(drawForm(form, 'message', filled)) }
    case 'message':
      await receiving.postAnswer(request, inOneStep(form))
      return done
  }
}

/** Where no step can follow in the place of another one, the way is one choice among the fields. */
const inOneStep = ({ way: _, ...form }: Form): Form => ({
  ...form,
  fields: form.fields.map((field) => (field.kind === 'way' ? { ...field, kind: 'choice' } : field)),
})

/** Answers a form that cannot be read, in the way its kind of request is answered. */
const sayForm = async (
  receiving: TeamsContext,
  caller: Asker['caller'],
  from: Extract<TeamsRequest, { kind: 'submit' }>['from'],
  card: Card,
): Promise<Answered> => {
  if (from === 'dialog') return dialog(card)
  if (from === 'card') return { status: 200, body: answerInPlace(drawCard(card)) }
  await receiving.postAnswer({ ...caller, words: '' }, card)
  return done
}

/** Where a form cannot be drawn again, what is wrong with its fields is said in words. */
const inWords = (card: Card, form: Form | Card): Card => {
  const labels = new Map('fields' in form ? form.fields.map(({ name, label }) => [name, label]) : [])
  const mistakes = Object.entries(card.refusal ?? {}).map(([name, words]) => `${labels.get(name) ?? ''}: ${words}`)
  return mistakes.length === 0
    ? card
    : refusalCard(
        card.title,
        mistakes.map((line) => line.replace(/^: /, '')),
      )
}

/** What is wrong by field; where it belongs to none it stands above them. */
const mistakesOf = (card: Card): Readonly<Record<string, string>> =>
  Object.keys(card.refusal ?? {}).length > 0 ? (card.refusal ?? {}) : { '': card.title }

/** The refusal of a button that is not known. */
export const unknownButton = refusalCard(
  'That button is not mine, or it is from an older version. Nothing was done. help shows what you can ask.',
)
