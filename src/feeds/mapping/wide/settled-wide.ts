import type { FeedKind } from '../../../store/feeds/feed-rows.ts'
import type { DateForm, Question, Wide } from '../mapping.ts'
import { eachQuestion } from '../questions.ts'
import { lengthOf, periodsOf } from './wide-periods.ts'

type Settled = { readonly wide: Wide; readonly asked: readonly Question[]; readonly notes: readonly string[] }

const lengths = ['day', 'week', 'month'] as const

/** Settles what the columns of a wide table stand for, once the form of its dates is known, or asks for it. */
export const settledWide = (
  wide: Wide,
  kind: FeedKind,
  form: DateForm,
  { answers, today }: { readonly answers: Readonly<Record<string, string>>; readonly today: string },
): Settled => {
  if (wide.of === 'locations') return { wide, asked: [], notes: [] }
  if (kind === 'inventory') return newestCount(wide, form, today)
  const each = lengths.find((length) => length === answers.each) ?? lengthOf(wide, form)
  const [first, second] = wide.columns
  const asked = each === null ? [eachQuestion(first?.value ?? '', second?.value ?? '')] : []
  return { wide: { ...wide, each }, asked, notes: [] }
}

/** Of several counts of one place the newest counts. */
const newestCount = (wide: Wide, form: DateForm, today: string): Settled => {
  const dated = wide.columns
    .flatMap((column, i) => ({ column, on: periodsOf({ ...wide, each: 'day' }, form, null)[i]?.start ?? '' }))
    .toSorted((a, b) => (a.on < b.on ? -1 : 1))
  const newest = dated.findLast(({ on }) => on !== '' && on <= today) ?? dated.at(-1)
  if (newest === undefined) return { wide, asked: [], notes: [] }
  return {
    wide: { ...wide, columns: [newest.column], each: 'day' },
    asked: [],
    notes: [`Stock of ${newest.on} alone, the newest of ${wide.columns.length} days; the other columns are left out.`],
  }
}
