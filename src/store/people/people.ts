import type { Writer } from '../database/workspace.ts'

/** How a person writes numbers and dates, and their own time zone; what is missing stays. */
export type SetPreferences = {
  readonly kind: 'set-preferences'
  readonly personId: string
  readonly locale?: string | null
  readonly timeZone?: string | null
}

/** Keeps how a person writes numbers and dates, or their own zone; what is not named stays. */
export const setPreferences = async (
  { transaction, workspaceId }: Writer,
  { personId: id, locale, timeZone }: SetPreferences,
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
