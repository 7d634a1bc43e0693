import type { JudgedLine } from '../../domain/assessment/readiness.ts'
import { cellKey } from '../../domain/cell.ts'
import type { PromotionId } from '../../domain/ids.ts'
import type { EndedPromotion } from '../../domain/promotions/ended.ts'
import type { JudgedPromotion } from '../../domain/promotions/judged-promotion.ts'
import { type LineReader, type LineText, textOf } from './line-text.ts'
import { type NamedShares, namedShares, sharesOfNamed } from './orders-text.ts'

/** A judged promotion as it is stored; `view` is null where nothing of it is left to judge. */
export type PromotionText = {
  readonly promotionId: PromotionId
  readonly inputsHash: string
  readonly view: string | null
  readonly lines: readonly LineText[]
  /** How it performed, where it is over; absent where it is not, or over for long. */
  readonly ended?: EndedPromotion
}

type View = Omit<JudgedPromotion, 'readiness' | 'shared'> & {
  readonly readiness: Pick<JudgedPromotion['readiness'], 'verdict' | 'problemShare'>
  /** The cells of the lines that are not ready, in their order. */
  readonly problems: readonly string[]
  readonly shared: NamedShares
}

const nameOf = ({ line }: JudgedLine): string => cellKey(line)

/** Writes a judged promotion as text. */
export const promotionText = (judged: JudgedPromotion, inputsHash: string): PromotionText => {
  const { readiness, shared, ...head } = judged
  const { verdict, problemShare, problems, lines } = readiness
  const view: View = {
    ...head,
    readiness: { verdict, problemShare },
    problems: problems.map(nameOf),
    shared: namedShares(shared, nameOf),
  }
  return { promotionId: judged.promotionId, inputsHash, view: JSON.stringify(view), lines: lines.map(textOf) }
}

/** Reads a judged promotion and its lines, in their order. */
export const promotionOfText = (view: string, texts: readonly LineText[], read: LineReader): JudgedPromotion => {
  const { readiness, problems, shared, ...head } = JSON.parse(view) as View
  const lines = texts.map(read)
  const byCell = new Map(lines.map((line) => [nameOf(line), line]))
  return {
    ...head,
    readiness: { ...readiness, lines, problems: problems.flatMap((cell) => byCell.get(cell) ?? []) },
    shared: sharesOfNamed(shared, (cell) => byCell.get(cell)),
  }
}
