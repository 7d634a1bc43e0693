import { Refusal } from '../../domain/refusal.ts'
import type { Writer } from '../database/workspace.ts'

/** A Slack team or Teams tenant that is connected to this company. */
export type Connect = { readonly kind: 'connect'; readonly platform: string; readonly externalId: string }

/** Connects a Slack team or a Teams tenant to a company; throws a Refusal when it belongs to another one of this store. */
export const connect = async (
  { transaction, workspaceId, now }: Writer,
  { platform, externalId }: Connect,
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
