import { noteCard } from '../../cards/language/plain-card.ts'
import { formattedForAll } from '../../cards/language/reader-formats.ts'
import { countWords, dateWords, listWords, unitWords } from '../../cards/language/words.ts'
import { verdictChangeWords } from '../../cards/risks/reported-order-card.ts'
import { riskId } from '../../cards/risks/risk-id.ts'
import type { JudgedLine } from '../../domain/assessment/readiness.ts'
import { type Day, isoOf } from '../../domain/day.ts'
import { correctionDays, longestCorrectionDays, longestLeadDays } from '../../domain/policy.ts'
import { failed, ok } from '../../domain/result.ts'
import type { Corrected, Correction } from '../../domain/risks/correction.ts'
import { readDate } from '../../parsing/dates.ts'
import { days, nonNegative } from '../../parsing/number-values.ts'
import { inDays, inUnits } from '../../parsing/quantities.ts'
import { noTypedInput } from '../../services/assessment/load-cell-facts.ts'
import { reassessWithInput } from '../../services/assessment/reassess-with-input.ts'
import type { Fields } from '../../services/audit-entry.ts'
import { loadNextNumber } from '../../store/database/counter.ts'
import { type Arguments, asWritten, readKeyed, readReason, sortArguments } from '../dispatch/arguments.ts'
import { answer, type Command, type CommandContext, keysOf, type Outcome } from '../dispatch/command.ts'
import { refused } from '../dispatch/refusals.ts'
import { promoOverride } from '../promotions/promo-override.ts'
import { findRisk, riskNames } from './find-risk.ts'
import { reportHandling } from './handle-risks.ts'
import { linesMeant } from './risk-ordered.ts'

const whats = ['stock', 'lead', 'due', 'uplift'] as const

/** Corrects a value where a feed is wrong, for a while; the promotions of the risk are assessed again at once. */
export const riskCorrect: Command = {
  name: 'shelfready correct',
  takes: [
    { name: 'RISK', value: null, says: 'R-1, or P-1 if the promotion has one risk', isNeeded: true },
    { name: 'stock', value: '120', says: 'units on hand, counted today' },
    { name: 'lead', value: '21', says: 'lead time of the supplier, in days' },
    { name: 'due', value: '"19 Jun"', says: 'the day an order is due (with order:)' },
    { name: 'uplift', value: '+40%', says: "a planner's own figure, as in promo override" },
    { name: 'order', value: 'PO-81', says: 'the order with the new due date' },
    { name: 'sku', value: 'SKU-1', says: 'the item (only if several)' },
    { name: 'at', value: 'EAST', says: 'the location (only if several)' },
    {
      name: 'until',
      value: '"30 Jun"',
      says: 'the last day it holds (default: one week for stock, four for the rest)',
    },
    { name: 'reason', value: '"counted on Monday"', says: 'why' },
  ],
  does: 'correct a figure that a feed has wrong, for a while',
  examples: ['/shelfready correct R-1 stock:120 until:"30 Jun" reason:"counted this morning"'],
  right: 'forecast',
  run: async (context) => {
    const given = sortArguments(context.words, keysOf(riskCorrect))
    const typed = whats.filter((what) => given.keyed.has(what))
    const [what] = typed
    if (what === undefined || typed.length > 1)
      given.problems.push(
        `Correct one figure at a time: stock:120, lead:21, due:"19 Jun" or uplift:+40%${typed.length > 1 ? `; you gave ${listWords(typed)}` : ''}.`,
      )
    const reason = readReason(given, null) || null
    if (what === undefined || given.problems.length > 0) return refused(given.problems)
    const search = await findRisk(context, riskNames(given.bare), '/shelfready correct')
    if (!search.ok) return answer(search.error)
    const found = search.value
    if (what === 'uplift') return overrideUplift(context, given, found.record.subject.promotions)
    const lines = linesMeant(given, found.lines)
    const corrected = lines === null ? null : readCorrected(context, given, what, lines)
    const until = corrected === null ? null : readUntil(context, given, corrected)
    if (corrected === null || until === null || given.problems.length > 0) return refused(given.problems)
    const { record } = found
    const id = await loadNextNumber(context.workspace, 'correction')
    const correction: Correction = { id, corrected, until, reason, by: context.person, on: context.today }
    const promotions = record.subject.promotions.map(({ promotionId }) => promotionId)
    const judged = await reassessWithInput(context, promotions, { ...noTypedInput, corrections: [correction] })
    const words = () => `${correctedWords(corrected, context.today)}, until ${dateWords(until, context.today)}`
    const forAll = formattedForAll(words)
    return {
      changes: [
        { kind: 'keep-correction', correction },
        ...judged.changes,
        ...(await reportHandling(context, record, 'correct', {
          detail: { correction: forAll, reason },
          ...correctedFields(corrected, lines ?? []),
          words: `corrected data (${forAll}) for`,
        })),
        {
          kind: 'keep-undo-entry',
          entry: {
            personId: context.person.id,
            what: 'correct',
            undo: { risks: [], orders: [], corrections: [id], promotions: promotions },
          },
        },
      ],
      reply: noteCard(
        `${riskId(record)}: ${words()}. ${verdictChangeWords(judged.promotions, context.today)}. Undo within ten minutes: /shelfready undo.`,
      ),
    }
  },
}

/** Gives the corrected value before and after, for the audit; before is what the feed says. */
const correctedFields = (
  corrected: Corrected,
  lines: readonly JudgedLine[],
): { readonly before: Fields; readonly after: Fields } => {
  const found = <T>(of: (line: JudgedLine) => T | null | undefined): T | null =>
    lines.map(of).find((value) => value != null) ?? null
  switch (corrected.kind) {
    case 'stock': {
      const units = found(({ facts }) => (facts.location.location === corrected.location ? facts.stock?.onHand : null))
      return { before: { units }, after: { units: corrected.units } }
    }
    case 'lead-time':
      return { before: { lead_days: found(({ facts }) => facts.leadTime?.lead) }, after: { lead_days: corrected.days } }
    case 'due-date': {
      const due = found(({ facts }) => facts.orders.find(({ orderId }) => orderId === corrected.orderId)?.due)
      return { before: { due: due === null ? null : isoOf(due) }, after: { due: isoOf(corrected.due) } }
    }
  }
}

const correctedWords = (corrected: Corrected, today: Day): string => {
  switch (corrected.kind) {
    case 'stock':
      return `${corrected.sku} has ${unitWords(corrected.units)} on hand at ${corrected.location}`
    case 'lead-time':
      return `${corrected.supplier} needs ${countWords(corrected.days, 'day')}${corrected.sku === null ? '' : ` for ${corrected.sku}`}`
    case 'due-date':
      return `${corrected.orderId} is due ${dateWords(corrected.due, today)}`
  }
}

/** Runs `promo override`, which is the command for an uplift. */
const overrideUplift = (
  context: CommandContext,
  { keyed, problems }: Arguments,
  promotions: readonly { readonly promotionId: string }[],
): Promise<Outcome> | Outcome => {
  const [only] = promotions
  if (only === undefined || promotions.length > 1) {
    problems.push(
      `This risk covers ${promotions.length} promotions. Set it for one of them: /promo override ${only?.promotionId ?? 'P-1'} uplift:${keyed.get('uplift')} reason:"..."`,
    )
    return refused(problems)
  }
  const words = ['uplift', 'until', 'reason'].flatMap((key) => {
    const value = keyed.get(key)
    return value === undefined ? [] : [{ key, value }]
  })
  return promoOverride.run({ ...context, words: [{ key: null, value: only.promotionId }, ...words] })
}

const readCorrected = (
  context: CommandContext,
  given: Arguments,
  what: 'stock' | 'lead' | 'due',
  lines: readonly JudgedLine[],
): Corrected | null => {
  const { problems, keyed } = given
  const [first] = lines as [JudgedLine]
  const { sku } = first.line
  switch (what) {
    case 'stock': {
      const units = readKeyed(given, 'stock', asWritten(inUnits(nonNegative()), context.locale))
      const places = [
        ...new Set(lines.flatMap(({ line, facts }) => [line.location, facts.source?.location ?? []].flat())),
      ]
      const location =
        places.find((place) => place.toUpperCase() === keyed.get('at')?.trim().toUpperCase()) ?? places[0]
      if (places.length > 1 && !keyed.has('at'))
        problems.push(`Which location: ${listWords(places.slice(0, 5))}? For example: at:${places[0]}.`)
      return units === null || location === undefined ? null : { kind: 'stock', sku, location, units }
    }
    case 'lead': {
      const read = readKeyed(given, 'lead', asWritten(inDays(days(0, longestLeadDays)), context.locale))
      const supplier = first.facts.leadTime?.supplier ?? first.facts.item.supplier
      if (supplier === null) problems.push(`I do not know who supplies ${sku}. Import items with its supplier.`)
      return read === null || supplier === null
        ? null
        : { kind: 'lead-time', supplier, sku: keyed.has('sku') ? sku : null, days: read }
    }
    case 'due': {
      const due = readDate(keyed.get('due') ?? '', context)
      const orders = [
        ...new Set(
          lines.flatMap(({ facts }) =>
            facts.orders
              .filter(({ status }) => status === 'confirmed' || status === 'delayed')
              .map(({ orderId }) => orderId),
          ),
        ),
      ]
      const named = keyed.get('order')?.trim()
      const orderId = named === undefined ? orders[0] : orders.find((one) => one.toUpperCase() === named.toUpperCase())
      if (!due.ok) problems.push(`due: ${due.error}`)
      else if (due.value < context.today) problems.push(`due: ${dateWords(due.value, context.today)} is in the past.`)
      if (named === undefined && orders.length > 1)
        problems.push(`Which order: ${listWords(orders.slice(0, 5))}? For example: order:${orders[0]}.`)
      else if (orderId === undefined)
        problems.push(
          orders.length === 0
            ? `There is no open order for ${sku}.`
            : `There is no open order ${named} for ${sku}. Open: ${listWords(orders.slice(0, 5))}.`,
        )
      return !due.ok || orderId === undefined ? null : { kind: 'due-date', orderId, sku, due: due.value }
    }
  }
}

const readUntil = (context: CommandContext, { keyed, problems }: Arguments, corrected: Corrected): Day | null => {
  const typed = keyed.get('until')?.trim()
  const least = corrected.kind === 'due-date' ? corrected.due : context.today
  const until =
    typed === undefined
      ? ok(
          Math.min(
            Math.max(least, context.today + correctionDays[corrected.kind]),
            context.today + longestCorrectionDays,
          ),
        )
      : typed === ''
        ? failed('until: needs a day.')
        : readDate(typed, context)
  if (!until.ok) problems.push(until.error.startsWith('until:') ? until.error : `until: ${until.error}`)
  else if (until.value < context.today) problems.push('until: is in the past.')
  else if (until.value > context.today + longestCorrectionDays)
    problems.push(`until: is more than ${longestCorrectionDays} days ahead.`)
  else return until.value
  return null
}
