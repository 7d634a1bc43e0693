import type { Decision, Side } from '../../domain/decisions/decision.ts'
import { type DecisionAnswerer, functionOf } from '../../domain/decisions/decision-answer.ts'
import { may } from '../../domain/people/permission.ts'
import { normalisedName } from '../../domain/promotions/promotion.ts'
import { isToDecide } from '../../domain/risks/risk-action.ts'
import { loadHistory } from '../../store/changes/history.ts'
import { loadRoleHolders } from '../../store/people/roles.ts'
import type { StoredPromotion } from '../../store/promotions/promotions.ts'
import { loadRisksOf } from '../../store/risks/risks.ts'
import type { CommandContext } from '../dispatch/command.ts'

/** Tells whether anybody but the proposer confirms what is above the limit: somebody the settings name, or to whom an administrator gave it. */
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

/** Names the roles in which somebody decides. */
export const roleWords = ({ roles }: Pick<CommandContext, 'roles'>): string => roles.join(', ')

/** Who stands where about a promotion: whoever asks, and the ones who are asked on either side, by name. */
export type DecisionRoles = { readonly own: DecisionAnswerer; readonly names: Readonly<Record<Side, string | null>> }

/**
 * Tells for which function somebody speaks: the one of their role; else the promotion's owner and whoever registered it for
 * marketing, the owner of what has to be decided about it for supply; whoever is neither or both may speak for either.
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
  }
}
