import { describe, expect, it } from 'vitest'
import { apply } from '../../src/store/changes/apply.ts'
import type { Workspace } from '../../src/store/database/workspace.ts'
import { type Account, loadUser } from '../../src/store/people/accounts.ts'
import { areRolesOn, loadRoleHolders, loadRoleSwitch } from '../../src/store/people/roles.ts'
import { everything, openStore, secondWorkspace } from './open-store.ts'

const now = '2026-01-20T10:00:00.000Z'

const account = (id: string, platform = 'slack', email: string | null = null): Account => ({
  ...{ id, platform, email, name: id },
  timeZone: null,
  locale: null,
})
const keep = (workspace: Workspace, ...accounts: readonly Account[]) =>
  apply(
    workspace,
    accounts.map((one) => ({ kind: 'keep-account', account: one })),
    null,
    now,
  )
const give = (
  workspace: Workspace,
  id: string,
  roles: readonly ('viewer' | 'planner' | 'approver')[],
  basedOn: typeof roles = [],
) => apply(workspace, [{ kind: 'give-roles', account: id, roles, basedOn, by: 'ada' }], null, now)
const rolesIn = async (workspace: Workspace) =>
  Object.fromEntries((await loadRoleHolders(workspace)).map(({ id, roles }) => [id, roles]))

describe('the roles of an account', () => {
  it('are those that were given last, by whom and when', async () => {
    await using store = await openStore()
    const { workspace } = store
    await keep(workspace, account('U1'), account('U2'))
    expect(await give(workspace, 'U1', ['approver', 'planner'])).toBe('applied')
    expect(await loadRoleHolders(workspace)).toMatchObject([
      { id: 'U1', roles: ['planner', 'approver'], given: { by: 'ada', at: now } },
      { id: 'U2', roles: [], given: null },
    ])
    await give(workspace, 'U1', ['viewer'], ['planner', 'approver'])
    expect(await rolesIn(workspace)).toEqual({ U1: ['viewer'], U2: [] })
    await give(workspace, 'U1', [], ['viewer'])
    expect(await rolesIn(workspace)).toEqual({ U1: [], U2: [] })
  })

  it('are not given where others were given meanwhile', async () => {
    await using store = await openStore()
    const { workspace, database } = store
    await keep(workspace, account('U1'))
    await give(workspace, 'U1', ['viewer'])
    const before = everything(database)
    expect(await give(workspace, 'U1', ['planner'], [])).toBe('stale')
    expect(everything(database)).toEqual(before)
  })

  it('belong to one company', async () => {
    await using store = await openStore()
    const second = await secondWorkspace(store)
    await keep(store.workspace, account('U1'))
    await keep(second, account('U1'))
    await give(store.workspace, 'U1', ['planner'])
    await apply(store.workspace, [{ kind: 'switch-roles', isOn: true, by: 'ada' }], null, now)
    expect(await rolesIn(second)).toEqual({ U1: [] })
    expect(await areRolesOn(second)).toBe(false)
    expect(await areRolesOn(store.workspace)).toBe(true)
  })

  it('stay with it when it becomes one person with another by their address', async () => {
    await using store = await openStore()
    const { workspace } = store
    await keep(workspace, account('U1', 'slack', 'ana@acme.example'))
    await give(workspace, 'U1', ['planner'])
    await keep(workspace, account('T1', 'teams', 'ana@acme.example'))
    const human = await loadUser(workspace, account('T1', 'teams', 'ana@acme.example'))
    expect(human.accounts.map(({ id, roles, linkedTo }) => ({ id, roles, linkedTo }))).toEqual([
      { id: 'T1', roles: [], linkedTo: null },
      { id: 'U1', roles: ['planner'], linkedTo: null },
    ])
  })

  it('stay with it when it is linked, and the link says with which account', async () => {
    await using store = await openStore()
    const { workspace } = store
    await keep(workspace, account('U1'), account('T1', 'teams'))
    await give(workspace, 'U1', ['planner'])
    await apply(workspace, [{ kind: 'link-account', account: 'U1', to: 'T1', by: 'ada' }], null, now)
    const { accounts } = await loadUser(workspace, account('T1', 'teams'))
    expect(accounts).toMatchObject([
      { id: 'T1', roles: [], linkedTo: null },
      { id: 'U1', roles: ['planner'], linkedTo: 'T1' },
    ])
    await apply(workspace, [{ kind: 'link-account', account: 'U1', to: null, by: 'ada' }], null, now)
    expect((await loadRoleHolders(workspace)).map(({ linkedTo }) => linkedTo)).toEqual([null, null])
    expect(await rolesIn(workspace)).toEqual({ U1: ['planner'], T1: [] })
  })
})

describe('roles', () => {
  it('are off until somebody switches them on, and it is kept who did and when', async () => {
    await using store = await openStore()
    const { workspace } = store
    expect(await loadRoleSwitch(workspace)).toBeNull()
    await apply(workspace, [{ kind: 'switch-roles', isOn: true, by: 'ada' }], null, now)
    expect(await loadRoleSwitch(workspace)).toEqual({ isOn: true, by: 'ada', at: now })
    await apply(workspace, [{ kind: 'switch-roles', isOn: false, by: 'ben' }], null, now)
    expect(await loadRoleSwitch(workspace)).toEqual({ isOn: false, by: 'ben', at: now })
  })

  it('that are on are not switched on a second time', async () => {
    await using store = await openStore()
    const { workspace } = store
    const on = (by: string) => apply(workspace, [{ kind: 'switch-roles', isOn: true, by }], null, now)
    expect([await on('ada'), await on('ben')]).toEqual(['applied', 'stale'])
    expect(await loadRoleSwitch(workspace)).toMatchObject({ by: 'ada' })
  })
})
