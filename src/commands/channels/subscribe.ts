import { endedCard } from '../../cards/channels/channel-card.ts'
import { refusalCard } from '../../cards/language/plain-card.ts'
import { auditEntry } from '../../services/audit-entry.ts'
import type { Change } from '../../store/changes/change.ts'
import { loadSubscription, loadSubscriptions, type Subscription } from '../../store/channels/subscriptions.ts'
import { answer, type Command, type CommandContext, type Outcome } from '../dispatch/command.ts'
import { refusedList } from '../dispatch/refusals.ts'
import {
  changeSubscription,
  inboxOf,
  newSubscription,
  notSubscribed,
  ownSubscription,
  subscriptionFields,
} from './change-subscription.ts'
import { digestArguments, filterArguments, parseSubscription } from './parse-subscription.ts'

/** Subscribes this channel to a digest and to every promotion, or to those that match a filter. */
export const subscribe: Command = {
  name: 'shelfready subscribe',
  takes: [...filterArguments, ...digestArguments],
  does: 'send this channel its promotions and a digest at 08:00, Monday to Friday',
  examples: [
    '/shelfready subscribe',
    '/shelfready subscribe at:EAST value:500',
    '/shelfready subscribe "at:EAST and not (owner:Ana or severity:at-risk)"',
    '/shelfready subscribe everything weekly:yes',
  ],
  right: 'set-up-channel',
  run: async (context) => {
    if (context.place === inboxOf(context)) return subscribeMe.run(context)
    const before = await loadSubscription(context.workspace, context.place)
    const { request, problems } = await parseSubscription(context, false)
    if (problems.length > 0) return refusedList(problems, 'changed')
    return changeSubscription(context, before, { ...(before ?? newSubscription(context)), ...request, state: 'active' })
  },
}

/** Subscribes whoever asks to a digest of their own, in their direct messages on the platform they ask on. */
export const subscribeMe: Command = {
  name: 'shelfready subscribe me',
  takes: [
    {
      name: 'FILTER',
      value: null,
      says: 'which promotions and risks; mine means promotions you own and risks you have taken',
    },
    ...digestArguments,
  ],
  does: 'get a digest of your own as a direct message',
  examples: [
    '/shelfready subscribe me mine',
    '/shelfready subscribe me "mine or severity:not-ready" at:07:30 days:mon-fri weekly:yes',
  ],
  right: 'see',
  isPersonal: true,
  run: async (context) => {
    const before = await loadSubscription(context.workspace, inboxOf(context))
    const { request, problems } = await parseSubscription(context, true)
    if (problems.length > 0) return refusedList(problems, 'changed')
    const base = ownSubscription(context)
    const own = { ...(before ?? base), person: base.person, name: base.name }
    const elsewhere = (await loadOwn(context)).filter(({ channel }) => channel !== base.channel)
    const kept = before === null && elsewhere[0] !== undefined ? keptFrom(elsewhere[0], own) : own
    const outcome = await changeSubscription(
      context,
      before,
      { ...kept, ...request, state: 'active' },
      movedNotes(elsewhere),
    )
    return {
      ...outcome,
      changes: [
        ...elsewhere.flatMap((one) => [endOf(context, one, base.channel), endEntry(context, one)]),
        ...outcome.changes,
      ],
    }
  },
}

/** Takes schedule and filter over from the subscription that a person had on another platform. */
const keptFrom = (
  { minute, days, timeZone, whenQuiet, isWeekly, isMonthly, filter }: Subscription,
  own: Subscription,
) => ({
  ...own,
  ...{ minute, days, timeZone, whenQuiet, isWeekly, isMonthly, filter },
})

const movedNotes = (elsewhere: readonly Subscription[]): readonly string[] =>
  elsewhere.length === 0 ? [] : ['It comes here from now on instead of where you got it before.']

/** Loads a person's own digests, on every platform they use. */
export const loadOwn = async ({ workspace, accounts }: Pick<CommandContext, 'workspace' | 'accounts'>) => {
  const ids = accounts.map(({ id }) => id)
  return (await loadSubscriptions(workspace)).filter(({ person }) => person !== null && ids.includes(person))
}

const endOf = ({ person }: CommandContext, { channel, version }: Subscription, movedTo: string | null): Change => ({
  kind: 'end-subscription',
  channel,
  version,
  by: person.name,
  movedTo,
})

/** Ends the subscription of this channel. Cards that were posted stay and are kept up to date. */
export const unsubscribe: Command = {
  name: 'shelfready unsubscribe',
  takes: [],
  does: 'stop the cards and the digest in this channel',
  examples: ['/shelfready unsubscribe'],
  right: 'set-up-channel',
  run: async (context) => {
    const before = await loadSubscription(context.workspace, context.place)
    if (before === null) return context.place === inboxOf(context) ? unsubscribeMe.run(context) : notSubscribed(context)
    return ended(context, [before])
  },
}

/** Ends a person's own digest. */
export const unsubscribeMe: Command = {
  name: 'shelfready unsubscribe me',
  takes: [],
  does: 'stop your own digest',
  examples: ['/shelfready unsubscribe me'],
  right: 'see',
  isPersonal: true,
  run: async (context) => {
    const own = await loadOwn(context)
    return own.length === 0
      ? answer(refusalCard('You have no digest of your own. Nothing was changed. Start one: /shelfready subscribe me'))
      : ended(context, own)
  },
}

const endEntry = (context: CommandContext, one: Subscription): Change =>
  auditEntry(context, {
    action: 'subscription',
    entity: one.channel,
    before: subscriptionFields(one),
    after: { state: 'ended' },
  })

const ended = (context: CommandContext, subscriptions: readonly Subscription[]): Outcome => ({
  changes: subscriptions.flatMap((one) => [endOf(context, one, null), endEntry(context, one)]),
  reply: endedCard(subscriptions[0] as Subscription),
})
