import { type Block, type Card, moreWords } from '../cards/language/card.ts'
import { once } from '../common/once.ts'

/** Elements drawn together; `left` counts the rows that they leave out. */
export type Piece<E> = { readonly elements: readonly E[]; readonly left: number }

/** A piece that is drawn only where there is still room for it. */
export const lazyPiece = <E>(draw: () => readonly E[], left: number): Piece<E> => {
  const drawn = once(draw)
  return {
    left,
    get elements() {
      return drawn()
    },
  }
}

/** A list or table in pieces, of which the last may be left out. */
export type Pieces<E> = {
  readonly title: readonly E[]
  readonly pieces: readonly Piece<E>[]
  readonly left: number
  readonly where: string
}

type ListBlock = Extract<Block, { kind: 'items' | 'table' }>
export type SimpleBlock = Exclude<Block, ListBlock>

/** How a platform draws the parts of a card, and its limits. */
export type PageRenderer<E> = {
  readonly most: { readonly size: number; readonly elements: number }
  readonly sizeOf: (elements: readonly E[]) => number
  readonly heading: (card: Card) => readonly E[]
  /** The elements below everything else, which are never left out. */
  readonly bottom: readonly E[]
  readonly simple: (block: SimpleBlock, room: number) => readonly E[]
  readonly list: (block: ListBlock, isLater: boolean, room: number) => Pieces<E>
  /** Lines in small letters. */
  readonly small: (lines: readonly string[]) => readonly E[]
}

/** Each part reserves room for the line that says what is left out. */
const lineRoom = 400
const mostKept = 10
const longestWhere = 150

/** Fills a page from the top with what fits; the rest is counted and named. */
export const fillPage = <E>(card: Card, hand: PageRenderer<E>): readonly E[] => {
  const { sizeOf, small } = hand
  const page: E[] = []
  let { size: room, elements: rows } = hand.most
  const fits = (elements: readonly E[], kept = 0) =>
    sizeOf(elements) <= room - kept * lineRoom && elements.length <= rows - kept
  const add = (elements: readonly E[]) => {
    page.push(...elements)
    room -= sizeOf(elements)
    rows -= elements.length
  }
  add(hand.heading(card))
  room -= sizeOf(hand.bottom) + lineRoom
  rows -= hand.bottom.length + 1
  let lost = 0
  for (const [i, block] of card.blocks.entries()) {
    const kept = Math.min(card.blocks.length - i, mostKept)
    if (block.kind !== 'items' && block.kind !== 'table') {
      const elements = hand.simple(block, room - kept * lineRoom)
      if (fits(elements, kept)) add(elements)
      else lost++
      continue
    }
    const { title, pieces, left, where } = hand.list(block, i > 0, room - kept * lineRoom)
    let missing = left
    let isCut = !fits([...title, ...(pieces[0]?.elements ?? [])], kept)
    if (!isCut) add(title)
    for (const piece of pieces) {
      isCut ||= !fits(piece.elements, kept)
      if (isCut) missing += piece.left
      else add(piece.elements)
    }
    const more = moreWords(missing, where.length > longestWhere ? `${where.slice(0, longestWhere - 1)}…` : where)
    const line = more === null ? [] : small([more])
    if (fits(line)) add(line)
    else lost += missing
  }
  room += lineRoom
  if (lost > 0) add(small([`... and ${lost.toLocaleString('en')} more that do not fit here`]))
  add(hand.bottom)
  return page
}
