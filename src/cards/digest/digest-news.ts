import type { Verdict } from '../../domain/assessment/readiness.ts'
import type { Digest } from '../../domain/digest/digest.ts'
import type { DigestChange } from '../../domain/digest/digest-snapshot.ts'
import { mostJudgedApart } from '../../domain/policy.ts'
import { firstJudgedWords } from '../alerts/first-judged-card.ts'
import type { Item } from '../language/card.ts'
import { countWords, verdictCountsWords } from '../language/words.ts'
import { digestChangeItem } from './digest-change-item.ts'

type Changes = NonNullable<Digest['changes']>

/**
 * Writes what changed, one row for each change. A new promotion about which somebody can act is named with that; many new
 * ones are one row, and so are many that can be judged for the first time.
 */
export const newsItems = (digest: Digest, { items, isFirstStock }: Changes): readonly Item[] => {
  const judged = items.filter(isFirstJudged)
  const added = newOf(digest, items)
  const areManyJudged = judged.length > (isFirstStock ? 1 : mostJudgedApart)
  const areManyNew = added.length > mostJudgedApart
  const others = items.filter(
    (change) =>
      !(areManyJudged && isFirstJudged(change)) && (change.kind !== 'new' || (!areManyNew && added.includes(change))),
  )
  const needing = judged.filter(({ to }) => to !== 'ready').length
  return [
    ...(areManyJudged ? [row(firstJudgedWords(isFirstStock ? ['inventory'] : [], judged.length, needing))] : []),
    ...(areManyNew
      ? [
          row(
            `${countWords(added.length, 'new promotion')}: ${verdictCountsWords(countsOf(added.map(({ verdict }) => verdict)))}`,
          ),
        ]
      : []),
    ...others.map((change) => digestChangeItem(change, digest.asOf)),
  ]
}

const row = (text: string): Item => ({ symbol: '·', text, detail: [] })

const isFirstJudged = (change: DigestChange): change is Extract<DigestChange, { kind: 'verdict' }> =>
  change.kind === 'verdict' && change.from === 'unknown'

const newOf = ({ acts }: Digest, items: readonly DigestChange[]) => {
  const named = new Set(
    acts.flatMap((act) =>
      act.kind === 'risk' ? act.row.candidate.evidence.map(({ promotion }) => promotion.promotionId) : [],
    ),
  )
  return items.filter((change) => change.kind === 'new').filter(({ promotionId }) => !named.has(promotionId))
}

const countsOf = (verdicts: readonly Verdict[]): Readonly<Record<Verdict, number>> => {
  const counts = { 'not-ready': 0, 'at-risk': 0, unknown: 0, ready: 0 }
  for (const verdict of verdicts) counts[verdict]++
  return counts
}
