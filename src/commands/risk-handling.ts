import { refusalCard } from '../cards/plain-card.ts'
import { riskId } from '../cards/risk-words.ts'
import { exposuresOf } from '../domain/exposure.ts'
import type { RiskRecord } from '../domain/risk.ts'
import type { Change } from '../store/change.ts'
import { loadRisks } from '../store/risks.ts'
import { type Asked, answer, type Outcome } from './outcome.ts'
import { loadEntries, loadRegister, type RiskRegister } from './risk-register.ts'

/** The risks somebody means, and what of the other ones has to be kept because all were looked at. */
export type FoundRisks = { readonly found: readonly RiskRecord[]; readonly changes: readonly Change[] }

/**
 * Finds the risks that people name: `R-3`, every one of a promotion (`P-1`), or `all` that nobody has taken; answers what
 * is wrong with what they said. By number it reads what is kept; otherwise promotions are judged, so that a new one counts.
 */
export const findRisks = async (
  asked: Asked,
  said: readonly string[],
  command: string,
): Promise<FoundRisks | Outcome> => {
  const ask = (sentence: string) => answer(refusalCard(`${sentence} Nothing was changed.`))
  if (said.length === 0) return ask(`Which risk? Say its number, such as ${command} R-1; shelfready risks shows them.`)
  const register = (await keptAsToday(asked, said)) ?? (await loadRegister(asked, await loadEntries(asked)))
  const open = [...register.records.values()].filter((record) => record.state !== 'closed')
  const found = new Set<RiskRecord>()
  for (const word of said) {
    const wanted = word.toUpperCase()
    const matching = open.filter(
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
  const acted = new Set([...found].map((record) => record.id))
  return {
    found: [...found],
    changes: register.changes.filter((change) => change.kind !== 'keep-risk' || !acted.has(change.risk.id)),
  }
}

/** Gives the kept risks when all that are named by number are still called for by their own promotions; null when more has to be judged. */
const keptAsToday = async (asked: Asked, said: readonly string[]): Promise<RiskRegister | null> => {
  if (!said.every((word) => /^r-\d{1,12}$/i.test(word))) return null
  const records = await loadRisks(asked.workspace, [])
  const wanted = new Set(said.map((word) => word.toUpperCase()))
  const named = [...records.values()].filter((record) => wanted.has(riskId(record)))
  const ids = [...new Set(named.flatMap(({ subject }) => subject.promotions.map((promotion) => promotion.promotionId)))]
  const called = new Set(exposuresOf(await loadEntries(asked, ids)).map((exposure) => exposure.identity))
  return named.every((record) => called.has(record.identity)) ? { records, changes: [] } : null
}
