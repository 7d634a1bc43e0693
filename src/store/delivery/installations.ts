import type { Transaction } from 'kysely'
import { Refusal } from '../../domain/refusal.ts'
import type { Schema } from '../database/schema.ts'

/** Connects a Slack team or a Teams tenant to a company; throws a Refusal when it belongs to another one of this store. */
export const connect = async (
  transaction: Transaction<Schema>,
  workspaceId: number,
  { platform, externalId }: { readonly platform: string; readonly externalId: string },
  now: string,
): Promise<void> => {
  await transaction
    .insertInto('installation')
    .values({ platform, external_id: externalId, workspace_id: workspaceId, connected_at: now })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  const { workspace_id: owner } = await transaction
    .selectFrom('installation')
    .select('workspace_id')
    .where('platform', '=', platform)
    .where('external_id', '=', externalId)
    .executeTakeFirstOrThrow()
  if (Number(owner) !== workspaceId)
    throw new Refusal(
      `${externalId} on ${platform} is connected to another company of this store. Nothing was started; name that one with --workspace, or connect this one to its own.`,
    )
}
