import * as z from 'zod'
import { riskId } from '../../cards/risks/risk-id.ts'
import { isoOf } from '../../domain/day.ts'
import type { Money } from '../../domain/money.ts'
import type { RiskRecord } from '../../domain/risks/risk.ts'

/** Amounts of money, each with its currency; null where that is unknown. */
export const moneySchema = z.array(z.strictObject({ currency: z.string().nullable(), amount: z.number() }))

/** One risk: what somebody has to do, by when, and who has it. */
export const riskSchema = z.strictObject({
  risk_id: z.string(),
  kind: z.string(),
  state: z.string(),
  action: z.string(),
  promotions: z.array(z.string()),
  owner: z.string().nullable(),
  order_by: z.iso.date().nullable(),
  order_units: z.number().nullable(),
  money_at_risk: moneySchema,
})

/** Writes money as systems read it. */
export const moneyJson = (money: Money): z.infer<typeof moneySchema> =>
  Object.entries(money).map(([currency, amount]) => ({ currency: currency || null, amount }))

/** Writes a risk as systems read it. */
export const riskJson = (record: RiskRecord): z.infer<typeof riskSchema> => ({
  risk_id: riskId(record),
  kind: record.kind,
  state: record.state,
  action: record.subject.action.kind,
  promotions: record.subject.promotions.map(({ promotionId }) => promotionId),
  owner: record.owner?.name ?? null,
  order_by: record.orderBy === null ? null : isoOf(record.orderBy),
  order_units: record.subject.orderUnits,
  money_at_risk: moneyJson(record.money),
})
