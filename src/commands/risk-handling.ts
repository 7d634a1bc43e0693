import { refusalCard } from '../cards/plain-card.ts'
import { riskId } from '../cards/risk-words.ts'
import type { RiskRecord } from '../domain/risk.ts'
import { loadRisks } from '../store/risks.ts'
import { type Asked, answer, type Outcome } from './outcome.ts'

/** Finds the risks that people name: `R-3`, every open one of a promotion (`P-1`), or `all` that nobody has taken; answers what is wrong with what they said. */
export const findRisks = async (
  { workspace }: Asked,
  said: readonly string[],
  command: string,
): Promise<readonly RiskRecord[] | Outcome> => {
  const ask = (sentence: string) => answer(refusalCard(`${sentence} Nothing was changed.`))
  if (said.length === 0) return ask(`Which risk? Say its number, such as ${command} R-1; shelfready risks shows them.`)
  const kept = [...(await loadRisks(workspace, [])).values()].filter((record) => record.state !== 'closed')
  const found = new Set<RiskRecord>()
  for (const word of said) {
    const wanted = word.toUpperCase()
    const matching = kept.filter(
      (record) =>
        riskId(record) === wanted ||
        (wanted === 'ALL' && record.state === 'open') ||
        record.subject.promotions.some((promotion) => promotion.promotionId.toUpperCase() === wanted),
    )
    if (matching.length === 0)
      return ask(
        wanted === 'ALL'
          ? 'There is no risk that nobody has taken.'
          : `There is no open risk ${word}; it may be settled. shelfready risks shows those there are.`,
      )
    for (const record of matching) found.add(record)
  }
  return [...found]
}
