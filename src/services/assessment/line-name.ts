import type { JudgedLine } from '../../domain/assessment/readiness.ts'

/** Names a line among those of all promotions. */
export const lineName = ({ line }: Pick<JudgedLine, 'line'>): string =>
  JSON.stringify([line.promotionId, line.sku, line.location])

/** Gives the promotion and the cell of a line by its name. */
export const readLineName = (
  name: string,
): { readonly promotionId: string; readonly sku: string; readonly location: string } => {
  const [promotionId, sku, location] = JSON.parse(name) as [string, string, string]
  return { promotionId, sku, location }
}
