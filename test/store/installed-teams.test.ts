import { describe, expect, it } from 'vitest'
import { openSealing } from '../../src/common/sealing.ts'
import { readConfig } from '../../src/config.ts'
import { loadCompanies } from '../../src/store/database/whose.ts'
import {
  beginInstallation,
  endInstallation,
  endInstalledTeam,
  keepInstalledTeam,
  loadInstalledTeams,
} from '../../src/store/delivery/installed-teams.ts'
import { openStore } from './open-store.ts'

const sealing = openSealing(['k'.repeat(40)])
const now = '2026-06-01T08:00:00.000Z'
const team = (teamId: string, token: string) => ({ teamId, name: teamId, token, installedBy: 'U1' })

describe('an installation that a browser began', () => {
  const begun = new Date(now)
  const later = (minutes: number) => new Date(begun.getTime() + minutes * 60_000)

  it('ends once, within ten minutes', async () => {
    await using store = await openStore()
    const state = await beginInstallation(store.database, 'what was asked', begun)
    expect(store.database.driver.prepare('select hash from install_state').pluck().get()).not.toBe(state)
    await expect(endInstallation(store.database, 'another', later(1))).rejects.toThrow('Nothing was installed')
    expect(await endInstallation(store.database, state, later(9))).toBe('what was asked')
    await expect(endInstallation(store.database, state, later(9))).rejects.toThrow('Nothing was installed')
  })

  it('is too old after that, and forgotten', async () => {
    await using store = await openStore()
    const state = await beginInstallation(store.database, '', begun)
    await expect(endInstallation(store.database, state, later(11))).rejects.toThrow('too long ago')
    await beginInstallation(store.database, '', begun)
    await beginInstallation(store.database, '', later(11))
    expect(store.database.driver.prepare('select count(*) from install_state').pluck().get()).toBe(1)
  })
})

describe('a team that installs the app', () => {
  it('is a company of its own, and the same one again after the app was away', async () => {
    await using store = await openStore()
    for (const id of ['T1', 'T2']) await keepInstalledTeam(store.database, sealing, team(id, `xoxb-${id}`), now)
    const names = async () => (await loadCompanies(store.database)).map(({ workspace }) => workspace.name)
    expect(await names()).toEqual(['default', 'T1', 'T2'])
    const [, company] = await loadCompanies(store.database)
    await endInstalledTeam(company?.workspace as never, 'T1', now)
    await endInstalledTeam(company?.workspace as never, 'T2', now)
    const tokens = async () =>
      (await loadInstalledTeams(store.database, sealing)).map(({ workspaceId, token }) => [workspaceId, token])
    expect(await tokens()).toEqual([[3, 'xoxb-T2']])
    await keepInstalledTeam(store.database, sealing, team('T1', 'xoxb-again'), now)
    expect(await names()).toHaveLength(3)
    expect(await tokens()).toContainEqual([2, 'xoxb-again'])
  })

  it('keeps the data of the company that its bot token was set for', async () => {
    await using store = await openStore()
    store.database.driver.exec(
      `insert into installation (platform, external_id, workspace_id, connected_at) values ('slack', 'T1', 1, '')`,
    )
    await keepInstalledTeam(store.database, sealing, team('T1', 'xoxb-1'), now)
    expect(await loadInstalledTeams(store.database, sealing)).toMatchObject([{ workspaceId: 1, token: 'xoxb-1' }])
  })

  it('has a token that is good in its own row alone', async () => {
    await using store = await openStore()
    for (const id of ['T1', 'T2']) await keepInstalledTeam(store.database, sealing, team(id, `xoxb-${id}`), now)
    store.database.driver.exec(
      `update installation set token = (select token from installation where external_id = 'T2') where external_id = 'T1'`,
    )
    expect((await loadInstalledTeams(store.database, sealing)).map(({ token }) => token)).toEqual([null, 'xoxb-T2'])
  })
})

it('an id in the settings is of the company that is named, or of the one behind it', () => {
  const [own, other] = ['00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000002']
  const config = readConfig({
    SHELFREADY_ADMINS: `U1, ${other.toUpperCase()}=beta`,
    ...{ TEAMS_APP_ID: own, TEAMS_APP_PASSWORD: 'p'.repeat(20), TEAMS_TENANT_ID: `${own},${other}=beta` },
  })
  expect(config.administrators).toEqual(['U1'])
  expect(config.teams).toMatchObject({ registration: { tenantId: own }, tenants: [own] })
  expect([...config.companies]).toEqual([['beta', { administrators: [other], tenants: [other] }]])
})
