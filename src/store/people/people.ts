import type { Work } from '../../domain/people/work.ts'
import type { Writer } from '../database/workspace.ts'

/** How a person writes numbers and dates, their own time zone, and what they do here; what is missing stays. */
export type SetPreferences = {
  readonly kind: 'set-preferences'
  readonly personId: string
  readonly locale?: string | null
  readonly timeZone?: string | null
  readonly work?: Work
}

/** Keeps how a person writes numbers and dates, their own zone, or what they do here; what is not named stays. */
export const setPreferences = async (
  { transaction, workspaceId }: Writer,
  { personId: id, locale, timeZone, work }: SetPreferences,
): Promise<void> => {
  const set = {
    ...(locale === undefined ? {} : { locale }),
    ...(timeZone === undefined ? {} : { time_zone: timeZone }),
    ...(work === undefined ? {} : { work }),
  }
  await transaction
    .insertInto('person')
    .values({ workspace_id: workspaceId, id, locale: null, time_zone: null, work: null, ...set })
    .onConflict((conflict) => conflict.columns(['workspace_id', 'id']).doUpdateSet(set))
    .execute()
}
