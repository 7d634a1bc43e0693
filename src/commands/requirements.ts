import { refusalCard } from '../cards/plain-card.ts'
import { requirementsCard, requirementsCsvCard } from '../cards/requirements-card.ts'
import { listWords } from '../cards/words.ts'
import { csvRow } from '../csv/write.ts'
import { nearest } from '../domain/did-you-mean.ts'
import { exposuresOf } from '../domain/exposure.ts'
import { type Requirements, requirementsOf, suppliersOf } from '../domain/requirement.ts'
import { sortArguments } from './arguments.ts'
import { type Asked, answer, type Command, keysOf } from './outcome.ts'
import { requirementColumns, requirementRows } from './requirements-rows.ts'
import { loadEntries } from './risk-register.ts'

/** Lists what has to be ordered at suppliers, as text to paste into an order or as CSV. */
export const requirements: Command = {
  name: 'shelfready requirements',
  aliases: ['shelfready orders'],
  takes: [
    { name: 'SUPPLIER', value: null, says: 'one supplier; all of them, unless you say' },
    { name: 'csv', value: null, says: 'the rows of the file, to copy' },
  ],
  does: 'lists what has to be ordered, to paste into an order',
  examples: ['/shelfready requirements', '/shelfready requirements ACME', '/shelfready requirements ACME csv'],
  right: 'see',
  isLasting: true,
  run: async (asked) => {
    const { today } = asked
    const given = sortArguments(asked.words, keysOf(requirements))
    if (given.problems.length > 0) return answer(refusalCard(`${given.problems.join(' ')} Nothing was done.`))
    const isCsv = given.bare.at(-1)?.toLowerCase() === 'csv'
    const said = given.bare.slice(0, isCsv ? -1 : undefined).join(' ')
    const found = await loadRequirements(asked, said === '' ? null : said)
    if (typeof found === 'string') return answer(refusalCard(found))
    const { all, supplier } = found
    return answer(
      isCsv
        ? requirementsCsvCard([requirementColumns, ...requirementRows(all)].map(csvRow), { today, supplier })
        : requirementsCard(all, { today, supplier }),
    )
  },
}

/** What has to be ordered, at one supplier as it is written in the feeds where one was named. */
export type FoundRequirements = { readonly all: Requirements; readonly supplier: string | null }

/** Judges every promotion and lists what has to be ordered for it; answers the sentence to say where nothing concerns the supplier that was named. */
export const loadRequirements = async (
  asked: Pick<Asked, 'workspace' | 'today' | 'policy' | 'now' | 'timeZone'>,
  said: string | null,
): Promise<FoundRequirements | string> => {
  const all = requirementsOf(exposuresOf(await loadEntries(asked)))
  if (said === null) return { all, supplier: null }
  const names = suppliersOf(all)
  const supplier = names.find((name) => name.toLowerCase() === said.toLowerCase())
  if (supplier !== undefined) return { all: atSupplier(all, supplier), supplier }
  const meant = nearest(said, names, (name) => name)
  const nothing = `Nothing has to be ordered at ${said}`
  if (meant !== null) return `${nothing}. Did you mean ${meant}?`
  const others = names.length > mostNames ? [...names.slice(0, mostNames), 'others'] : names
  return others.length === 0 ? `${nothing}, nor anywhere else.` : `${nothing}; something has at ${listWords(others)}.`
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
    unjudged: all.unjudged,
  }
}
