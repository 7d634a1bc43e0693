import type { Situation } from './company.ts'
import { bookOf, type Judged } from './office.ts'
import { type Rows, together } from './rows.ts'

/** Situations that share a day, each with more rows or other ones; of an upserted key the later row counts. */
export type World = (situation: Situation) => Rows

/** Gives all lines of the situations as they are judged in each of several worlds, one beside the other. */
export const judgeWorlds = async (
  situations: readonly Situation[],
  worlds: readonly World[],
): Promise<readonly { readonly situation: Situation; readonly lines: readonly Judged[] }[]> => {
  const [{ asOf }] = situations as [Situation]
  const book = bookOf(asOf, together(situations.map(({ rows }) => rows)))
  const judged = await Promise.all(
    worlds.map(async (world) => {
      await using office = await book.open()
      await office.feed(together(situations.map(world)))
      return await office.judge(null)
    }),
  )
  const owner = new Map(
    situations.flatMap((situation) => (situation.rows.items ?? []).map(({ sku }) => [sku, situation] as const)),
  )
  return (judged[0] ?? []).map((line, i) => ({
    situation: owner.get(line.sku) as Situation,
    lines: judged.map((lines) => lines[i] as Judged),
  }))
}
