import { createHash, randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import type { Sealing } from '../../common/sealing.ts'
import { Refusal } from '../../domain/refusal.ts'
import type { Database } from '../database/database.ts'
import type { Workspace } from '../database/workspace.ts'

/** A Slack team that installed the app: whose company it is, and the bot's token, null where no key opens it. */
export type InstalledTeam = {
  readonly workspaceId: number
  readonly teamId: string
  readonly name: string | null
  readonly token: string | null
  readonly installedBy: string | null
}

const platform = 'slack'

/** A token is good in its own row alone. */
const placeOf = (teamId: string, workspaceId: number): string => `${platform} ${teamId} ${workspaceId}`

/** Loads the Slack teams that have the app installed, the first one first. */
export const loadInstalledTeams = async (
  { kysely }: Pick<Database, 'kysely'>,
  sealing: Pick<Sealing, 'open'>,
): Promise<readonly InstalledTeam[]> => {
  const rows = await kysely
    .selectFrom('installation')
    .selectAll()
    .where('platform', '=', platform)
    .where('token', 'is not', null)
    .orderBy('connected_at')
    .orderBy('external_id')
    .execute()
  return rows.map((row) => ({
    workspaceId: Number(row.workspace_id),
    teamId: row.external_id,
    name: row.name,
    token: sealing.open(row.token ?? '', placeOf(row.external_id, Number(row.workspace_id))),
    installedBy: row.installed_by,
  }))
}

/** What Slack tells of a team that installs the app. */
export type NewInstallation = {
  readonly teamId: string
  readonly name: string | null
  readonly token: string
  readonly installedBy: string
}

/**
 * Keeps the installation of a team, its token sealed: for the company that the team has belonged to, else for a new one that
 * goes by the team's id.
 */
export const keepInstalledTeam = (
  { kysely }: Pick<Database, 'kysely'>,
  sealing: Pick<Sealing, 'seal'>,
  { teamId, name, token, installedBy }: NewInstallation,
  now: string,
): Promise<void> =>
  kysely.transaction().execute(async (transaction) => {
    const before = await transaction
      .selectFrom('installation')
      .select('workspace_id')
      .where('platform', '=', platform)
      .where('external_id', '=', teamId)
      .executeTakeFirst()
    const workspaceId = Number(
      before?.workspace_id ??
        (
          await transaction
            .insertInto('workspace')
            .values({
              id: sql<number>`(select coalesce(max(id), 0) + 1 from workspace)`,
              name: teamId,
              created_at: now,
              time_zone: null,
              removed_at: null,
            })
            .returning('id')
            .executeTakeFirstOrThrow()
        ).id,
    )
    const row = {
      name,
      token: sealing.seal(token, placeOf(teamId, workspaceId)),
      installed_by: installedBy,
      ended_at: null,
    }
    await transaction
      .insertInto('installation')
      .values({ platform, external_id: teamId, workspace_id: workspaceId, connected_at: now, ...row })
      .onConflict((conflict) => conflict.columns(['platform', 'external_id']).doUpdateSet(row))
      .execute()
  })

/** Throws the token of a team away that removed the app; what the company has stays. */
export const endInstalledTeam = async ({ id, database }: Workspace, teamId: string, now: string): Promise<void> => {
  await database.kysely
    .updateTable('installation')
    .set({ token: null, ended_at: now })
    .where('workspace_id', '=', id)
    .where('platform', '=', platform)
    .where('external_id', '=', teamId)
    .execute()
}

/** Seals every token anew with the first key; answers how many were, and of which teams the token cannot be opened. */
export const resealTokens = ({ kysely }: Pick<Database, 'kysely'>, sealing: Sealing) =>
  kysely.transaction().execute(async (transaction) => {
    const rows = await transaction
      .selectFrom('installation')
      .selectAll()
      .where('platform', '=', platform)
      .where('token', 'is not', null)
      .execute()
    const lost: string[] = []
    let resealed = 0
    for (const { external_id: teamId, workspace_id, token } of rows) {
      if (token === null || sealing.isCurrent(token)) continue
      const place = placeOf(teamId, Number(workspace_id))
      const secret = sealing.open(token, place)
      if (secret === null) {
        lost.push(teamId)
        continue
      }
      await transaction
        .updateTable('installation')
        .set({ token: sealing.seal(secret, place) })
        .where('platform', '=', platform)
        .where('external_id', '=', teamId)
        .execute()
      resealed++
    }
    return { resealed, lost }
  })

const stateBytes = 32
const stateMinutes = 10

const hashOf = (state: string): string => createHash('sha256').update(state).digest('hex')

/** Begins an installation in a browser: gives what the browser must bring back within ten minutes, once. */
export const beginInstallation = async (
  { kysely }: Pick<Database, 'kysely'>,
  options: string,
  now: Date,
): Promise<string> => {
  const state = randomBytes(stateBytes).toString('base64url')
  await kysely.deleteFrom('install_state').where('expires_at', '<', now.toISOString()).execute()
  await kysely
    .insertInto('install_state')
    .values({
      hash: hashOf(state),
      options,
      expires_at: new Date(now.getTime() + stateMinutes * 60_000).toISOString(),
    })
    .execute()
  return state
}

/** Takes back what a browser brings, and gives the options it began with. Throws a Refusal where it is unknown, used or too old. */
export const endInstallation = async (
  { kysely }: Pick<Database, 'kysely'>,
  state: string,
  now: Date,
): Promise<string> => {
  const row = await kysely
    .deleteFrom('install_state')
    .where('hash', '=', hashOf(state))
    .returningAll()
    .executeTakeFirst()
  if (row === undefined || row.expires_at < now.toISOString())
    throw new Refusal('This installation was begun too long ago, or is finished already. Nothing was installed.')
  return row.options
}
