import { type Day, mondayToFriday } from '../../domain/day.ts'
import type { Colleague, EscalationDirectory } from '../../domain/escalation/escalation.ts'
import { freeAfter } from '../../domain/escalation/escalation-plan.ts'
import { usualHours, workingTime } from '../../domain/escalation/working-time.ts'
import { may, rolesOfAccount } from '../../domain/people/permission.ts'
import type { RiskRecord } from '../../domain/risks/risk.ts'
import { timeZoneNamed } from '../../domain/time-zone.ts'
import { loadSubscriptions } from '../../store/channels/subscriptions.ts'
import type { Workspace } from '../../store/database/workspace.ts'
import { loadLastDigests } from '../../store/delivery/announced-verdicts.ts'
import {
  type EscalationHistory,
  loadHolidays,
  loadKnownPeople,
  loadPromotionChannels,
  stoppedKey,
} from '../../store/escalation/escalation.ts'
import { loadDuties, loadStandbys, noStandby } from '../../store/escalation/standby.ts'
import { areRolesOn, loadRoleHolders } from '../../store/people/roles.ts'

/** What bringing an office together needs. */
export type DirectoryContext = {
  readonly workspace: Workspace
  readonly today: () => Day
  /** The zone of the business dates, in which the company counts its working time. */
  readonly timeZone: string
  readonly moneyFloor: number
  /** The accounts that the settings name as administrators. */
  readonly administrators: readonly string[]
  /** Tells the inboxes that the platform which is served reaches. */
  readonly reaches: (channel: string) => boolean
}

/**
 * The office, and the account by which each person is reached; null where no platform that is served reaches one by which
 * they may do something about risks.
 */
export type OpenDirectory = {
  readonly office: EscalationDirectory
  readonly inboxOf: (personId: string) => string | null
}

/** Brings together who can be asked, when they work, and how often they were told. */
export const openEscalationDirectory = async (
  { workspace, today, timeZone, moneyFloor, administrators, reaches }: DirectoryContext,
  records: readonly RiskRecord[],
  { messagesByPerson: told, stopped, lastResets: heard }: EscalationHistory,
): Promise<OpenDirectory> => {
  const [known, standbys] = [await loadKnownPeople(workspace), await loadStandbys(workspace)]
  const [duties, channels] = [await loadDuties(workspace), await loadPromotionChannels(workspace)]
  const holidays = await loadHolidays(workspace, today())
  const names = new Map(
    [
      ...duties,
      ...[...standbys.values()].flatMap(({ backup, delegate }) => [backup, delegate]),
      ...records.map(({ owner }) => (owner === null ? null : { id: owner.personId, name: owner.name })),
    ].flatMap((one) => (one === null ? [] : [[one.id, one.name] as const])),
  )
  // The terminal keeps no accounts: there people are reached by their own id.
  const accountsOf = (id: string) => {
    const { accounts = [] } = known.get(id) ?? {}
    return accounts.length > 0 ? accounts : [id]
  }
  const [isGuarded, holders] = [await areRolesOn(workspace), await loadRoleHolders(workspace)]
  const byPerson = Map.groupBy(holders, ({ personId }) => personId)
  const mayHandle = (id: string, account: string) =>
    may(rolesOfAccount(account, byPerson.get(id) ?? [], { administrators, areRolesOn: isGuarded }), 'handle-risks')
  const inboxOf = (id: string) =>
    accountsOf(id).find((account) => reaches(`@${account}`) && mayHandle(id, account)) ?? null
  const made = new Map<string, Colleague | null>()
  const make = (id: string): Colleague | null => {
    if (inboxOf(id) === null) return null
    const { backup, delegate, awayUntil, hours } = standbys.get(id) ?? noStandby
    const zone = timeZoneNamed(known.get(id)?.timeZone ?? '') ?? timeZone
    return {
      id,
      name: known.get(id)?.name ?? names.get(id) ?? id,
      awayUntil,
      backup: backup?.id ?? null,
      delegate: delegate?.id ?? null,
      working: workingTime(
        hours === null ? usualHours(zone) : { ...hours, timeZone: zone },
        (day) => holidays.has(day) || (awayUntil !== null && day < awayUntil),
      ),
    }
  }
  const planning = Map.groupBy(
    duties.filter(({ duty }) => duty === 'planner'),
    ({ place }) => place,
  )
  const plannersOf = (place: string) => (planning.get(place) ?? []).map(({ id }) => id)
  // A promotion of a feed has no card: the channels whose digest tells of it are those that are subscribed.
  const subscribed = (await loadSubscriptions(workspace)).filter(({ state }) => state === 'active')
  const digests = await loadLastDigests(workspace)
  const othersOf = (promotions: readonly { readonly promotionId: string }[]) =>
    subscribed
      .filter(
        ({ channel, filter }) =>
          filter === null || promotions.some(({ promotionId }) => digests.get(channel)?.verdicts.has(promotionId)),
      )
      .flatMap(({ channel }) => plannersOf(channel))
  const byRole = holders.flatMap(({ personId, roles }) => (roles.includes('planner') ? [personId] : []))
  const office: EscalationDirectory = {
    clock: workingTime({ ...usualHours(timeZone), days: mondayToFriday }, (day) => holidays.has(day)),
    moneyFloor,
    colleague: (id) => {
      const colleague = made.has(id) ? (made.get(id) ?? null) : make(id)
      made.set(id, colleague)
      return colleague
    },
    planners: ({ subject }) => {
      const own = subject.promotions.flatMap(({ promotionId }) => (channels.get(promotionId) ?? []).flatMap(plannersOf))
      const groups = [own, plannersOf(''), othersOf(subject.promotions), byRole]
      return groups.map((some) => [...new Set(some)].filter((id) => inboxOf(id) !== null)).find(isSomebody) ?? []
    },
    executive: duties.find(({ duty }) => duty === 'executive')?.id ?? null,
    freeFrom: (colleague, from) => freeAfter(told.get(colleague.id) ?? [], colleague, from),
    heardAt: ({ id }) => heard.get(id) ?? null,
    hasStopped: ({ id, episode }, personId) => stopped.has(stoppedKey(id, episode, personId)),
  }
  return { office, inboxOf }
}

const isSomebody = (some: readonly string[]): boolean => some.length > 0
