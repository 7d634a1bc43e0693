import { Refusal } from '../../domain/refusal.ts'
import type { Reader, Writer } from '../database/workspace.ts'

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

/** A Slack team or Teams tenant of a company; ended where the app was removed. */
export type InstallationEntry = {
  readonly platform: string
  readonly externalId: string
  readonly name: string | null
  readonly endedAt: string | null
}

/** Lists the Slack teams and Teams tenants of a company, the first connected first. */
export const loadInstallations = async ({ id, database }: Reader): Promise<readonly InstallationEntry[]> => {
  const rows = await database.kysely
    .selectFrom('installation')
    .select(['platform', 'external_id', 'name', 'ended_at'])
    .where('workspace_id', '=', id)
    .orderBy('connected_at')
    .orderBy('external_id')
    .execute()
  return rows.map((row) => ({
    platform: row.platform,
    externalId: row.external_id,
    name: row.name,
    endedAt: row.ended_at,
  }))
}
