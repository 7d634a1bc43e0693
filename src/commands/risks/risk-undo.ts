import type { Card } from '../../cards/language/card.ts'
import { noteCard, refusalCard } from '../../cards/language/plain-card.ts'
import { agoWords, listWords } from '../../cards/language/words.ts'
import { riskId, riskNumber } from '../../cards/risks/risk-id.ts'
import { isoOf } from '../../domain/day.ts'
import { after } from '../../domain/delivery.ts'
import { undoMilliseconds } from '../../domain/policy.ts'
import { isCalledFor, type RiskRecord } from '../../domain/risks/risk.ts'
import { undoTransition } from '../../domain/risks/risk-transition.ts'

import type { Change } from '../../store/changes/change.ts'
import { loadLastUndoEntry } from '../../store/changes/undo-entries.ts'
import { loadCountingOrders } from '../../store/promotions/reported-orders.ts'
import { areStanding } from '../../store/promotions/set-shares.ts'
import { loadRisksNumbered } from '../../store/risks/risks.ts'
import { answer, type Command } from '../dispatch/command.ts'
import { undoNote } from '../intelligence/intel-undo.ts'
import { handlingFields, reportHandling } from './handle-risks.ts'

const names: Readonly<Record<string, string>> = {
  acknowledge: 'acknowledging',
  'take-back': 'giving back',
  take: 'taking over',
  assign: 'assigning',
  snooze: 'snoozing',
  mitigate: 'the order of',
  resolve: 'settling',
  accept: 'accepting',
  reopen: 'opening',
  correct: 'the correction for',
  share: 'the shares set for',
}

const nothingToUndo = (risk: number | null): Card =>
  risk === null
    ? refusalCard(
        'There is nothing to undo: you have changed no risk or share in the last ten minutes. Nothing was changed.',
      )
    : refusalCard(
        `You did nothing about ${riskId({ id: risk })} in the last ten minutes, or something else after it. Nothing was changed.`,
        [
          `Give it back: /shelfready unack ${riskId({ id: risk })}`,
          `Reopen it: /shelfready reopen ${riskId({ id: risk })}`,
        ],
      )

/** Undoes a person's last action on risks of the last ten minutes, unless the risks have changed since. */
export const riskUndo: Command = {
  name: 'shelfready undo',
  takes: [{ name: 'RISK', value: null, says: 'R-1: undoes nothing where your last action was about another one' }],
  does: 'undo your last step on a risk, or the shares you set, within ten minutes',
  examples: ['/shelfready undo', '/shelfready undo R-1'],
  right: 'handle-risks',
  run: async (context) => {
    const { workspace, person, now, today } = context
    const entry = await loadLastUndoEntry(workspace, person.id, after(now, -undoMilliseconds))
    const [typed] = context.words
    const meant = typed === undefined ? null : riskNumber(typed.value)
    if (typed !== undefined && meant === null)
      return answer(
        refusalCard(`There is no risk ${typed.value}. Nothing was changed. For example: /shelfready undo R-1`),
      )
    if (entry?.undo.note !== undefined && meant === null) return undoNote(context, entry)
    const isAbout = entry !== null && (meant === null || entry.undo.risks.some(({ id }) => id === meant))
    if (entry === null || !isAbout) return answer(nothingToUndo(meant))
    const records = await loadRisksNumbered(
      workspace,
      entry.undo.risks.map(({ id }) => id),
    )
    const orders = await loadCountingOrders(workspace, entry.undo.orders)
    if (orders.length < entry.undo.orders.length)
      return answer(
        refusalCard(
          'The order you recorded is now in a feed, or someone has withdrawn it. Nothing was changed. See where it stands: /shelfready risks',
        ),
      )
    const { shares = [] } = entry.undo
    if (!(await areStanding(workspace, shares)))
      return answer(
        refusalCard(
          `Someone has set these shares again since then. Nothing was undone. See them: /promo share ${entry.undo.promotions[0]}`,
        ),
      )
    const back = entry.undo.risks.map(({ id, before, after: now_ }) => {
      const record = records.get(id)
      if (record === undefined) return { id, record, risk: null }
      // A risk that ended because of the order is open again as soon as the order no longer counts.
      const isBySettling = !isCalledFor(record) && orders.length > 0
      const { state, snoozedUntil } = now_
      return {
        id,
        record,
        risk: undoTransition(isBySettling ? { ...record, state, snoozedUntil, endedAt: null } : record, before, now_),
      }
    })
    const stuck = back.filter(({ risk }) => risk === null)
    if (stuck.length > 0)
      return answer(
        refusalCard(
          `${listWords(stuck.map(({ id }) => riskId({ id })))} has changed since then. Nothing was undone. See where it stands: /shelfready risks`,
        ),
      )
    const risks = back.flatMap(({ risk }) => (risk === null ? [] : [risk]))
    const about = risks.length > 0 ? risks.map(riskId) : entry.undo.promotions
    const promotions = back.length > 0 ? [] : entry.undo.promotions
    const what = `${names[entry.what] ?? entry.what} ${listWords(about)}`
    const announcements = await Promise.all(
      back.flatMap(({ record, risk }) =>
        record === undefined || risk === null
          ? []
          : reportHandling(context, risk, 'undo', {
              detail: { what: entry.what },
              before: handlingFields(record),
              after: handlingFields(risk),
              words: 'undid the last change to',
            }),
      ),
    )
    return {
      changes: [
        { kind: 'mark-undone', id: entry.id },
        ...risks.map((risk: RiskRecord): Change => ({ kind: 'keep-risk', risk })),
        ...(entry.undo.orders.length === 0
          ? []
          : [
              {
                kind: 'update-reported-orders',
                ids: entry.undo.orders,
                from: ['counts', 'asked'],
                to: 'withdrawn',
              } satisfies Change,
            ]),
        ...(entry.undo.corrections.length === 0
          ? []
          : [{ kind: 'withdraw-corrections', ids: entry.undo.corrections, on: isoOf(today) } satisfies Change]),
        ...(shares.length === 0 ? [] : [{ kind: 'withdraw-shares', ids: shares } satisfies Change]),
        ...announcements.flat(),
        ...promotions.map(
          (entity): Change => ({
            kind: 'audit',
            actor: person.id,
            place: context.placeName,
            action: 'undo',
            entity,
            detail: { name: person.name, what: entry.what },
          }),
        ),
      ],
      reply: noteCard(`Undone, ${agoWords(entry.at, now)}: ${what}.`),
    }
  },
}
