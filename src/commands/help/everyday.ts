import { isGivenRole, type Role } from '../../domain/people/permission.ts'
import type { Work } from '../../domain/people/work.ts'

/** The seven commands that people of each work need most. */
export const everyday: Readonly<Record<Work | 'anybody', readonly string[]>> = {
  anybody: ['promo list', 'promo add', 'promo what-if', 'promo why', 'stock', 'shelfready risks', 'shelfready home'],
  marketing: ['promo add', 'promo what-if', 'promo when', 'promo list', 'promo why', 'promo options', 'stock'],
  supply: [
    ...['shelfready home', 'shelfready risks', 'shelfready ack', 'shelfready ordered', 'shelfready requirements'],
    ...['shelfready correct', 'stock'],
  ],
  demand: ['promo list', 'promo why', 'promo override', 'promo balance', 'intel add', 'promo history', 'stock'],
  management: [
    ...['shelfready overview', 'promo decisions', 'promo options', 'promo list', 'promo why', 'promo history'],
    'shelfready digest',
  ],
  administration: [
    ...['shelfready subscribe', 'shelfready settings', 'shelfready planners', 'shelfready executive'],
    ...['shelfready roles', 'shelfready role', 'shelfready whoami'],
  ],
}

/** What somebody does by what they have said, by being the executive, or by the roles that they were given; null where nothing tells. */
export const workOf = (said: Work | null, isExecutive: boolean, roles: readonly Role[]): Work | null => {
  if (said !== null) return said
  if (isExecutive) return 'management'
  const given = roles.filter(isGivenRole)
  if (given.includes('planner')) return 'supply'
  if (given.includes('marketer')) return 'marketing'
  if (given.includes('approver')) return 'management'
  return given.includes('admin') ? 'administration' : null
}

const otherWords: Readonly<Record<Work, RegExp>> = {
  marketing: /^(marketing|marketers?|brand|sales|category)\b/,
  supply: /^(supply|planning|planners?|procurement|purchasing|buyers?|supply planners?|logistics)\b/,
  demand: /^(demand|forecast(ing|ers?)?)\b/,
  management: /^(manage(ment|rs?)|executives?|coo|vp|approvers?|directors?|boss)\b/,
  administration: /^(admin(istration|istrators?|s)?|operators?|it)\b/,
}

/** Reads what somebody says they do, such as `planner`; null where it is none of what there is. */
export const workNamed = (text: string): Work | null =>
  (Object.entries(otherWords) as [Work, RegExp][]).find(([, pattern]) =>
    pattern.test(text.toLowerCase().replace(/^(an?|the) /, '')),
  )?.[0] ?? null
