import type { ToldOrder } from '../../domain/risks/reported-order.ts'
import { isCalledFor, type RiskRecord } from '../../domain/risks/risk.ts'
import { done, isNoDeed } from '../../domain/risks/risk-transition.ts'
import type { Change } from '../../store/changes/change.ts'
import type { Context } from '../context.ts'

/** The risks that an order was told of for are questions again once the order no longer counts. */
export const reopened = (
  risks: readonly RiskRecord[],
  parts: readonly Pick<ToldOrder, 'riskId'>[],
  moment: Pick<Context, 'now' | 'today'>,
): readonly Change[] =>
  risks
    .filter(
      (record) =>
        parts.some(({ riskId }) => riskId === record.id) && record.state === 'mitigating' && isCalledFor(record),
    )
    .flatMap((record) => {
      const risk = done(record, { kind: 'silence' }, moment)
      return isNoDeed(risk) ? [] : [{ kind: 'keep-risk', risk } as const]
    })
