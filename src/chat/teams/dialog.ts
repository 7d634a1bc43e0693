import { type Card, itemWords } from '../../cards/language/card.ts'
import {
  type Choice,
  type Field,
  type FilledForm,
  type Form,
  listSeparator,
  type Picking,
} from '../../cards/language/form.ts'
import { type Links, noLinks } from '../links.ts'
import { truncate } from '../truncate.ts'
import { type AdaptiveCard, adaptiveCard, type Element, runs, sizeOf } from './element.ts'
import { limits } from './limits.ts'
import { cardType, type Drawing, drawCard, notification } from './render.ts'
import { shown } from './text.ts'

const version = 1

/** How a form stands: in a dialog, or in a message, where clients open no dialog. */
export type FormPlace = 'dialog' | 'message'

/** What comes back with a form: what is wrong, what was filled in, and whether its way is asked for before its fields. */
type Filled = {
  readonly mistakes?: Readonly<Record<string, string>>
  readonly values?: FilledForm['values']
  readonly step?: Step
}

/** No client of Teams tells what somebody chooses before they send it: the way is asked for first, then what it needs. */
export type Step = 'way' | 'rest'

/** Cuts a text to a share of so many letters. */
type Cut = (text: string, most: number) => string

/**
 * Draws a form as a card to fill in; what is wrong stands in red below its field, and what was typed is kept. Where that is
 * more than Teams takes, what was typed is dropped before the form itself, and then its words are shortened.
 */
export const drawForm = (form: Form, place: FormPlace, filled: Filled = {}): AdaptiveCard => {
  const blank = { ...searching(form), fields: searching(form).fields.map((field) => ({ ...field, value: null })) }
  let card = drawFilled(form, place, filled, truncate)
  if (sizeOf([card]) > limits.cardBytes) card = drawFilled(searching(form), place, filled, truncate)
  for (let share = 1; sizeOf([card]) > limits.cardBytes && share > 1 / 32; share /= 2) {
    const shorter: Cut = (text, most) => truncate(text, Math.ceil(most * share))
    card = drawFilled(blank, place, { mistakes: filled.mistakes ?? {}, step: filled.step ?? 'way' }, shorter)
  }
  return card
}

/** Lists that take too much room are searched instead. */
const searching = (form: Form): Form => ({
  ...form,
  fields: form.fields.map((field) =>
    field.pick === undefined
      ? field
      : { ...field, choices: standingIn(field), pick: { ...field.pick, isSearched: true } },
  ),
})

const standingIn = ({ choices, value }: Field): readonly Choice[] => {
  const chosen = (value ?? '').split(listSeparator)
  return choices.filter((one) => chosen.includes(one.value))
}

const drawFilled = (
  form: Form,
  place: FormPlace,
  { mistakes = {}, values = {}, step = 'way' }: Filled,
  cutTo: Cut,
): AdaptiveCard => {
  const { way } = form
  const fields = form.fields.filter(({ name }) => way === undefined || (name === way.field) === (step === 'way'))
  const stray = Object.entries(mistakes).filter(([name]) => !fields.some((field) => field.name === name))
  const chosen = step === 'way' ? [] : wayWords(form)
  const body: readonly Element[] = [
    ...[...form.says, ...chosen].flatMap((line) =>
      shown(line) === '' ? [] : [runs([cutTo(shown(line), limits.title)])],
    ),
    ...stray.slice(0, 1).map(([, words]) => mistakeElement(words, cutTo)),
    ...fields.slice(0, limits.fields).flatMap((field) => {
      const wrong = own(mistakes, field.name)
      return [input(field, standingOf(field, values), cutTo), ...(wrong === null ? [] : [mistakeElement(wrong, cutTo)])]
    }),
  ]
  const texts = {
    speak: cutTo(shown(form.title) || 'Shelfready', limits.title),
    fallbackText: cutTo(form.fields.map(({ label }) => shown(label)).join(', ') || 'Shelfready', limits.speak),
  }
  const buttons = buttonsOf(form, way === undefined ? null : step, values)
  if (place === 'dialog')
    return { ...adaptiveCard(body, texts), actions: buttons.map((button) => ({ type: 'Action.Submit', ...button })) }
  const actions = buttons.map((button) => {
    const fallback = { type: 'Action.Submit', ...button }
    return { type: 'Action.Execute', verb: 'form', ...button, fallback }
  })
  const heading = runs([
    { text: cutTo(shown(form.title) || 'Shelfready', limits.title), weight: 'Bolder', size: 'Large' },
  ])
  return adaptiveCard([heading, ...body, { type: 'ActionSet', actions }], texts)
}

const standingOf = ({ name, value, isOfWay }: Field, values: FilledForm['values']): string | null =>
  Object.keys(values).length === 0 || isOfWay === true ? (own(values, name) ?? value) : own(values, name)

/** Says which way was chosen. */
const wayWords = ({ way, fields }: Form): readonly string[] => {
  const asking = fields.find(({ name }) => name === way?.field)
  const chosen = asking?.choices.find(({ value }) => value === way?.chosen)
  return chosen === undefined ? [] : [titleOf(chosen)]
}

/** What is sent with a form: what it is, and of what was filled in what this step does not show. */
const buttonsOf = (form: Form, step: Step | null, values: FilledForm['values']) => {
  const told = { v: version, id: form.id, subject: form.subject, rev: form.revision }
  const title = truncate(shown(form.submit) || 'Send', limits.actionTitle)
  const { way } = form
  if (step === null || way === undefined) return [{ title, data: { form: told } }]
  const names = form.fields.map(({ name }) => name)
  const isShown = (name: string) => (name === way.field) === (step === 'way')
  const carried = Object.fromEntries(
    Object.entries({ ...values, [way.field]: way.chosen }).filter(([name]) => names.includes(name) && !isShown(name)),
  )
  if (step === 'way') return [{ title: 'Next', data: { form: { ...told, way, step }, ...carried } }]
  return [
    { title, data: { form: { ...told, way, step }, ...carried } },
    { title: 'Back', data: { form: { ...told, way, step: 'back' }, ...carried } },
  ]
}

/** Draws a form as a message. */
export const drawFormMessage = (form: Form): Drawing => ({
  type: 'message',
  summary: truncate(shown(form.title) || 'Shelfready', limits.summary),
  attachments: [{ contentType: cardType, content: drawForm(form, 'message') }],
})

/** Answers a pressed button with a card in the place of the one it was on. */
export const answerInPlace = (value: AdaptiveCard) => ({ statusCode: 200, type: cardType, value })

const own = (said: Readonly<Record<string, string>>, name: string): string | null =>
  Object.hasOwn(said, name) ? (said[name] as string) : null

const mistakeElement = (words: string, cutTo: Cut): Element =>
  runs([{ text: cutTo(`✖ ${shown(words)}`, limits.cellText), color: 'Attention', size: 'Small' }], 'None')

const input = (field: Field, value: string | null, cutTo: Cut): Element => {
  const { name, label, kind, isNeeded, hint, choices, pick } = field
  const common = {
    id: name,
    label: cutTo(shown(label) || name, limits.actionTitle),
    ...(isNeeded ? { isRequired: true, errorMessage: 'This is needed.' } : {}),
    ...(value === null || value === '' ? {} : { value: truncate(value, limits.fieldValue) }),
  }
  if (pick !== undefined && (pick.isSearched || pick.of === 'people' || choices.length > 0)) {
    const { value: _, ...told } = common
    return { ...told, ...picker(field, pick, value) }
  }
  switch (kind) {
    case 'day':
      return { type: 'Input.Date', ...common }
    case 'way':
    case 'channel':
    case 'choice':
      return {
        type: 'Input.ChoiceSet',
        ...common,
        style: kind === 'way' ? 'expanded' : 'compact',
        ...(kind === 'way' ? { wrap: true } : {}),
        choices: choices
          .slice(0, limits.choices)
          .map((one) => ({ title: cutTo(titleOf(one), limits.choiceTitle), value: one.value })),
      }
    default:
      return {
        type: 'Input.Text',
        ...common,
        ...(hint === null ? {} : { placeholder: cutTo(shown(hint), limits.actionTitle * 2) }),
        ...(kind === 'lines' ? { isMultiline: true } : {}),
        maxLength: limits.text,
      }
  }
}

/** Writes a choice with what is said of it. */
const titleOf = ({ value, label, detail = '' }: Choice, between = ': '): string => {
  const [name, more] = [shown(label) || value, shown(detail)]
  return more === '' ? name : `${name}${between}${more}`
}

/** People of the whole company, as Teams itself finds them. */
const everybody = 'graph.microsoft.com/users'

/** Pickers: of many things those are searched that fit what is typed, and people by Teams itself. */
const picker = ({ choices, isNeeded, hint }: Field, { of, isSeveral, isSearched }: Picking, value: string | null) => {
  const chosen = (value ?? '').split(listSeparator).filter((one) => one !== '')
  const offered = isSearched || of === 'people' ? choices.filter((one) => chosen.includes(one.value)) : []
  const listed = (isSearched ? (offered.length > 0 ? offered : choices) : choices).slice(0, limits.listed)
  const known = listed.map((one) => one.value)
  const standing = chosen.filter((one) => known.includes(one))
  return {
    type: 'Input.ChoiceSet',
    style: isSearched || of === 'people' || listed.length > limits.plainList ? 'filtered' : 'compact',
    ...(isSeveral ? { isMultiSelect: true } : {}),
    ...(hint === null || isNeeded ? {} : { placeholder: truncate(shown(hint), limits.actionTitle * 2) }),
    choices: listed.map((one) => ({ title: truncate(titleOf(one, ' · '), limits.choiceTitle), value: one.value })),
    ...(of === 'people' ? { 'choices.data': { type: 'Data.Query', dataset: everybody } } : {}),
    ...(isSearched && of !== 'people' ? { 'choices.data': { type: 'Data.Query', dataset: of } } : {}),
    ...(standing.length === 0 ? {} : { value: standing.join(',') }),
  }
}

/** Answers what somebody types into a field with what can be picked. */
export const drawFound = (choices: readonly Choice[]) => ({
  statusCode: 200,
  type: 'application/vnd.microsoft.search.searchResponse',
  value: {
    results: choices.slice(0, limits.found).map((one) => ({
      value: one.value,
      title: truncate(titleOf(one, ' · '), limits.choiceTitle),
    })),
  },
})

const longestTitle = 60

/** Shows a card in a dialog. */
export const dialogOf = (title: string, content: AdaptiveCard) => ({
  task: {
    type: 'continue',
    value: {
      title: truncate(shown(title) || 'Shelfready', longestTitle),
      width: 'medium',
      height: 'medium',
      card: { contentType: cardType, content },
    },
  },
})

/** Shows an answer in a dialog. */
export const answerDialog = (card: Card, links: Links = noLinks) =>
  dialogOf('Shelfready', drawCard({ ...card, actions: [] }, 'full', links))

const mostRows = 3

/** What a card says below the line that notifications show: its sentences and the first of its rows. */
const rowsOf = (card: Card): readonly string[] => {
  const said = notification(card)
  return card.blocks
    .flatMap((block) => {
      if (block.kind === 'items') return block.items.map((item) => shown([itemWords(item), ...item.detail].join(' · ')))
      return block.kind === 'text' && !said.includes(shown(block.text)) ? [shown(block.text)] : []
    })
    .slice(0, mostRows)
}

/** Answers a pressed button with a line that only the one who pressed sees. */
export const answerPress = (card: Card) => ({
  statusCode: 200,
  type: 'application/vnd.microsoft.activity.message',
  value: truncate([notification(card), ...rowsOf(card)].join(' '), limits.summary),
})
