import type { Card } from '../../cards/language/card.ts'
import { listWords } from '../../cards/language/words.ts'
import { riskId } from '../../cards/risks/risk-words.ts'
import type { LineAssessment } from '../../domain/assessment/readiness.ts'
import type { JudgedPromotion } from '../../domain/promotions/judged-promotion.ts'
import { failed, ok, type Result } from '../../domain/result.ts'
import { isCalledFor, type RiskRecord } from '../../domain/risks/risk.ts'
import { riskCandidates } from '../../domain/risks/risk-candidate.ts'
import { loadDigestEntries, loadRegister } from '../../services/risks/risk-register.ts'
import type { Change } from '../../store/changes/change.ts'
import type { CommandContext } from '../dispatch/command.ts'
import { nothingChanged } from '../dispatch/refusals.ts'

/**
 * The risks that somebody names, the assessed promotions they come from, and the changes to all other risks: finding a risk
 * brings the whole register up to date.
 */
export type FoundRisks = {
  readonly found: readonly RiskRecord[]
  readonly entries: readonly JudgedPromotion[]
  readonly changes: readonly Change[]
}

/** Splits the words that name risks: each may name several, `R-1,R-2`. */
export const riskNames = (bare: readonly string[]): readonly string[] =>
  bare.flatMap((word) => word.split(',')).filter((word) => word !== '')

/**
 * Finds the risks that people name: `R-3`, every one of a promotion (`P-1`), or `all` that nobody has taken; or answers what
 * is wrong with the names. The register is brought up to date first, so that people act on the risk as it is now. `command`
 * is the command as it is typed, for an example.
 */
export const findRisks = async (
  context: CommandContext,
  names: readonly string[],
  command: string,
): Promise<Result<FoundRisks, Card>> => {
  const ask = (sentence: string) => failed(nothingChanged(sentence))
  if (names.length === 0)
    return ask(`Which risk? Say its number, such as ${command} R-1; /shelfready risks shows them.`)
  const entries = await loadDigestEntries(context)
  const register = await loadRegister(context, entries)
  const live = [...register.records.values()].filter(isCalledFor)
  const found = new Set<RiskRecord>()
  for (const word of names) {
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
  return ok({
    found: [...found],
    entries,
    changes: register.changes.filter((change) => change.kind !== 'keep-risk' || !acted.has(change.risk.id)),
  })
}

/** The one risk that somebody names, with the promotion lines that call for it. */
type FoundRisk = FoundRisks & { readonly record: RiskRecord; readonly lines: readonly LineAssessment[] }

/** Finds the one risk that somebody names; or answers why none is meant, or more than one. */
export const findRisk = async (
  context: CommandContext,
  names: readonly string[],
  command: string,
): Promise<Result<FoundRisk, Card>> => {
  const search = await findRisks(context, names, command)
  if (!search.ok) return search
  const named = search.value
  const [record] = named.found
  if (record === undefined || named.found.length > 1)
    return failed(
      nothingChanged(`That names ${named.found.length} risks: ${listWords(named.found.map(riskId))}. Which one?`),
    )
  const candidate = riskCandidates(named.entries).find(({ identity }) => identity === record.identity)
  return ok({ ...named, record, lines: candidate?.evidence.flatMap((evidence) => evidence.lines) ?? [] })
}
