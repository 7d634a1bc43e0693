import type { Day } from '../../domain/day.ts'
import { type GivenRole, givenRoles } from '../../domain/people/permission.ts'
import { type Block, type Card, type Item, moreWords } from '../language/card.ts'
import { countWords, listWords, momentWords } from '../language/words.ts'
import { aRoleWords, mayWords, rolesWords } from './role-words.ts'

/** A person as administrators see them: their linked accounts and the roles given to these. */
export type HolderView = {
  readonly name: string
  readonly accounts: readonly { readonly id: string; readonly platform: string }[]
  readonly roles: readonly GivenRole[]
  /** The settings name them as an administrator. */
  readonly isNamed: boolean
  readonly given: { readonly by: string; readonly at: string } | null
  /** An account of the same address that has a role, where nobody has said yet that both are one person's. */
  readonly twin: string | null
}

/** Who has which role, and whether roles count. */
export type RolesView = {
  readonly isOn: boolean
  readonly switched: { readonly by: string; readonly at: string } | null
  readonly holders: readonly HolderView[]
  /** Which page of the people, from 1. */
  readonly page: number
  readonly today: Day
  readonly timeZone: string
}

const pageSize = 20

/** Takes a page out of a list, and counts what comes after it. */
const pageOf = <T>(list: readonly T[], page: number) => ({
  shown: list.slice((page - 1) * pageSize, page * pageSize),
  left: Math.max(0, list.length - page * pageSize),
  where: `/shelfready roles page:${page + 1}`,
})

/** Tells whether somebody may do more than ask for help once roles are on. */
const hasRole = ({ roles, isNamed }: HolderView): boolean => isNamed || roles.length > 0

/** Shows who has which role, who has none, and what each role may. */
export const rolesCard = (view: RolesView): Card => {
  const { isOn, switched, holders, today, timeZone } = view
  const since = switched === null ? '' : ` since ${momentWords(switched.at, timeZone, today)}, by ${switched.by}`
  const title = isOn ? `Roles are on${since}.` : `Roles are off${since}: everyone can do everything except admin tasks.`
  return {
    tone: 'plain',
    title,
    plain: title,
    blocks: [...given(view), ...without(view), mayBlock],
    footer: isOn
      ? `Assign one: /shelfready role PERSON ROLE. Switch roles off: /shelfready roles off.`
      : `${holders.some(hasRole) ? '' : 'Nobody has one yet. '}Assign one: /shelfready role PERSON ROLE. Switch roles on: /shelfready roles on.`,
  }
}

/** Says what it means for whom that roles are on or off from now on. */
export const switchedCard = (view: RolesView): Card => {
  const title = view.isOn
    ? 'Roles are on: from now on everyone can do what their role allows.'
    : 'Roles are off: from now on everyone can do everything except admin tasks.'
  return {
    tone: 'good',
    title,
    plain: title,
    blocks: view.isOn
      ? [...given(view), ...without(view), mayBlock]
      : [{ kind: 'text', text: 'Assigned roles are kept for when you switch them on again: /shelfready roles on.' }],
    footer: view.isOn ? 'Switch them off again: /shelfready roles off.' : null,
  }
}

/** Confirms which roles somebody has from now on. */
export const roleGivenCard = (holder: HolderView, before: readonly GivenRole[], areRolesOn: boolean): Card => {
  const { name, roles, accounts, twin } = holder
  const had = before.length === 0 ? '' : `, was ${aRoleWords(before)}`
  const title = roles.length === 0 ? `${name} now has no role${had}.` : `${name} is now ${aRoleWords(roles)}${had}.`
  return {
    tone: 'good',
    title,
    plain: title,
    blocks: [
      {
        kind: 'notes',
        notes: [
          ...roles.map((role) => `${rolesWords([role])}: ${mayWords(role)}.`),
          `Accounts: ${listWords(accounts.map(accountWords))}.`,
          ...(twin === null
            ? []
            : [
                `${twin} has the same address and no role. If it is the same person: /shelfready link ${accounts[0]?.id} ${twin}`,
              ]),
          ...(areRolesOn ? [] : ['Roles are off; this takes effect once you switch them on: /shelfready roles on']),
        ],
      },
    ],
    footer: null,
  }
}

const platforms: Readonly<Record<string, string>> = { slack: 'Slack', teams: 'Teams', terminal: 'the terminal' }

const accountWords = ({ id, platform }: HolderView['accounts'][number]): string =>
  `${id} in ${platforms[platform] ?? platform}`

const given = ({ holders, page, today, timeZone }: RolesView): readonly Block[] => {
  const { shown, left, where } = pageOf(holders.filter(hasRole), page)
  if (shown.length === 0) return []
  return [
    {
      kind: 'items',
      title: 'Who has which role',
      items: shown.map((holder) => holderItem(holder, timeZone, today)),
      left,
      where,
    },
  ]
}

const holderItem = ({ name, roles, isNamed, given: how, accounts }: HolderView, timeZone: string, today: Day): Item => {
  const all = givenRoles.filter((role) => roles.includes(role) || (role === 'admin' && isNamed))
  return {
    symbol: '·',
    text: `${name}: ${rolesWords(all)}`,
    detail: [
      [
        ...(isNamed ? ['listed in SHELFREADY_ADMINS'] : []),
        ...(how === null ? [] : [`assigned by ${how.by}, ${momentWords(how.at, timeZone, today)}`]),
        listWords(accounts.map(accountWords)),
      ].join(' · '),
    ],
  }
}

/** Says who used the bot and has no role; an account beside one that has is told apart. */
const without = ({ isOn, holders, page }: RolesView): readonly Block[] => {
  const none = holders.filter((holder) => !hasRole(holder))
  const [people, twins] = [none.filter(({ twin }) => twin === null), none.filter(({ twin }) => twin !== null)]
  const { shown, left, where } = pageOf(people, page)
  const [one, may] = [people.length === 1, isOn ? 'can' : 'could then']
  const sentence =
    people.length === 0
      ? `Everyone who has used me has a role. Anyone without one ${may} only use help and whoami.`
      : `${countWords(people.length, 'person', 'people')} who ${one ? 'has' : 'have'} used me ${one ? 'has' : 'have'} no role and ${may} only use help and whoami: ${listWords(shown.map(({ name }) => name))}.`
  return [
    {
      kind: 'text',
      text: isOn ? sentence : `If roles were on: ${sentence.charAt(0).toLowerCase()}${sentence.slice(1)}`,
    },
    ...(left === 0 ? [] : [{ kind: 'notes' as const, notes: [moreWords(left, where) ?? ''] }]),
    ...(twins.length === 0 ? [] : [{ kind: 'notes' as const, notes: twinNotes(pageOf(twins, page).shown) }]),
  ]
}

const twinNotes = (twins: readonly HolderView[]): readonly string[] => [
  'These accounts share an address with someone who has a role. If it is the same person:',
  ...twins.map(({ name, accounts, twin }) => `${name}: /shelfready link ${accounts[0]?.id} ${twin}`),
]

const mayBlock: Block = {
  kind: 'facts',
  facts: givenRoles.map((role) => ({ label: role, value: mayWords(role) })),
}
