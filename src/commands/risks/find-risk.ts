import { refusalCard } from '../../cards/language/plain-card.ts'
import { listWords } from '../../cards/language/words.ts'
import { riskId } from '../../cards/risks/risk-words.ts'
import type { LineAssessment } from '../../domain/assessment/readiness.ts'
import type { JudgedPromotion } from '../../domain/promotions/judged-promotion.ts'
import { isCalledFor, type RiskRecord } from '../../domain/risks/risk.ts'
import { riskCandidates } from '../../domain/risks/risk-candidate.ts'
import { loadDigestEntries, loadRegister } from '../../services/risks/risk-register.ts'
import type { Change } from '../../store/changes/change.ts'
import { answer, type CommandContext, type Outcome } from '../dispatch/command.ts'

/** The risks somebody means, what was judged to find them, and what of the other ones has to be kept because all were looked at. */
export type FoundRisks = {
  readonly found: readonly RiskRecord[]
  readonly entries: readonly JudgedPromotion[]
  readonly changes: readonly Change[]
}

/** Splits the words that name risks: each may name several, `R-1,R-2`. */
export const riskNames = (bare: readonly string[]): readonly string[] =>
  bare.flatMap((word) => word.split(',')).filter((word) => word !== '')

/**
 * Finds the risks that people name: `R-3`, every one of a promotion (`P-1`), or `all` that nobody has taken; answers what
 * is wrong with what they said. Everything is judged first: what people take on is the risk as it is now.
 */
export const findRisks = async (
  context: CommandContext,
  said: readonly string[],
  command: string,
): Promise<FoundRisks | Outcome> => {
  const ask = (sentence: string) => answer(refusalCard(`${sentence} Nothing was changed.`))
  if (said.length === 0) return ask(`Which risk? Say its number, such as ${command} R-1; /shelfready risks shows them.`)
  const entries = await loadDigestEntries(context)
  const register = await loadRegister(context, entries)
  const live = [...register.records.values()].filter(isCalledFor)
  const found = new Set<RiskRecord>()
  for (const word of said) {
    const wanted = word.toUpperCase()
    const matching = live.filter(
      (record) =>
        riskId(record) === wanted ||
        (wanted === 'ALL' && record.state === 'open') ||
        record.subject.promotions.some((promotion) => promotion.promotionId.toUpperCase() === wanted),
    )
    if (matching.length === 0)
      return ask(
        wanted === 'ALL'
          ? 'There is no risk that nobody has taken.'
          : `There is no open risk ${word}; it may be settled. /shelfready risks shows those there are.`,
      )
    for (const record of matching) found.add(record)
  }
  const changed = [...found].filter((record) => (context.revision ?? 0) > 0 && record.episode !== context.revision)
  if (changed.length > 0)
    return ask(
      `${listWords(changed.map(riskId))} was settled and has come up again since that was shown, so it is another question now. Look at it first: /shelfready risks.`,
    )
  const acted = new Set([...found].map((record) => record.id))
  return {
    found: [...found],
    entries,
    changes: register.changes.filter((change) => change.kind !== 'keep-risk' || !acted.has(change.risk.id)),
  }
}

/** Finds the one risk that somebody means, with the promotion lines that call for it; answers what is wrong with what they said. */
export const findRisk = async (
  context: CommandContext,
  said: readonly string[],
  command: string,
): Promise<(FoundRisks & { readonly record: RiskRecord; readonly lines: readonly LineAssessment[] }) | Outcome> => {
  const named = await findRisks(context, said, command)
  if ('reply' in named) return named
  const [record] = named.found
  if (record === undefined || named.found.length > 1)
    return answer(
      refusalCard(
        `That names ${named.found.length} risks: ${listWords(named.found.map(riskId))}. Which one? Nothing was changed.`,
      ),
    )
  const candidate = riskCandidates(named.entries).find(({ identity }) => identity === record.identity)
  return { ...named, record, lines: candidate?.evidence.flatMap((evidence) => evidence.lines) ?? [] }
}
