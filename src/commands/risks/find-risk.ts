import type { Card } from '../../cards/language/card.ts'
import { refusalCard } from '../../cards/language/plain-card.ts'
import { listWords } from '../../cards/language/words.ts'
import { riskId } from '../../cards/risks/risk-id.ts'
import type { JudgedLine } from '../../domain/assessment/readiness.ts'
import { failed, ok, type Result } from '../../domain/result.ts'
import type { RiskRecord } from '../../domain/risks/risk.ts'
import { keeperOf, loadPresent } from '../../services/present/present.ts'
import type { CommandContext } from '../dispatch/command.ts'
import { lostWords } from '../dispatch/lost-words.ts'
import { nothingChanged } from '../dispatch/refusals.ts'

/** Splits the words that name risks: each may name several, `R-1,R-2`. */
export const riskNames = (bare: readonly string[]): readonly string[] =>
  bare.flatMap((word) => word.split(',')).filter((word) => word !== '')

/**
 * Finds the risks that people name: `R-3`, every one of a promotion (`P-1`), or `all` that nobody has taken; or answers what
 * is wrong with the names. What changed is judged first, so that people act on the risk as it is now. `command` is the command
 * as it is typed, for an example.
 */
export const findRisks = async (
  context: CommandContext,
  names: readonly string[],
  command: string,
): Promise<Result<readonly RiskRecord[], Card>> => {
  const ask = (sentence: string) => failed(nothingChanged(sentence))
  if (names.length === 0) return ask(`Which risk? For example: ${command} R-1. See them all: /shelfready risks.`)
  const { records } = await loadPresent(context)
  const live = [...records.values()].toSorted((a, b) => a.id - b.id)
  const found = new Set<RiskRecord>()
  for (const word of names) {
    const wanted = word.toUpperCase()
    const matching = live.filter(
      (record) =>
        riskId(record) === wanted ||
        (wanted === 'ALL' && record.state === 'open') ||
        record.subject.promotions.some((promotion) => promotion.promotionId.toUpperCase() === wanted),
    )
    const lost = matching.length === 0 ? await lostWords(context, word) : null
    if (lost !== null) return failed(refusalCard(`${lost} See the open risks: /shelfready risks.`))
    if (matching.length === 0)
      return ask(
        wanted === 'ALL'
          ? 'There are no unassigned risks.'
          : `There is no open risk ${word}; it may be resolved. See the open ones: /shelfready risks.`,
      )
    for (const record of matching) found.add(record)
  }
  const changed = [...found].filter((record) => (context.revision ?? 0) > 0 && record.episode !== context.revision)
  if (changed.length > 0)
    return ask(
      `${listWords(changed.map(riskId))} has been resolved and reopened since this card was drawn, so look at it first: /shelfready risks.`,
    )
  return ok([...found])
}

/** The one risk that somebody names, with the promotion lines that call for it. */
type FoundRisk = { readonly record: RiskRecord; readonly lines: readonly JudgedLine[] }

/** Finds the one risk that somebody names; or answers why none is meant, or more than one. */
export const findRisk = async (
  context: CommandContext,
  names: readonly string[],
  command: string,
): Promise<Result<FoundRisk, Card>> => {
  const search = await findRisks(context, names, command)
  if (!search.ok) return search
  const named = search.value
  const [record] = named
  if (record === undefined || named.length > 1)
    return failed(nothingChanged(`That matches ${named.length} risks: ${listWords(named.map(riskId))}. Which one?`))
  const { evidence } = keeperOf(context.workspace).picture
  return ok({ record, lines: evidence(record.identity).flatMap(({ lines }) => lines) })
}
