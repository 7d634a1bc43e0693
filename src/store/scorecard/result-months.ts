import { boundedMap } from '../../common/bounded-map.ts'
import { ofEach } from '../../common/of-each.ts'
import { turnOfOthers } from '../../common/turn-of-others.ts'
import { type Day, dayOf, isoOf } from '../../domain/day.ts'
import type { Period } from '../../domain/scorecard/period.ts'
import { nextNumber } from '../database/counter.ts'
import type { Reader, Writer } from '../database/workspace.ts'

const monthOf = (on: string): string => on.slice(0, 7)

/** Notes that the results of promotions that ended on some ISO dates have changed. */
export const touchResultMonths = async (writer: Writer, endedOn: readonly string[]): Promise<void> => {
  const months = [...new Set(endedOn.map(monthOf))]
  if (months.length === 0) return
  const revision = await nextNumber(writer, 'revision')
  await writer.transaction
    .insertInto('result_month')
    .values(months.map((month) => ({ workspace_id: writer.workspaceId, month, revision })))
    .onConflict((conflict) => conflict.columns(['workspace_id', 'month']).doUpdateSet({ revision }))
    .execute()
}

/** Notes that all results may have changed. */
export const touchAllResultMonths = async (writer: Writer): Promise<void> => {
  const revision = await nextNumber(writer, 'revision')
  await writer.transaction
    .updateTable('result_month')
    .set({ revision })
    .where('workspace_id', '=', writer.workspaceId)
    .execute()
}

/** Sums of so many months are remembered in this process. */
const mostMonths = 2_000

type Remembered = { readonly revision: number; readonly rows: readonly unknown[] }

const rememberedOf = ofEach((_: object) => boundedMap<string, Remembered>(mostMonths))

/**
 * Loads sums of a period month by month, others being answered in between; those of a whole month are remembered under a name
 * until its results change. A load that has no name is not remembered.
 */
export const byMonth = async <Row>(
  reader: Reader,
  period: Period,
  name: string | null,
  load: (part: Period) => Promise<readonly Row[]>,
): Promise<readonly Row[]> => {
  const revisions = await loadRevisions(reader)
  const remembered = rememberedOf(reader.database)
  const all: Row[] = []
  for (const part of monthsOf(period)) {
    const month = monthOf(isoOf(part.from))
    const revision = revisions.get(month)
    // Without a revision no promotion that ended in it has a result.
    if (revision === undefined) continue
    const key = part.isWhole && name !== null ? `${reader.id} ${name} ${month}` : null
    const known = key === null ? undefined : remembered.get(key)
    if (known?.revision === revision) {
      all.push(...(known.rows as readonly Row[]))
      continue
    }
    const rows = await load(part)
    if (key !== null) remembered.set(key, { revision, rows })
    all.push(...rows)
    await turnOfOthers()
  }
  return all
}

const loadRevisions = async ({ id, database }: Reader): Promise<ReadonlyMap<string, number>> => {
  const rows = await database.kysely
    .selectFrom('result_month')
    .select(['month', 'revision'])
    .where('workspace_id', '=', id)
    .execute()
  return new Map(rows.map((row) => [row.month, Number(row.revision)]))
}

const monthsOf = ({ from, to }: Period): readonly (Period & { readonly isWhole: boolean })[] => {
  const parts: (Period & { readonly isWhole: boolean })[] = []
  for (let first: Day = from; first <= to; ) {
    const begun = dayOf(`${monthOf(isoOf(first))}-01`)
    const end = dayOf(`${monthOf(isoOf(begun + 32))}-01`) - 1
    const last = Math.min(end, to)
    parts.push({ from: first, to: last, isWhole: first === begun && last === end })
    first = last + 1
  }
  return parts
}
