import type { ClientFit } from '../../chat/client-fit.ts'
import { chartPicture, tablePicture } from './pictures.ts'

type Json = Readonly<Record<string, unknown>>

/**
 * Fits Slack's messages and forms to the local client: it draws no tables, charts or rich text, knows markup of one line
 * only, and forgets the values that a form opened with.
 */
export const localSlackFit: ClientFit = {
  shown: <T>(payload: T) => fitted(payload) as T,
  filled: <T>(view: T) => (isJson(view) ? (withOpeningValues(view) as T) : view),
}

const isJson = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)

const jsonIn = (value: unknown): Json => (isJson(value) ? value : {})

const listIn = (value: unknown): readonly Json[] => (Array.isArray(value) ? value.filter(isJson) : [])

const fitted = (payload: unknown): unknown =>
  isJson(payload)
    ? {
        ...payload,
        ...(Array.isArray(payload.blocks) ? { blocks: listIn(payload.blocks).map(fittedBlock) } : {}),
        ...(isJson(payload.view) ? { view: fitted(payload.view) } : {}),
      }
    : payload

const asTheyAre = new Set(['header', 'divider', 'actions', 'image'])

const fittedBlock = (block: Json): Json => {
  switch (block.type) {
    case 'section':
      return {
        ...block,
        ...(isJson(block.text) ? { text: fittedText(block.text) } : {}),
        ...(Array.isArray(block.fields) ? { fields: listIn(block.fields).map(fittedText) } : {}),
      }
    case 'context':
      return { ...block, elements: listIn(block.elements).map(fittedText) }
    case 'input':
      return { ...block, element: fittedInput(jsonIn(block.element)) }
    case 'table':
    case 'data_table':
      return fittedTable(block)
    case 'data_visualization':
      return fittedChart(block)
    default:
      return asTheyAre.has(String(block.type)) ? block : section(wordsIn(block))
  }
}

const section = (text: string): Json => ({ type: 'section', text: { type: 'mrkdwn', text: text || ' ' } })

/** It escapes text itself, and shows the lines of a plain text as one. */
const fittedText = (text: Json): Json => {
  const words = String(text.text ?? '')
  if (text.type === 'mrkdwn') return { ...text, text: unescaped(lettersInLines(words)) }
  return text.type === 'plain_text' && words.includes('\n') ? { type: 'mrkdwn', text: words } : text
}

const unescaped = (markup: string): string =>
  markup.replaceAll('&lt;', '<\u200b').replaceAll('&gt;', '>').replaceAll('&amp;', '&')

/** Letters of one width over several lines become lines of such letters, with blanks that stay. */
const lettersInLines = (markup: string): string =>
  markup.replaceAll(/```([^`]+)```/g, (_, letters: string) => {
    const lines = letters.replace(/^\n|\n$/g, '').split('\n')
    const longest = Math.max(...lines.map((line) => line.length))
    return lines.map((line) => `\`${line.padEnd(longest).replaceAll(' ', '\u00a0')}\``).join('\n')
  })

/** All words of a block that it does not know, with people and links. */
const wordsIn = (value: unknown): string => {
  if (Array.isArray(value)) return value.map(wordsIn).join(value.some(isOfLine) ? '\n' : '')
  if (!isJson(value)) return ''
  if (typeof value.user_id === 'string') return `<@${value.user_id}>`
  if (typeof value.url === 'string') return `<${value.url}|${String(value.text ?? value.url)}>`
  if (typeof value.text === 'string') return value.text
  return ['title', 'text', 'elements', 'fields']
    .map((name) => wordsIn(value[name]))
    .filter(Boolean)
    .join('\n')
}

const isOfLine = (value: unknown): boolean => /^rich_text_/.test(String(jsonIn(value).type))

const fittedTable = ({ rows, column_settings: settings }: Json): Json => {
  const cells = (Array.isArray(rows) ? rows : []).map((row) => (Array.isArray(row) ? row.map(wordsIn) : []))
  return {
    type: 'image',
    alt_text: cells.map((row) => row.join(', ')).join('; '),
    image_url: tablePicture({
      rows: cells,
      isRight: (cells[0] ?? []).map((_, i) => listIn(settings)[i]?.align === 'right'),
    }),
  }
}

const fittedChart = (block: Json): Json => {
  const { series, axis_config: axes } = jsonIn(block.chart)
  const { categories, x_label: note, y_label: unit } = jsonIn(axes)
  const lines = listIn(series).map(({ name, data }) => ({
    name: String(name),
    values: listIn(data).map(({ value }) => Number(value)),
  }))
  const points = Array.isArray(categories) ? categories.map(String) : []
  const told = { title: String(block.title ?? ''), unit: String(unit ?? ''), note: String(note ?? ''), points, lines }
  return {
    type: 'image',
    alt_text: [
      told.title,
      ...lines.map(({ name, values }) => `${name}: ${values.map((value, i) => `${points[i]} ${value}`).join(', ')}`),
    ].join('; '),
    image_url: chartPicture(told),
  }
}

/** It shows the choice that a list opens with only as a placeholder, and knows no list of which several are chosen, or that is searched. */
const fittedInput = (element: Json): Json => {
  const { type, options, placeholder } = element
  if (typeof type === 'string' && type.startsWith('multi_')) {
    const { initial_options: initial } = element
    return listIn(options).length > 0 && listIn(options).length <= mostBoxes
      ? {
          type: 'checkboxes',
          action_id: element.action_id,
          options,
          ...(initial === undefined ? {} : { initial_options: initial }),
        }
      : typedInput(
          element,
          listIn(initial)
            .map(({ value }) => String(value))
            .join(', '),
        )
  }
  if (type === 'external_select') return typedInput(element, String(jsonIn(element.initial_option).value ?? ''))
  if (type === 'users_select' || type === 'conversations_select')
    return typedInput({ ...element, placeholder: placeholder ?? asText('@ben') }, '')
  const chosen = jsonIn(element.initial_option)
  return isJson(chosen.text) ? { ...element, placeholder: chosen.text } : element
}

/** It draws so many boxes. */
const mostBoxes = 10

const asText = (text: string): Json => ({ type: 'plain_text', text })

const typedInput = ({ action_id: name, placeholder }: Json, value: string): Json => ({
  type: 'plain_text_input',
  action_id: name,
  ...(placeholder === undefined ? {} : { placeholder }),
  ...(value === '' ? {} : { initial_value: value }),
})

/** What a field holds once it was touched, by the name of what it opens with. */
const openingValues = {
  initial_value: 'value',
  initial_date: 'selected_date',
  initial_option: 'selected_option',
  initial_options: 'selected_options',
} as const

const withOpeningValues = (view: Json): Json => {
  const state = jsonIn(view.state)
  const values = jsonIn(state.values)
  const completed = listIn(view.blocks).flatMap(({ block_id: field, element }) => {
    const { action_id: action, ...told } = jsonIn(element)
    const given = jsonIn(jsonIn(values[String(field)])[String(action)])
    const opened = Object.entries(openingValues).flatMap(([initial, name]) =>
      isUntouched(given[name]) && told[initial] !== undefined ? [[name, told[initial]]] : [],
    )
    return opened.length === 0
      ? []
      : [[String(field), { [String(action)]: { ...given, ...Object.fromEntries(opened) } }] as const]
  })
  return { ...view, state: { ...state, values: { ...values, ...Object.fromEntries(completed) } } }
}

/** What was emptied by hand is an empty text. */
const isUntouched = (given: unknown): boolean =>
  given === null || given === undefined || (Array.isArray(given) && given.length === 0)
