import { type Day, dayOf, isoOf } from '../../domain/day.ts'
import { type EscalationStep, momentOf } from '../../domain/escalation/escalation.ts'
import type { RiskRecord } from '../../domain/risks/risk.ts'
import { nextNumber } from '../database/counter.ts'
import type { Schema } from '../database/schema.ts'
import type { Reader, Writer } from '../database/workspace.ts'
import { loadNewestBy } from '../feeds/newest.ts'
import { loadVisibility } from '../feeds/visibility.ts'

/** Loads the escalation steps of each risk whose cause is present, or of some, in its present episode, the first first. */
const loadOwnSteps = ({ id, database }: Reader, riskIds: readonly number[] | null = null) =>
  database.kysely
    .selectFrom('escalation_step')
    .innerJoin('risk', (join) =>
      join
        .onRef('risk.workspace_id', '=', 'escalation_step.workspace_id')
        .onRef('risk.id', '=', 'escalation_step.risk_id')
        .onRef('risk.episode', '=', 'escalation_step.episode'),
    )
    .selectAll('escalation_step')
    .where('escalation_step.workspace_id', '=', id)
    .where('risk.ended_at', 'is', null)
    .$if(riskIds !== null, (query) => query.where('risk.id', 'in', [...(riskIds ?? [])]))
    .orderBy('escalation_step.asked_at')
    .orderBy('escalation_step.person_name')
    .execute()

const stepOf = (row: Schema['escalation_step']): EscalationStep => ({
  riskId: Number(row.risk_id),
  episode: Number(row.episode),
  rung: row.rung,
  personId: row.person_id,
  name: row.person_name,
  at: momentOf(row.asked_at),
})

/** Loads who was asked about risks, or about some of them, because nobody dealt with them, by risk; whoever has acknowledged is merely reminded. */
export const loadEscalationContacts = async (
  workspace: Reader,
  riskIds: readonly number[] | null = null,
): Promise<ReadonlyMap<number, NonNullable<RiskRecord['asked']>>> => {
  const rows = (await loadOwnSteps(workspace, riskIds)).filter(
    ({ rung, person_id }) => person_id !== '' && rung !== 'remind' && rung !== 'silence',
  )
  return new Map(
    [...Map.groupBy(rows, (row) => Number(row.risk_id))].map(([riskId, own]) => [
      riskId,
      own.map((row) => ({ episode: Number(row.episode), name: row.person_name, on: dayOf(row.asked_on) })),
    ]),
  )
}

/** The escalation so far: steps, messages to people, stopped reminders and resets. */
export type EscalationHistory = {
  /** The steps of each risk's episode. */
  readonly steps: ReadonlyMap<number, readonly EscalationStep[]>
  /** The moments of each person's messages since one. */
  readonly messagesByPerson: ReadonlyMap<string, readonly number[]>
  /** Whoever wants no more reminders, as `risk episode person`. */
  readonly stopped: ReadonlySet<string>
  /** When somebody last acted on a risk. */
  readonly lastResets: ReadonlyMap<number, number>
}

/** Gives a stopped reminder one text to key sets with. */
export const stoppedKey = (riskId: number, episode: number, personId: string): string =>
  `${riskId} ${episode} ${personId}`

/** Gives a message to one channel one text to key steps with. */
export const messageKey = (channel: string, entity: string): string => `${channel} ${entity}`

/** Loads the escalation so far, with the messages since a moment. */
export const loadEscalationHistory = async (workspace: Reader, since: string): Promise<EscalationHistory> => {
  const { id, database } = workspace
  const steps = (await loadOwnSteps(workspace)).map(stepOf)
  const messages = await database.kysely
    .selectFrom('escalation_step')
    .select(['person_id', 'message', 'asked_at'])
    .distinct()
    .where('workspace_id', '=', id)
    .where('asked_at', '>=', since)
    .where('message', '<>', '')
    .execute()
  const stopped = await database.kysely
    .selectFrom('stopped_reminder')
    .selectAll()
    .where('workspace_id', '=', id)
    .execute()
  const heard = await database.kysely
    .selectFrom('escalation_reset')
    .selectAll()
    .where('workspace_id', '=', id)
    .execute()
  return {
    lastResets: new Map(heard.map((row) => [Number(row.risk_id), momentOf(row.reset_at)])),
    steps: Map.groupBy(steps, ({ riskId }) => riskId),
    messagesByPerson: new Map(
      [...Map.groupBy(messages, (row) => row.person_id)].map(([person, own]) => [
        person,
        own.map((row) => momentOf(row.asked_at)),
      ]),
    ),
    stopped: new Set(stopped.map((row) => stoppedKey(Number(row.risk_id), Number(row.episode), row.person_id))),
  }
}

/** Who is asked about risks on a business date, in which message; null where nobody gets one. */
export type KeepEscalationSteps = {
  readonly kind: 'keep-escalation-steps'
  readonly steps: readonly EscalationStep[]
  readonly message: string | null
  readonly on: Day
}

/** Keeps escalation steps. Answers false, and writes nothing more, when one of them was taken already. */
export const keepEscalationSteps = async (
  writer: Writer,
  { steps, message, on }: KeepEscalationSteps,
): Promise<boolean> => {
  const { transaction, workspaceId, now } = writer
  for (const { riskId, episode, rung, personId, name } of steps) {
    const { numInsertedOrUpdatedRows } = await transaction
      .insertInto('escalation_step')
      .values({
        workspace_id: workspaceId,
        risk_id: riskId,
        episode,
        rung,
        person_id: personId,
        person_name: name,
        message: message ?? '',
        asked_at: now,
        asked_on: isoOf(on),
      })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirstOrThrow()
    if (Number(numInsertedOrUpdatedRows) !== 1) return false
  }
  await reviseRisks(
    writer,
    steps.map(({ riskId }) => riskId),
  )
  return true
}

/** Lets whoever has read risks read them again: who was asked about them has changed. */
const reviseRisks = async (writer: Writer, riskIds: readonly number[]): Promise<void> => {
  if (riskIds.length === 0) return
  await writer.transaction
    .updateTable('risk')
    .set({ revision: await nextNumber(writer, 'revision') })
    .where('workspace_id', '=', writer.workspaceId)
    .where('id', 'in', [...riskIds])
    .execute()
}

/** Deletes the steps of a message that nobody will read: its people were not asked. */
export const forgetEscalationSteps = async (writer: Writer, message: string): Promise<void> => {
  const forgotten = await writer.transaction
    .deleteFrom('escalation_step')
    .where('workspace_id', '=', writer.workspaceId)
    .where('message', '=', message)
    .returning('risk_id')
    .execute()
  await reviseRisks(
    writer,
    forgotten.map((row) => Number(row.risk_id)),
  )
}

/** Loads the steps that a message belongs to. */
export const loadEscalationSteps = async (
  { id, database }: Reader,
  message: string,
): Promise<readonly EscalationStep[]> => {
  const rows = await database.kysely
    .selectFrom('escalation_step')
    .selectAll()
    .where('workspace_id', '=', id)
    .where('message', '=', message)
    .execute()
  return rows.map(stepOf)
}

/** Somebody acted on a risk: its escalation begins anew. */
export type ResetEscalation = { readonly kind: 'reset-escalation'; readonly riskId: number }

/** Keeps that somebody acted on a risk. */
export const resetEscalation = async (
  { transaction, workspaceId, now }: Writer,
  { riskId }: ResetEscalation,
): Promise<void> => {
  await transaction
    .insertInto('escalation_reset')
    .values({ workspace_id: workspaceId, risk_id: riskId, reset_at: now })
    .onConflict((conflict) => conflict.columns(['workspace_id', 'risk_id']).doUpdateSet({ reset_at: now }))
    .execute()
}

/** Somebody wants no more reminders of risks in their present episodes. */
export type StopReminding = {
  readonly kind: 'stop-reminding'
  readonly risks: readonly { readonly id: number; readonly episode: number }[]
  readonly personId: string
}

/** Keeps that somebody wants no more reminders of risks in their episodes. */
export const stopReminding = async (
  { transaction, workspaceId, now }: Writer,
  { risks, personId }: StopReminding,
): Promise<void> => {
  for (const { id, episode } of risks)
    await transaction
      .insertInto('stopped_reminder')
      .values({ workspace_id: workspaceId, risk_id: id, episode, person_id: personId, stopped_at: now })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
}

/** What is known of a person: their accounts, the first seen first, and their time zone: the one they chose, or that of an account. */
type KnownPerson = {
  readonly name: string | null
  readonly accounts: readonly string[]
  readonly timeZone: string | null
}

/** Loads what is known of everybody who has an account, or has chosen a zone, by person. */
export const loadKnownPeople = async ({ id, database }: Reader): Promise<ReadonlyMap<string, KnownPerson>> => {
  const accounts = await database.kysely
    .selectFrom('account')
    .select(['id', 'person_id', 'name', 'time_zone'])
    .where('workspace_id', '=', id)
    .orderBy('first_seen_at')
    .orderBy('id')
    .execute()
  const chosen = await database.kysely
    .selectFrom('person')
    .select(['id', 'time_zone'])
    .where('workspace_id', '=', id)
    .where('time_zone', 'is not', null)
    .execute()
  const zones = new Map(chosen.map((row) => [row.id, row.time_zone]))
  const byPerson = Map.groupBy(accounts, (row) => row.person_id)
  return new Map(
    [...new Set([...byPerson.keys(), ...zones.keys()])].map((person) => {
      const own = byPerson.get(person) ?? []
      return [
        person,
        {
          name: own.find((row) => row.id === person)?.name ?? own[0]?.name ?? null,
          accounts: own.map((row) => row.id),
          timeZone: zones.get(person) ?? own.find((row) => row.time_zone !== null)?.time_zone ?? null,
        },
      ]
    }),
  )
}

/** Loads the days on which the whole company is closed, as far as the holidays feed tells by a date. */
export const loadHolidays = async (workspace: Reader, today: Day): Promise<ReadonlySet<Day>> => {
  const visibility = await loadVisibility(workspace, isoOf(today))
  const rows = await loadNewestBy(workspace, visibility, 'holidays', 'calendar', ['*'])
  return new Set(rows.map((row) => dayOf(row.holiday_on)))
}

/** Loads the channels that see the card of each promotion. */
export const loadPromotionChannels = async ({
  id,
  database,
}: Reader): Promise<ReadonlyMap<string, readonly string[]>> => {
  const rows = await database.kysely
    .selectFrom('live_message')
    .select(['channel', 'entity'])
    .where('workspace_id', '=', id)
    .where('about', '=', 'promotion')
    .execute()
  return new Map(
    [...Map.groupBy(rows, (row) => row.entity)].map(([entity, own]) => [entity, own.map((row) => row.channel)]),
  )
}

/** Makes one person's steps and stopped reminders another's. */
export const moveEscalationSteps = async (
  { transaction, workspaceId }: Writer,
  from: string,
  to: string,
): Promise<void> => {
  for (const table of ['escalation_step', 'stopped_reminder'] as const) {
    const rows = await transaction
      .selectFrom(table)
      .selectAll()
      .where('workspace_id', '=', workspaceId)
      .where('person_id', '=', from)
      .execute()
    for (const row of rows)
      await transaction
        .insertInto(table)
        .values({ ...row, person_id: to } as never)
        .onConflict((conflict) => conflict.doNothing())
        .execute()
    await transaction.deleteFrom(table).where('workspace_id', '=', workspaceId).where('person_id', '=', from).execute()
  }
}
