import type { Transaction } from 'kysely'
import type { Schema } from '../database/schema.ts'

/** Keeps how a person writes numbers and dates, or their own zone; what is not named stays. */
export const setChoice = async (
  transaction: Transaction<Schema>,
  workspaceId: number,
  id: string,
  { locale, timeZone }: { readonly locale?: string | null; readonly timeZone?: string | null },
): Promise<void> => {
  const set = {
    ...(locale === undefined ? {} : { locale }),
    ...(timeZone === undefined ? {} : { time_zone: timeZone }),
  }
  await transaction
    .insertInto('person')
    .values({ workspace_id: workspaceId, id, locale: null, time_zone: null, ...set })
    .onConflict((conflict) => conflict.columns(['workspace_id', 'id']).doUpdateSet(set))
    .execute()
}
