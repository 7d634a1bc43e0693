import { withBehind } from '../../cards/language/behind.ts'
import { refusalCard } from '../../cards/language/plain-card.ts'
import { listWords } from '../../cards/language/words.ts'
import { requirementsCard, requirementsCsvCard } from '../../cards/risks/requirements-card.ts'
import { nearest } from '../../domain/did-you-mean.ts'
import { failed, ok, type Result } from '../../domain/result.ts'
import { type Requirements, requirementsOf, suppliersOf } from '../../domain/risks/requirement.ts'
import type { RiskCandidate } from '../../domain/risks/risk-candidate.ts'
import { csvFile, csvRow } from '../../feeds/csv-write.ts'
import { loadPresent } from '../../services/present/present.ts'
import { sortArguments } from '../dispatch/arguments.ts'
import { answer, type Command, keysOf } from '../dispatch/command.ts'
import { requirementColumns, requirementRows } from './requirements-rows.ts'

/** Lists what has to be ordered at suppliers, as text to paste into an order or as CSV. */
export const requirements: Command = {
  name: 'shelfready requirements',
  aliases: ['shelfready orders'],
  takes: [
    { name: 'SUPPLIER', value: null, says: 'one supplier (default: all)' },
    { name: 'csv', value: null, says: 'the rows as a file' },
  ],
  does: 'list what to order, ready to paste',
  examples: ['/shelfready requirements', '/shelfready requirements ACME', '/shelfready requirements ACME csv'],
  right: 'see',
  isLasting: true,
  run: async (context) => {
    const { today } = context
    const given = sortArguments(context.words, keysOf(requirements))
    if (given.problems.length > 0) return answer(refusalCard(`${given.problems.join(' ')} Nothing was done.`))
    const isCsv = given.bare.at(-1)?.toLowerCase() === 'csv'
    const typed = given.bare.slice(0, isCsv ? -1 : undefined).join(' ')
    const { candidates, behind } = await loadPresent(context)
    const found = findRequirements(candidates, typed === '' ? null : typed)
    if (!found.ok) return answer(refusalCard(found.error))
    const { all, supplier } = found.value
    return answer(
      isCsv
        ? requirementsCsvCard(csvOf(requirementRows(all)), { today, supplier })
        : withBehind(requirementsCard(all, { today, supplier }), behind, context),
    )
  },
}

const csvOf = (rows: readonly (readonly string[])[]) => ({
  text: csvFile(requirementColumns, rows),
  lines: [requirementColumns, ...rows].map(csvRow),
})

/** What has to be ordered; at one supplier, spelled as in the feeds, where one was named. */
type FoundRequirements = { readonly all: Requirements; readonly supplier: string | null }

/** Lists what has to be ordered for risks; fails with a sentence where nothing is to be ordered at the named supplier. */
export const findRequirements = (
  candidates: readonly RiskCandidate[],
  name: string | null,
): Result<FoundRequirements, string> => {
  const all = requirementsOf(candidates)
  if (name === null) return ok({ all, supplier: null })
  const names = suppliersOf(all)
  const supplier = names.find((one) => one.toLowerCase() === name.toLowerCase())
  if (supplier !== undefined) return ok({ all: atSupplier(all, supplier), supplier })
  const meant = nearest(name, names, (one) => one)
  const nothing = `There is nothing to order from ${name}`
  if (meant !== null) return failed(`${nothing}. Did you mean ${meant}?`)
  const others = names.length > mostNames ? [...names.slice(0, mostNames), 'others'] : names
  return failed(
    others.length === 0 ? `${nothing} or anyone else.` : `${nothing}, but there is from ${listWords(others)}.`,
  )
}

const mostNames = 8

const atSupplier = (all: Requirements, supplier: string): Requirements => {
  const isIts = (one: { readonly supplier: string | null }) => one.supplier === supplier
  return {
    orders: all.orders.filter(isIts),
    withoutSupplier: [],
    tooLate: all.tooLate.filter(isIts),
    planned: all.planned.filter(isIts),
    untold: all.untold.filter(isIts),
    unwise: all.unwise.filter(isIts),
    unjudged: all.unjudged,
  }
}
