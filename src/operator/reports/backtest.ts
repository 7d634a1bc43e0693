import type { App } from '../../app.ts'
import type { BacktestReport } from '../../domain/backtest/report.ts'
import { type Day, isoOf } from '../../domain/day.ts'
import { Refusal } from '../../domain/refusal.ts'

/** Replays history between two days (all there is where they are null). Throws a Refusal where there are no sales. */
export const backtestReport = async (
  app: App,
  options: { readonly from: Day | null; readonly to: Day | null; readonly leadDays: number | null },
): Promise<BacktestReport> => {
  const report = await app.backtest(options)
  if (report === null)
    throw new Refusal(
      options.to === null
        ? 'There is no history to replay: the store has no past sales. Import them: import sales FILE.'
        : 'There is no history to replay: the store has no sales up to that day. Choose a later --to.',
    )
  if (report.from > report.to)
    throw new Refusal(
      `The sales in the store end on ${isoOf(report.to)}, so there is nothing to replay from ${isoOf(report.from)}. Choose an earlier --from.`,
    )
  return report
}
