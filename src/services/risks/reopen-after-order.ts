import type { ReportedOrder } from '../../domain/risks/reported-order.ts'
import { isCalledFor, type RiskRecord } from '../../domain/risks/risk.ts'
import { applyTransition, isRefusedTransition } from '../../domain/risks/risk-transition.ts'
import type { Change } from '../../store/changes/change.ts'
import type { Context } from '../context.ts'

/** Reopens the risks for which an order was reported that no longer counts. */
export const reopenAfterOrder = (
  risks: readonly RiskRecord[],
  parts: readonly Pick<ReportedOrder, 'riskId'>[],
  moment: Pick<Context, 'now' | 'today'>,
): readonly Change[] =>
  risks
    .filter(
      (record) =>
        parts.some(({ riskId }) => riskId === record.id) && record.state === 'mitigating' && isCalledFor(record),
    )
    .flatMap((record) => {
      const risk = applyTransition(record, { kind: 'silence' }, moment)
      return isRefusedTransition(risk) ? [] : [{ kind: 'keep-risk', risk } as const]
    })
