import {
  type Action,
  type Block,
  type Card,
  type Item,
  isLooking,
  itemWords,
  type Page,
} from '../../cards/language/card.ts'
import { fillPage, type Pieces, type SimpleBlock } from '../page.ts'
import { renderText } from '../terminal/render.ts'
import { truncate, truncateToBytes } from '../truncate.ts'
import { buttonData, isButtonId } from './button.ts'
import { chartElement } from './chart.ts'
import { type AdaptiveCard, adaptiveCard, type Element, type Mention, type Run, runs, sizeOf } from './element.ts'
import { limits } from './limits.ts'
import { tablePieces } from './table.ts'
import { shown } from './text.ts'

/** A message as Teams takes it: a card, or text alone, never both. */
export type Drawing =
  | {
      readonly type: 'message'
      readonly summary: string
      readonly attachments: readonly { readonly contentType: string; readonly content: AdaptiveCard }[]
    }
  | { readonly type: 'message'; readonly textFormat: 'plain'; readonly text: string }

/** How much of Adaptive Cards is used: everything, what every client has always drawn, or text alone. */
export type CardLevel = 'full' | 'basic' | 'text'

export const cardType = 'application/vnd.microsoft.card.adaptive'

/** Draws a card for a message within the limits of Teams; what does not fit is counted and named. Never throws. */
export const drawMessage = (card: Card, level: CardLevel = 'full'): Drawing =>
  level === 'text'
    ? { type: 'message', textFormat: 'plain', text: plainMessage(card, limits.plainMessage) }
    : {
        type: 'message',
        summary: notification(card),
        attachments: [{ contentType: cardType, content: drawCard(card, level) }],
      }

/** Gives the line that notifications show for a card. */
export const notification = (card: Card): string =>
  truncate(shown(card.plain) || shown(card.title) || 'Shelfready', limits.summary)

/** Draws a card, for a message or a dialog. Never throws. */
export const drawCard = (card: Card, level: Exclude<CardLevel, 'text'> = 'full'): AdaptiveCard => {
  const mentions = mentionsOf(card)
  const room = limits.cardBytes - sizeOf([adaptiveCard([], texts(card), mentions) as unknown as Element])
  const body = fillPage<Element>(card, {
    most: { size: room, elements: limits.elements },
    sizeOf,
    heading: () => heading(card, room / 3),
    bottom: within([...actionSets(card.actions ?? [], card.page), ...small([card.footer ?? ''])], room / 3),
    simple: (block, room) => simpleElements(block, level, room),
    list: (block, isLater, room) =>
      block.kind === 'table' ? tablePieces(block, room) : itemPieces(block, isLater, card.page),
    small,
  })
  const said = JSON.stringify(body)
  return adaptiveCard(
    body.length > 0 ? body : [runs([notification(card)])],
    texts(card),
    mentions.filter(({ text }) => said.includes(text)),
  )
}

const texts = (card: Card) => ({
  speak: truncate(plainMessage(card, limits.speak), limits.speak),
  fallbackText: truncate(plainMessage(card, limits.fallback), limits.fallback),
})

const plainMessage = (card: Card, most: number): string => {
  const lines = renderText(card).split('\n')
  const kept: string[] = []
  let room = most - lastLine(lines.length).length
  for (const line of lines) {
    room -= line.length + 1
    if (room < 0) break
    kept.push(line)
  }
  if (kept.every((line) => line.trim() === '')) return notification(card)
  return [...kept, ...(kept.length < lines.length ? [lastLine(lines.length - kept.length)] : [])].join('\n')
}

const lastLine = (left: number) => `... and ${left.toLocaleString('en')} more lines that do not fit here`

/** Leaves out, from the end, the elements that take more than so many bytes together. */
const within = (elements: readonly Element[], most: number): readonly Element[] => {
  let room = most
  return elements.filter((element) => {
    room -= sizeOf([element])
    return room >= 0
  })
}

const longestHeading = 100

/** Draws a heading large with a coloured symbol, and a sentence in normal size. */
const heading = ({ title, blocks }: Card, most: number): readonly Element[] => {
  const text = shown(title).replaceAll(/ {2,}/g, ' · ')
  if (text === '') return []
  const isHeading = blocks.length > 0 && text.length <= longestHeading && !/[.?]$/.test(text)
  if (!isHeading) return [runs([truncateToBytes(truncate(text, limits.text), most)])]
  const large = { weight: 'Bolder', size: 'Large' } as const
  const [first = ''] = text
  const isSymbol = first in symbolColours && text[1] === ' '
  return [
    runs([
      ...(isSymbol ? symbolRun(first).map((run) => ({ ...run, ...large })) : []),
      { text: truncate(isSymbol ? text.slice(2).trim() : text, limits.title), ...large },
    ]),
  ]
}

/** Lines in small grey letters. */
const small = (lines: readonly string[]): readonly Element[] =>
  lines
    .map(shown)
    .filter((line) => line !== '')
    .map((line, i) =>
      runs([{ text: truncate(line, limits.text), size: 'Small', isSubtle: true }], i === 0 ? 'Small' : 'None'),
    )

const bold = (title: string, isLater: boolean): readonly Element[] =>
  shown(title) === ''
    ? []
    : [
        {
          ...runs([{ text: truncate(shown(title), limits.title), weight: 'Bolder' }], isLater ? 'Large' : 'Medium'),
          ...(isLater ? { separator: true } : {}),
        },
      ]

const simpleElements = (block: SimpleBlock, level: Exclude<CardLevel, 'text'>, room: number): readonly Element[] => {
  switch (block.kind) {
    case 'text':
      return shown(block.text) === '' ? [] : [runs([truncate(shown(block.text), limits.text)])]
    case 'notes':
      return small(block.notes)
    case 'facts':
      return factElements(block)
    case 'call':
      return callElements(block)
    case 'chart':
      return chartElement(block, level, room)
  }
}

type Call = Extract<Block, { kind: 'call' }>

const accountId = /^[0-9a-f]{8}-[0-9a-f-]{20,40}$/

/** Teams reads the text of a mention as markup, so only letters, digits and blanks of a name are kept. */
const calledName = (name: string): string =>
  truncate(
    shown(name)
      .replaceAll(/[^\p{L}\p{M}\p{N} '.-]/gu, ' ')
      .replaceAll(/ +/g, ' ')
      .trim(),
    limits.title,
  ) || 'you'

const mentionOf = ({ account, name }: Call['people'][number]): Mention => ({
  type: 'mention',
  text: `<at>${calledName(name)}</at>`,
  mentioned: { id: account, name: calledName(name) },
})

const calledIn = ({ people }: Call) => people.filter(({ account }) => accountId.test(account)).slice(0, limits.called)

const mentionsOf = ({ blocks }: Card): readonly Mention[] => [
  ...new Map(
    blocks
      .flatMap((block) => (block.kind === 'call' ? calledIn(block).map(mentionOf) : []))
      .map((mention) => [mention.text, mention]),
  ).values(),
]

/** Mentions work only in a text block of their own, with nothing but names in it. */
const callElements = (block: Call): readonly Element[] => {
  const called = calledIn(block)
  const named = block.people.filter((person) => !called.includes(person)).map(({ name }) => shown(name))
  const rest = [...named, shown(block.text)].filter((words) => words !== '').join(' ')
  return [
    ...(called.length === 0
      ? []
      : [{ type: 'TextBlock', wrap: true, text: called.map((person) => mentionOf(person).text).join(' ') }]),
    ...(rest === '' ? [] : [runs([truncate(rest, limits.text)], called.length === 0 ? undefined : 'None')]),
  ]
}

/** Facts stand as label and value beside each other. */
const factElements = ({ facts }: Extract<Block, { kind: 'facts' }>): readonly Element[] =>
  facts.map(({ label, value }, i) => ({
    type: 'ColumnSet',
    spacing: i === 0 ? 'Medium' : 'Small',
    columns: [
      column(1, [runs([{ text: truncate(shown(label) || '·', limits.cellText), isSubtle: true }])]),
      column(2, [runs([truncate(shown(value) || '·', limits.text)])]),
    ],
  }))

const column = (width: number, items: readonly Element[]) => ({ type: 'Column', width, items })

const itemPieces = (
  block: Extract<Block, { kind: 'items' }>,
  isLater: boolean,
  page: Page | undefined,
): Pieces<Element> => ({
  title: block.title === null ? [] : bold(block.title, isLater),
  pieces: block.items.map((item) => ({ elements: row(item, page), left: 1 })),
  left: block.left,
  where: block.where,
})

/** Draws the subject of a row in bold, followed by what to do about it. */
const row = (item: Item, page: Page | undefined): readonly Element[] => {
  const { symbol, detail, actions = [] } = item
  const line = shown(truncate(itemWords(item), limits.text))
  const end = line.indexOf(' · ')
  const isSpacious = actions.length > 0 || detail.length > 0
  const [head, rest] = !isSpacious ? ['', line] : end > 0 ? [line.slice(0, end), line.slice(end)] : [line, '']
  const inlines = [
    ...symbolRun(symbol ?? ''),
    ...(head === '' ? [] : [{ text: head, weight: 'Bolder' } as const]),
    ...(rest === '' ? [] : [rest]),
  ]
  return [
    ...(inlines.length === 0 ? [] : [runs(inlines, isSpacious ? 'Medium' : 'Small')]),
    ...small(detail),
    ...actionSets(actions, page),
  ]
}

/** A symbol has the colour of what it means, beside the word that says it. */
const symbolRun = (symbol: string): readonly Run[] => {
  const text = shown(symbol)
  const colour = symbolColours[text]
  return text === '' ? [] : [{ text: `${text} `, ...(colour === undefined ? {} : { color: colour }) }]
}

const symbolColours: Readonly<Record<string, string>> = { '●': 'Good', '▲': 'Warning', '✖': 'Attention', '?': 'Accent' }

/** Draws the first two actions as buttons and the rest in a menu; an action without room becomes text. */
const actionSets = (actions: readonly Action[], page: Page | undefined): readonly Element[] => {
  const isOk = ({ id }: Action) => isButtonId(id)
  const primary = actions.filter((action) => !action.isSecondary)
  const shownFirst = primary.length > 0 ? primary : actions.slice(0, 1)
  const behind = actions.filter((action) => !shownFirst.includes(action))
  const drawn = [...shownFirst, ...behind].filter(isOk).slice(0, limits.actionsInSet)
  const inWords = actions.filter((action) => !drawn.includes(action)).map(({ label, words }) => `${label}: ${words}`)
  return [
    ...(drawn.length === 0
      ? []
      : [
          {
            type: 'ActionSet',
            spacing: 'Small',
            actions: drawn.map((action, i) =>
              actionElement(action, { isFirst: i === 0, isBehind: behind.includes(action), page }),
            ),
          },
        ]),
    ...small(inWords),
  ]
}

/**
 * A button that acts is executed and redraws its card; a button that only looks, or asks for more, opens a dialog for the person who
 * pressed. Clients that cannot execute submit the same.
 */
const actionElement = (
  action: Action,
  {
    isFirst,
    isBehind,
    page,
  }: { readonly isFirst: boolean; readonly isBehind: boolean; readonly page: Page | undefined },
): Element => {
  const look = {
    title: truncate(shown(action.label) || action.does, limits.actionTitle),
    ...(isBehind ? { mode: 'secondary' } : {}),
    ...(isFirst && action.does === 'acknowledge' ? { style: 'positive' } : {}),
  }
  const data = buttonData(action, page)
  if (isLooking(action.does) || action.does === 'fill')
    return { type: 'Action.Submit', ...look, data: { ...data, msteams: { type: 'task/fetch' } } }
  return {
    type: 'Action.Execute',
    ...look,
    verb: action.does,
    data,
    fallback: { type: 'Action.Submit', title: look.title, data },
  }
}
