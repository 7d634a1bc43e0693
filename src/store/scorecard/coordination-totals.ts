import { type Day, isoOf } from '../../domain/day.ts'
import { addMoney, type Money } from '../../domain/money.ts'
import type { RiskSubject } from '../../domain/risks/risk.ts'
import { median } from '../../domain/scorecard/median.ts'
import type { CoordinationTotals } from '../../domain/scorecard/totals.ts'
import type { Reader } from '../database/workspace.ts'
import { loadOutcomes, type ResultRange } from './totals.ts'

/** Moments of the store are UTC: a period begins and ends with its days there. */
const startOf = (day: Day): string => `${isoOf(day)}T00:00:00.000Z`

const hour = 60 * 60 * 1_000

const hoursBetween = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / hour

/**
 * Sums how fast risks were acknowledged and proposals answered in a period, and the risks that were prevented: those somebody
 * took and whose promotions all went without a stockout, each counted once, when the last of its promotions has ended.
 */
export const loadCoordinationTotals = async (reader: Reader, range: ResultRange): Promise<CoordinationTotals> => {
  const [from, until] = [startOf(range.from), startOf(range.to + 1)]
  const acknowledged = await loadAcknowledged(reader, from, until)
  const decided = await loadDecided(reader, from, until)
  const prevented = await loadPrevented(reader, range)
  return {
    acknowledged: acknowledged.length,
    hoursToAcknowledge: median(acknowledged),
    decided: decided.length,
    hoursToDecide: median(decided),
    prevented: prevented.length,
    preventedMoney: addMoney(prevented),
  }
}

/** Loads the hours from the opening of risks to their acknowledgement; of a risk that was opened again the last time counts. */
const loadAcknowledged = async ({ id, database }: Reader, from: string, until: string): Promise<readonly number[]> => {
  const rows = await database.kysely
    .selectFrom('acknowledgement')
    .innerJoin('risk', (join) =>
      join
        .onRef('risk.workspace_id', '=', 'acknowledgement.workspace_id')
        .onRef('risk.id', '=', 'acknowledgement.risk_id')
        .onRef('risk.episode', '=', 'acknowledgement.episode'),
    )
    .select(['risk.opened_at', 'acknowledgement.acknowledged_at'])
    .where('acknowledgement.workspace_id', '=', id)
    .where('acknowledgement.acknowledged_at', '>=', from)
    .where('acknowledgement.acknowledged_at', '<', until)
    .execute()
  return rows.map((row) => Math.max(0, hoursBetween(row.opened_at, row.acknowledged_at)))
}

const loadDecided = async ({ id, database }: Reader, from: string, until: string): Promise<readonly number[]> => {
  const rows = await database.kysely
    .selectFrom('decision')
    .select(['proposed_at', 'agreed_at'])
    .where('workspace_id', '=', id)
    .where('agreed_at', '>=', from)
    .where('agreed_at', '<', until)
    .execute()
  return rows.flatMap(({ proposed_at, agreed_at }) =>
    agreed_at === null ? [] : [hoursBetween(proposed_at, agreed_at)],
  )
}

/** Loads what was at risk, when somebody took them, of the risks that were prevented. */
const loadPrevented = async (reader: Reader, range: ResultRange): Promise<readonly Money[]> => {
  const ended = await loadOutcomes(reader, range)
  if (ended.size === 0) return []
  const rows = await reader.database.kysely
    .selectFrom('risk')
    .select(['subject', 'handled_money'])
    .where('workspace_id', '=', reader.id)
    .where('kind', 'not in', ['unknown', 'demand-signal'])
    .where('state', '<>', 'accepted')
    .where('handled_at', 'is not', null)
    .where('ended_at', 'is not', null)
    .orderBy('id')
    .execute()
  const outcomes = new Map([
    ...ended,
    ...(await loadOutcomes(reader, { from: range.from - longestAgo, to: range.from - 1, where: [] })),
  ])
  return rows.flatMap(({ subject, handled_money }) => {
    const ids = (JSON.parse(subject) as RiskSubject).promotions.map(({ promotionId }) => promotionId)
    const isHere = ids.some((one) => ended.has(one)) && ids.every((one) => outcomes.get(one) === 'well')
    return isHere ? [JSON.parse(handled_money ?? '{}') as Money] : []
  })
}

/** The promotions of one risk end within so many days of each other: a year. */
const longestAgo = 366
