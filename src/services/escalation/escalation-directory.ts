import { type Day, mondayToFriday } from '../../domain/day.ts'
import type { Colleague, EscalationDirectory } from '../../domain/escalation/escalation.ts'
import { momentOf } from '../../domain/escalation/escalation.ts'
import { freeAfter } from '../../domain/escalation/escalation-plan.ts'
import { usualHours, workingTime } from '../../domain/escalation/working-time.ts'
import { may, rolesOfAccount } from '../../domain/people/permission.ts'
import { normalisedName } from '../../domain/promotions/promotion.ts'
import type { RiskRecord } from '../../domain/risks/risk.ts'
import { loadLastRestoration } from '../../store/backups/lost-numbers.ts'
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
import { workingTimeIn } from './working-time-of.ts'

/** What opening the escalation directory needs. */
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
 * Gives the account by which a person is reached: the first one that the served platform reaches and whose roles may handle
 * risks; null where there is none.
 */
type InboxOf = (personId: string) => string | null

/** The directory of who can be asked about risks, and the account by which each person is reached. */
export type OpenDirectory = {
  readonly directory: EscalationDirectory
  readonly inboxOf: InboxOf
}

/** Loads who can be asked about risks, when they work, who stands in for them, and how often they were asked already. */
export const openEscalationDirectory = async (
  context: DirectoryContext,
  records: readonly RiskRecord[],
  { messagesByPerson, stopped, lastResets }: EscalationHistory,
): Promise<OpenDirectory> => {
  const { workspace, today, timeZone, moneyFloor } = context
  const known = await loadKnownPeople(workspace)
  const standbys = await loadStandbys(workspace)
  const duties = await loadDuties(workspace)
  const holidays = await loadHolidays(workspace, today())
  const holders = await loadRoleHolders(workspace)
  const approvers = holders.flatMap(({ personId, roles }) => (roles.includes('approver') ? [personId] : []))
  const owners = records.flatMap(({ subject: { action } }) =>
    action.kind === 'commit' ? peopleNamed(known, action.owner) : [],
  )
  const inboxOf = await openInboxes(context, known, holders, new Set(owners))
  const restoredAt = await loadLastRestoration(workspace)
  const directory: EscalationDirectory = {
    clock: workingTime({ ...usualHours(timeZone), days: mondayToFriday }, (day) => holidays.has(day)),
    moneyFloor,
    colleague: openColleagues({
      ...{ known, standbys, holidays, timeZone, inboxOf },
      names: namesOf(duties, standbys, records),
    }),
    planners: await openPlanners(workspace, { duties, holders, inboxOf }),
    executive: duties.find(({ duty }) => duty === 'executive')?.id ?? null,
    committers: ({ subject: { action } }) => [
      ...(action.kind === 'commit' ? peopleNamed(known, action.owner) : []),
      ...approvers,
    ],
    freeFrom: (colleague, from) => freeAfter(messagesByPerson.get(colleague.id) ?? [], colleague, from),
    heardAt: ({ id }) => lastResets.get(id) ?? null,
    restoredAt: restoredAt === null ? 0 : momentOf(restoredAt),
    hasStopped: ({ id, episode }, personId) => stopped.has(stoppedKey(id, episode, personId)),
  }
  return { directory, inboxOf }
}

type Known = Awaited<ReturnType<typeof loadKnownPeople>>
type Standbys = Awaited<ReturnType<typeof loadStandbys>>
type Duties = Awaited<ReturnType<typeof loadDuties>>
type Holders = Awaited<ReturnType<typeof loadRoleHolders>>
type Holidays = Awaited<ReturnType<typeof loadHolidays>>

/** Finds the people that a promotion names as its owner. */
const peopleNamed = (known: Known, owner: string | null): readonly string[] =>
  owner === null
    ? []
    : [...known].flatMap(([id, { name }]) =>
        name !== null && normalisedName(name) === normalisedName(owner) ? [id] : [],
      )

const openInboxes = async (
  { workspace, administrators, reaches }: DirectoryContext,
  known: Known,
  holders: Holders,
  owners: ReadonlySet<string>,
): Promise<InboxOf> => {
  const isGuarded = await areRolesOn(workspace)
  const byPerson = Map.groupBy(holders, ({ personId }) => personId)
  const mayHandle = (id: string, account: string) =>
    may(
      rolesOfAccount(account, byPerson.get(id) ?? [], { administrators, areRolesOn: isGuarded }),
      // A marketer handles no risks, and says whether the budget of their own promotion is committed.
      owners.has(id) ? 'agree' : 'handle-risks',
    )
  // The terminal keeps no accounts: there people are reached by their own id.
  const accountsOf = (id: string) => {
    const { accounts = [] } = known.get(id) ?? {}
    return accounts.length > 0 ? accounts : [id]
  }
  return (id) => accountsOf(id).find((account) => reaches(`@${account}`) && mayHandle(id, account)) ?? null
}

/** Gives names for people of whom no account is known: by their duties, as stand-ins, and as owners of risks. */
const namesOf = (duties: Duties, standbys: Standbys, records: readonly RiskRecord[]): ReadonlyMap<string, string> => {
  const standIns = [...standbys.values()].flatMap(({ backup, delegate }) => [backup, delegate])
  const owners = records.map(({ owner }) => (owner === null ? null : { id: owner.personId, name: owner.name }))
  const people = [...duties, ...standIns, ...owners]
  return new Map(people.flatMap((one) => (one === null ? [] : [[one.id, one.name] as const])))
}

/** Opens the lookup of colleagues by person; null for a person whom no inbox reaches. Each colleague is made once. */
const openColleagues = ({
  known,
  names,
  standbys,
  holidays,
  timeZone,
  inboxOf,
}: {
  readonly known: Known
  readonly names: ReadonlyMap<string, string>
  readonly standbys: Standbys
  readonly holidays: Holidays
  readonly timeZone: string
  readonly inboxOf: InboxOf
}): ((id: string) => Colleague | null) => {
  const make = (id: string): Colleague | null => {
    if (inboxOf(id) === null) return null
    const { backup, delegate, awayUntil, hours } = standbys.get(id) ?? noStandby
    return {
      id,
      name: known.get(id)?.name ?? names.get(id) ?? id,
      awayUntil,
      backup: backup?.id ?? null,
      delegate: delegate?.id ?? null,
      working: workingTimeIn(
        { hours },
        known.get(id)?.timeZone,
        timeZone,
        (day) => holidays.has(day) || (awayUntil !== null && day < awayUntil),
      ),
    }
  }
  const made = new Map<string, Colleague | null>()
  return (id) => {
    const colleague = made.has(id) ? (made.get(id) ?? null) : make(id)
    made.set(id, colleague)
    return colleague
  }
}

/**
 * Opens the lookup of the planners of a risk, by person. The first group with somebody who can be reached is asked: the
 * planners of the channels that see its promotions' cards, those of the whole company, those of channels that subscribe to
 * its promotions, and everybody with the role of a planner.
 */
const openPlanners = async (
  workspace: Workspace,
  { duties, holders, inboxOf }: { readonly duties: Duties; readonly holders: Holders; readonly inboxOf: InboxOf },
): Promise<EscalationDirectory['planners']> => {
  const channels = await loadPromotionChannels(workspace)
  const subscribed = (await loadSubscriptions(workspace)).filter(({ state }) => state === 'active')
  const digests = await loadLastDigests(workspace)
  const byPlace = Map.groupBy(
    duties.filter(({ duty }) => duty === 'planner'),
    ({ place }) => place,
  )
  const plannersOf = (place: string) => (byPlace.get(place) ?? []).map(({ id }) => id)
  // A promotion of a feed has no card: the channels whose digest includes it are those that are subscribed.
  const subscribedTo = (promotions: readonly { readonly promotionId: string }[]) =>
    subscribed
      .filter(
        ({ channel, filter }) =>
          filter === null || promotions.some(({ promotionId }) => digests.get(channel)?.verdicts.has(promotionId)),
      )
      .flatMap(({ channel }) => plannersOf(channel))
  const byRole = holders.flatMap(({ personId, roles }) => (roles.includes('planner') ? [personId] : []))
  return ({ subject }) => {
    const own = subject.promotions.flatMap(({ promotionId }) => (channels.get(promotionId) ?? []).flatMap(plannersOf))
    const groups = [own, plannersOf(''), subscribedTo(subject.promotions), byRole]
    return groups.map((some) => [...new Set(some)].filter((id) => inboxOf(id) !== null)).find(isSomebody) ?? []
  }
}

const isSomebody = (some: readonly string[]): boolean => some.length > 0
