import type { Decision, Side } from '../../domain/decisions/decision.ts'
import { type DecisionAnswerer, functionOf } from '../../domain/decisions/decision-answer.ts'
import { may } from '../../domain/people/permission.ts'
import { normalisedName } from '../../domain/promotions/promotion.ts'
import { isToDecide } from '../../domain/risks/risk-action.ts'
import { loadHistory } from '../../store/changes/history.ts'
import { loadKnownPeople } from '../../store/escalation/escalation.ts'
import { loadRoleHolders } from '../../store/people/roles.ts'
import type { StoredPromotion } from '../../store/promotions/promotions.ts'
import { loadRisksOf } from '../../store/risks/risks.ts'
import type { CommandContext } from '../dispatch/command.ts'

/** Tells whether anybody but the proposer can approve what is above the limit: a configured administrator, an approver, or an admin by role. */
export const hasApprovers = async (
  { workspace, administrators, areRolesOn }: CommandContext,
  { by }: Pick<Decision, 'by'>,
): Promise<boolean> => {
  const holders = await loadRoleHolders(workspace)
  const own = holders.filter(({ personId }) => personId === by.personId)
  const isOwn = (id: string) => id === by.personId || own.some((account) => account.id === id)
  if (administrators.some((id) => !isOwn(id))) return true
  return holders.some(
    ({ personId, roles }) =>
      personId !== by.personId && (roles.includes('approver') || (areRolesOn && roles.includes('admin'))),
  )
}

/** Writes the roles of a person, for the decision's record. */
export const roleWords = ({ roles }: Pick<CommandContext, 'roles'>): string => roles.join(', ')

/** The roles in a decision: for whom the person who asks speaks, and who speaks for marketing and supply, by name and by person; null where that is not known. */
export type DecisionRoles = {
  readonly own: DecisionAnswerer
  readonly names: Readonly<Record<Side, string | null>>
  readonly people: Readonly<Record<Side, string | null>>
}

/**
 * Finds for which function a person speaks: that of their role. Without such a role, the promotion's owner and whoever registered it
 * speak for marketing, and the owner of its risk that needs a decision for supply; who is neither or both may speak for either.
 */
export const loadDecisionRoles = async (
  context: CommandContext,
  promotion: StoredPromotion,
): Promise<DecisionRoles> => {
  const { workspace, person, accounts, roles } = context
  const { promotionId } = promotion
  const owners = (await loadRisksOf(workspace, promotionId)).flatMap(({ subject, owner: own }) =>
    own !== null && isToDecide(subject.action, promotionId) ? [own] : [],
  )
  const owner = promotion.rows.find((row) => row.owner !== null)?.owner ?? null
  const history = await loadHistory(workspace, promotionId)
  const isNamed = owner !== null && normalisedName(owner) === normalisedName(person.name)
  const isOwn = (actor: string) => actor === person.id || accounts.some(({ id }) => id === actor)
  const isMarketing = isNamed || history.some(({ action, actor }) => action === 'register' && isOwn(actor))
  const isSupply = owners.some(({ personId }) => personId === person.id)
  return {
    own: {
      personId: person.id,
      side: functionOf(roles) ?? (isMarketing === isSupply ? null : isMarketing ? 'marketing' : 'supply'),
      isApprover: may(roles, 'approve'),
    },
    names: { marketing: owner, supply: owners[0]?.name ?? null },
    people: { marketing: await marketerOf(context, owner, history), supply: owners[0]?.personId ?? null },
  }
}

/** Finds the person who speaks for a promotion: its owner where an account has that name, or whoever registered it. */
const marketerOf = async (
  { workspace }: CommandContext,
  owner: string | null,
  history: Awaited<ReturnType<typeof loadHistory>>,
): Promise<string | null> => {
  const registrant = history.find(({ action }) => action === 'register')?.actor ?? null
  if (owner === null) return registrant
  const isOwner = (name: string | null) => name !== null && normalisedName(name) === normalisedName(owner)
  const known = await loadKnownPeople(workspace)
  return [...known].find(([, { name }]) => isOwner(name))?.[0] ?? registrant
}
