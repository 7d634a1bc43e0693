import { type Block, type Card, nextActionOf } from '../../cards/language/card.ts'
import { isWebAddress, type Links, noLinks } from '../links.ts'
import { fillPage, type SimpleBlock } from '../page.ts'
import { spoken } from '../spoken.ts'
import { renderText } from '../terminal/render.ts'
import { truncate, truncateToBytes } from '../truncate.ts'
import { actionSets } from './drawing/actions.ts'
import { linked, small, symbolColours, symbolRun } from './drawing/blocks.ts'
import { chartElement } from './drawing/chart.ts'
import { itemPieces, leadRuns } from './drawing/items.ts'
import { tablePieces } from './drawing/table.ts'
import { type AdaptiveCard, adaptiveCard, type Element, type Mention, runs, sizeOf } from './element.ts'
import { limits } from './limits.ts'
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
export const drawMessage = (card: Card, level: CardLevel = 'full', links: Links = noLinks): Drawing =>
  level === 'text'
    ? { type: 'message', textFormat: 'plain', text: plainMessage(card, limits.plainMessage) }
    : {
        type: 'message',
        summary: notification(card),
        attachments: [{ contentType: cardType, content: drawCard(card, level, links) }],
      }

/** Gives the line that notifications show for a card. */
export const notification = (card: Card): string =>
  truncate(
    [shown(card.lead ?? ''), shown(card.plain) || shown(card.title)].filter(Boolean).join('. ') || 'Shelfready',
    limits.summary,
  )

/** Draws a card, for a message or a dialog. Never throws. */
export const drawCard = (
  card: Card,
  level: Exclude<CardLevel, 'text'> = 'full',
  links: Links = noLinks,
): AdaptiveCard => {
  const pressing = { next: nextActionOf(card), links, page: card.page }
  const shownSmall = (lines: readonly string[]) => small(lines, links)
  const mentions = mentionsOf(card)
  const words = texts(card)
  const room = limits.cardBytes - sizeOf([adaptiveCard([], words, mentions) as unknown as Element])
  const body = fillPage<Element>(card, {
    most: { size: room, elements: limits.elements },
    sizeOf,
    heading: () => [...shownSmall([card.lead ?? '']), ...heading(card, room / 3, links)],
    bottom: within([...actionSets(card.actions ?? [], pressing), ...shownSmall([card.footer ?? ''])], room / 3),
    simple: (block, room) => simpleElements(block, { level, room, links }),
    list: (block, isLater, room) =>
      block.kind === 'table' ? tablePieces(block, room, links) : itemPieces(block, isLater, pressing),
    small: shownSmall,
  })
  const said = JSON.stringify(body)
  return adaptiveCard(
    body.length > 0 ? body : [runs([notification(card)])],
    words,
    mentions.filter(({ text }) => said.includes(text)),
  )
}

const texts = (card: Card) => ({
  speak: spoken(card, limits.speak),
  fallbackText: spoken(card, limits.fallback),
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
const heading = (card: Card, most: number, links: Links): readonly Element[] => [
  ...titleElements(card, most, links),
  ...small([card.subtitle ?? ''], links),
]

const titleElements = ({ title, blocks }: Card, most: number, links: Links): readonly Element[] => {
  const text = shown(title).replaceAll(/ {2,}/g, ' · ')
  if (text === '') return []
  const isHeading = blocks.length > 0 && text.length <= longestHeading && !/[.?]$/.test(text)
  if (!isHeading) return [runs(linked(truncateToBytes(truncate(text, limits.text), most), links))]
  const large = { weight: 'Bolder', size: 'Large' } as const
  const [first = ''] = text
  const isSymbol = first in symbolColours && text[1] === ' '
  return [
    runs([
      ...(isSymbol ? symbolRun(first).map((run) => ({ ...run, ...large })) : []),
      ...linked(truncate(isSymbol ? text.slice(2).trim() : text, limits.title), links, large),
    ]),
  ]
}

const simpleElements = (
  block: SimpleBlock,
  { level, room, links }: { readonly level: Exclude<CardLevel, 'text'>; readonly room: number; readonly links: Links },
): readonly Element[] => {
  switch (block.kind) {
    case 'text':
      return shown(block.text) === ''
        ? []
        : [runs((block.isStanding ? leadRuns : linked)(truncate(shown(block.text), limits.text), links))]
    case 'link':
      return linkElements(block)
    case 'notes':
      return small(block.notes, links)
    case 'facts':
      return factElements(block, links)
    case 'call':
      return callElements(block)
    case 'chart':
      return chartElement(block, level, room)
  }
}

const linkElements = ({ text, url }: Extract<Block, { kind: 'link' }>): readonly Element[] => {
  const said = shown(text)
  if (isWebAddress(url))
    return [
      runs([
        ...(said === '' ? [] : [truncate(`${said} `, limits.text)]),
        { text: url, color: 'Accent', selectAction: { type: 'Action.OpenUrl', url } },
      ]),
    ]
  const both = `${said} ${shown(url)}`.trim()
  return both === '' ? [] : [runs([truncate(both, limits.text)])]
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
const factElements = ({ facts }: Extract<Block, { kind: 'facts' }>, links: Links): readonly Element[] =>
  facts.map(({ label, value }, i) => ({
    type: 'ColumnSet',
    spacing: i === 0 ? 'Medium' : 'Small',
    columns: [
      column(1, [runs([{ text: truncate(shown(label) || '·', limits.cellText), isSubtle: true }])]),
      column(2, [runs(linked(truncate(shown(value) || '·', limits.text), links))]),
    ],
  }))

const column = (width: number, items: readonly Element[]) => ({ type: 'Column', width, items })
