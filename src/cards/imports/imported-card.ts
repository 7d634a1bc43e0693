import type { Verdict } from '../../domain/assessment/readiness.ts'
import type { Day } from '../../domain/day.ts'
import type { Block, Card } from '../language/card.ts'
import { firstOf } from '../language/card.ts'
import {
  capital,
  countWords,
  numberWords,
  shortDateWords,
  verdictCountsWords,
  verdictSymbol,
  verdictWord,
} from '../language/words.ts'
import { feedWords } from './feed-words.ts'
import { type FileView, type Reading, settling } from './file-card.ts'

/** A promotion whose verdict a file changed. */
export type ChangedVerdict = {
  readonly promotionId: string
  readonly name: string
  readonly from: Verdict
  readonly to: Verdict
}

/** How the promotions of a marketing plan stand. */
export type PlanSummary = {
  readonly verdicts: Readonly<Record<Verdict, number>>
  /** The worst first. */
  readonly worst: readonly {
    readonly promotionId: string
    readonly name: string
    readonly start: Day
    readonly verdict: Verdict
  }[]
}

/** What became of a file that was imported. */
export type ImportedView = {
  readonly kind: string
  readonly batch: number | null
  readonly counts: {
    readonly rows: number
    readonly inserted: number
    readonly changed: number
    readonly unchanged: number
    readonly rejected: number
  }
  /** The batch of the same file that came before; null where it is new. */
  readonly sameAs: number | null
  /** How it was read, and what is odd about it. */
  readonly notes: readonly string[]
  /** Null while the promotions are still being judged. */
  readonly changed: readonly ChangedVerdict[] | null
  readonly plan: PlanSummary | null
  readonly hasRejects: boolean
}

const mostChanged = 5
const mostNotes = 8

/** Says what a file brought: counts, what is odd, the promotions whose verdict changed, and how to take it back. */
export const importedCard = (file: FileView, view: ImportedView, { today }: Reading): Card => {
  const { kind, batch, counts, sameAs, notes, changed, plan, hasRejects } = view
  const title =
    sameAs === null
      ? `${capital(feedWords(kind))} imported: ${countWords(counts.rows, 'row')} of ${file.name}`
      : `${file.name} came before, as batch ${numberWords(sameAs)}. Nothing changed.`
  const { shown, left } = firstOf(notes, mostNotes)
  return {
    tone: 'good',
    title,
    plain: [title, ...(changed === null || changed.length === 0 ? [] : [changedTitle(changed.length)])].join('. '),
    blocks: [
      ...(sameAs === null ? [{ kind: 'text' as const, text: countsWords(counts) }] : []),
      ...(shown.length === 0
        ? []
        : [
            { kind: 'notes' as const, notes: [...shown, ...(left === 0 ? [] : [`... and ${numberWords(left)} more`])] },
          ]),
      ...(sameAs === null ? [...(plan === null ? [] : planBlocks(plan, today)), ...changedBlocks(changed)] : []),
    ],
    actions: [
      ...(batch === null || sameAs !== null ? [] : [settling('Undo', 'undo', batch)]),
      ...(hasRejects ? [rejectsButton(file.id)] : []),
    ],
    footer: batch === null ? null : `Batch ${numberWords(batch)}, from ${file.sender}.`,
  }
}

const rejectsButton = (file: string) => ({
  label: 'Rejected rows',
  does: 'ask' as const,
  id: `shelfready feeds rejects ${file}`,
  revision: 0,
  words: `/shelfready feeds rejects ${file}`,
})

const countsWords = ({ inserted, changed, unchanged, rejected }: ImportedView['counts']): string =>
  [
    `${numberWords(inserted)} new`,
    `${numberWords(changed)} changed`,
    `${numberWords(unchanged)} as before`,
    ...(rejected === 0 ? [] : [`${numberWords(rejected)} rejected`]),
  ].join(' · ')

const changedTitle = (count: number): string =>
  count === 1 ? 'One promotion has a new verdict' : `${numberWords(count)} promotions have a new verdict`

/** Names the promotions that have a new verdict. */
export const changedBlocks = (changed: ImportedView['changed']): readonly Block[] => {
  if (changed === null)
    return [{ kind: 'text', text: 'I am judging the promotions; what changes for them follows here.' }]
  if (changed.length === 0) return [{ kind: 'text', text: 'No promotion has a new verdict.' }]
  const { shown, left } = firstOf(changed, mostChanged)
  return [
    {
      kind: 'items',
      title: changedTitle(changed.length),
      items: shown.map(({ promotionId, name, from, to }) => ({
        symbol: verdictSymbol(to),
        text: `${name} (${promotionId}): ${verdictWord(to).toLowerCase()}, was ${verdictWord(from).toLowerCase()}`,
        detail: [],
      })),
      left,
      where: '/promo list',
    },
  ]
}

const planBlocks = ({ verdicts, worst }: PlanSummary, today: Day): readonly Block[] => {
  const total = Object.values(verdicts).reduce((sum, count) => sum + count, 0)
  if (total === 0) return []
  return [
    { kind: 'text', text: `${countWords(total, 'promotion')}: ${verdictCountsWords(verdicts)}. See all: /promo list` },
    ...(worst.length === 0
      ? []
      : [
          {
            kind: 'items' as const,
            title: 'Look at these first',
            items: worst.map(({ promotionId, name, start, verdict }) => ({
              symbol: verdictSymbol(verdict),
              text: `${name} (${promotionId}), ${shortDateWords(start, today)}: ${verdictWord(verdict).toLowerCase()}`,
              detail: [],
            })),
            left: 0,
            where: '/promo list',
          },
        ]),
  ]
}

/** Brings the rejected rows of a file to one person. */
export const rejectsCard = ({ id, name }: Pick<FileView, 'id' | 'name'>, text: string): Card => {
  const title = `Rejected rows of ${name}, with the reasons`
  return {
    tone: 'plain',
    title,
    plain: title,
    blocks: [
      {
        kind: 'notes',
        notes: text
          .replace(/^\ufeff/, '')
          .trimEnd()
          .split(/\r?\n/)
          .slice(0, mostShownRejects),
      },
    ],
    footer: 'Fix the rows and send the file again; a last column "reason" is left out.',
    file: { name: `rejected-${id.toLowerCase()}`, text, line: `shelfready feeds rejects ${id}` },
  }
}

const mostShownRejects = 10
