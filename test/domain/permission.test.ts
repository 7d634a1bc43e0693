import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type GivenRole,
  givenRoles,
  may,
  type Right,
  type Role,
  rights,
  rolesOf,
  type Standing,
} from '../../src/domain/people/permission.ts'

const held = (roles: readonly Role[]): readonly Right[] => rights.filter((right) => may(roles, right))

const given = fc.uniqueArray(fc.constantFrom(...givenRoles))
const standing = (fixed: Partial<Standing> = {}): fc.Arbitrary<Standing> =>
  fc
    .record({ isGuest: fc.boolean(), isNamed: fc.boolean(), areRolesOn: fc.boolean(), given })
    .map((one) => ({ ...one, ...fixed }))

const plain: Standing = { isGuest: false, isNamed: false, areRolesOn: true, given: [] }
const as = (...roles: readonly GivenRole[]) => held(rolesOf({ ...plain, given: roles }))

describe('once roles are on', () => {
  it.each<[GivenRole, readonly Right[]]>([
    ['viewer', ['ask', 'see']],
    [
      'marketer',
      ['ask', 'see', 'register', 'note-intelligence', 'import-promotions', 'propose', 'agree', 'set-up-channel'],
    ],
    [
      'planner',
      [
        'ask',
        'see',
        'note-intelligence',
        'handle-risks',
        'forecast',
        'import-feeds',
        'import-promotions',
        'propose',
        'agree',
        'set-up-channel',
      ],
    ],
    ['approver', ['ask', 'see', 'note-intelligence', 'handle-risks', 'propose', 'agree', 'approve', 'set-up-channel']],
    ['admin', rights],
  ])('a %s has these rights and no others', (role, expected) => {
    expect(as(role)).toEqual(expected)
  })

  it('somebody without a role may ask for help and who they are, and nothing else', () => {
    expect(rolesOf(plain)).toEqual(['newcomer'])
    expect(as()).toEqual(['ask'])
  })

  it('somebody with several roles may what any of them may, and no more', () => {
    fc.assert(
      fc.property(given, (roles) => {
        expect(new Set(as(...roles))).toEqual(new Set(['ask', ...roles.flatMap((role) => as(role))]))
      }),
    )
  })
})

describe('while roles are off', () => {
  it('everybody of the company may do everything but administer and have the last word, which approvers have', () => {
    fc.assert(
      fc.property(standing({ isGuest: false, isNamed: false, areRolesOn: false }), (one) => {
        const isHeld = (right: Right) => (right === 'approve' ? one.given.includes('approver') : right !== 'administer')
        expect(held(rolesOf(one))).toEqual(rights.filter(isHeld))
      }),
    )
  })
})

describe('at any time', () => {
  it('whoever is from outside may nothing, whatever else is said of them', () => {
    fc.assert(
      fc.property(standing({ isGuest: true }), (one) => {
        expect(held(rolesOf(one))).toEqual([])
      }),
    )
  })

  it('whoever the settings name may everything, so that nobody locks them out', () => {
    fc.assert(
      fc.property(standing({ isGuest: false, isNamed: true }), (one) => {
        expect(held(rolesOf(one))).toEqual(rights)
      }),
    )
  })

  it('what nobody has said to be allowed is not: no roles, no rights', () => {
    expect(held([])).toEqual([])
  })

  it('administers only who was named or has the role while roles are on', () => {
    fc.assert(
      fc.property(standing(), (one) => {
        const isAdmin = !one.isGuest && (one.isNamed || (one.areRolesOn && one.given.includes('admin')))
        expect(may(rolesOf(one), 'administer')).toBe(isAdmin)
      }),
    )
  })
})
