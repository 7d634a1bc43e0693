import { isObject, type JsonObject, listOf } from './block-kit-shape.ts'

/** The text of one message from which on Slack answers msg_blocks_too_long: undocumented, and the safe end of it. */
export const textBudget = 12_000

/** The JSON of the blocks of one message from which on this stand-in answers msg_blocks_too_long. */
export const jsonBudget = 40_000

const textNames = ['text', 'caption', 'title', 'label', 'alt_text']

const textLength = (value: unknown): number => {
  if (Array.isArray(value)) return value.reduce((sum: number, one) => sum + textLength(one), 0)
  if (!isObject(value)) return 0
  return Object.entries(value).reduce(
    (sum, [name, one]) =>
      sum + (typeof one === 'string' ? (textNames.includes(name) ? one.length : 0) : textLength(one)),
    0,
  )
}

/** Measures blocks as the limit of a whole message does: the length of all texts, and of the JSON. */
export const totalCharacters = (blocks: unknown): { readonly text: number; readonly json: number } => ({
  text: textLength(blocks),
  json: (JSON.stringify(blocks) ?? '').length,
})

const unescaped = (text: string) => text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')

const readingOrder = [
  'title',
  'rich_text_title',
  'subtitle',
  'caption',
  'label',
  'text',
  'description',
  'fields',
  'body',
  'accessory',
  'element',
  'placeholder',
  'elements',
  'options',
  'option_groups',
  'actions',
  'rows',
  'child_blocks',
  'chart',
  'segments',
  'axis_config',
  'categories',
  'x_label',
  'y_label',
  'series',
  'name',
  'data',
  'hint',
  'alt_text',
] as const

const inlineText = (element: unknown): string => {
  if (!isObject(element)) return ''
  switch (element.type) {
    case 'text':
      return `${element.text}`
    case 'link':
      return `${element.text ?? element.url}`
    case 'emoji':
      return `:${element.name}:`
    case 'user':
      return `@${element.user_id}`
    case 'usergroup':
      return `@${element.usergroup_id}`
    case 'team':
      return `@${element.team_id}`
    case 'broadcast':
      return `@${element.range}`
    case 'channel':
      return `#${element.channel_id}`
    case 'date':
      return `${element.fallback ?? element.format}`
    default:
      return `${element.value ?? ''}`
  }
}

const oneLine = ['rich_text_section', 'rich_text_quote', 'rich_text_preformatted']

const linesOf = (value: unknown): readonly string[] => {
  if (typeof value === 'string') return [value]
  if (Array.isArray(value)) return value.flatMap(linesOf)
  if (!isObject(value)) return []
  if (value.type === 'mrkdwn') return [unescaped(`${value.text}`)]
  if (value.type === 'raw_number') return [`${value.text ?? value.value}`]
  if (oneLine.includes(`${value.type}`)) return [listOf(value.elements).map(inlineText).join('')]
  if (isPoint(value)) return [`${value.label}: ${value.value}`]
  return readingOrder.flatMap((name) => linesOf(value[name]))
}

const isPoint = (value: JsonObject) => typeof value.label === 'string' && typeof value.value === 'number'

/** Reads all that people see of blocks, in reading order, one text a line: labels, menu entries and cells as well. */
export const blockText = (blocks: unknown): string => linesOf(blocks).join('\n')
