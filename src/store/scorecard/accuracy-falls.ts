import { type Day, isoOf } from '../../domain/day.ts'
import type { AccuracyFall } from '../../domain/scorecard/accuracy-fall.ts'
import type { Reader, Writer } from '../database/workspace.ts'

/** Loads the categories of which it was known by a day that their forecast is worse when promotions run. */
export const loadAccuracyFalls = async (
  { id, database }: Pick<Reader, 'id' | 'database'>,
  asOf: Day,
): Promise<readonly AccuracyFall[]> =>
  database.kysely
    .selectFrom('accuracy_fall')
    .select(['category', 'promoted', 'others'])
    .where('workspace_id', '=', id)
    .where('since', '<=', isoOf(asOf))
    .orderBy('category')
    .execute()

/** Keeps these categories in the place of all that were known, and names those that came, changed or went. */
export const keepAccuracyFalls = async (
  { transaction, workspaceId }: Writer,
  falls: readonly AccuracyFall[],
  today: Day,
): Promise<readonly string[]> => {
  const known = await transaction
    .selectFrom('accuracy_fall')
    .select(['category', 'promoted', 'others'])
    .where('workspace_id', '=', workspaceId)
    .execute()
  const isSame = (a: AccuracyFall) => (b: AccuracyFall) =>
    a.category === b.category && a.promoted === b.promoted && a.others === b.others
  const come = falls.filter((fall) => !known.some(isSame(fall)))
  const gone = known.filter((fall) => !falls.some(isSame(fall)))
  for (const { category } of gone)
    await transaction
      .deleteFrom('accuracy_fall')
      .where('workspace_id', '=', workspaceId)
      .where('category', '=', category)
      .execute()
  for (const fall of come)
    await transaction
      .insertInto('accuracy_fall')
      .values({ workspace_id: workspaceId, ...fall, since: isoOf(today) })
      .execute()
  return [...new Set([...come, ...gone].map(({ category }) => category))]
}
