import type { Day } from '../../domain/day.ts'
import { recordOf, type ScoredNote } from '../../domain/intelligence/score.ts'
import { learnedFactor } from '../../domain/intelligence/weight.ts'
import { type Card, firstOf } from '../language/card.ts'
import { countWords, listWords, numberWords, percentWords, unitWords, windowWords } from '../language/words.ts'
import { changeWords, kindWords, noteId } from './note-words.ts'

const symbols = { hit: '●', miss: '✖', unclear: '?', void: '?' } as const

const named = { hit: 'hit', miss: 'miss', unclear: 'cannot be told', void: 'does not count' } as const

/** Gives how a note counts as it is scored: the ruling of a planner first. */
const outcomeOf = ({ outcome, overruled }: ScoredNote): keyof typeof named => overruled?.ruling ?? outcome

const scoredItem = (note: ScoredNote, today: Day) => {
  const outcome = outcomeOf(note)
  const { came, sold, normal, maskedDays, overruled } = note
  const size = came === null ? '' : ` · off by ${numberWords(Math.round(Math.abs(came - note.counted) * 100))} points`
  return {
    symbol: symbols[outcome],
    text: `${noteId(note.id)} ${note.what} · ${windowWords(note.from, note.to, today)} · ${note.by}: ${named[outcome]}`,
    detail: [
      came === null
        ? `said ${changeWords(note.effect)}, counted as ${changeWords(note.counted)}; no sales came in`
        : `said ${changeWords(note.effect)}, counted as ${changeWords(note.counted)}, came ${changeWords(came)}${size}`,
      ...(came === null
        ? []
        : [
            `sold ${unitWords(sold)} where ${numberWords(normal)} were expected without it${maskedDays === 0 ? '' : `; ${countWords(maskedDays, 'day')} out of stock left out`}`,
          ]),
      ...(overruled === null ? [] : [`${overruled.by} says ${named[overruled.ruling]}: "${overruled.why}"`]),
    ],
  }
}

type Track = {
  readonly name: string
  readonly notes: readonly ScoredNote[]
  /** By what they change the documented weight of notes like them. */
  readonly factor: number
}

/** Groups scored notes by kind and by source, the most told of first. */
const tracksOf = (notes: readonly ScoredNote[], by: 'kind' | 'source'): readonly Track[] => {
  const records = notes.flatMap((note) => recordOf(note) ?? [])
  return [...Map.groupBy(notes, (note) => note[by]).values()]
    .map((own) => {
      const [{ kind, source }] = own as [ScoredNote, ...ScoredNote[]]
      const of = by === 'kind' ? { kind, source: null } : { kind: null, source }
      return {
        name: by === 'kind' ? kindWords(kind) : `from ${sourceName(own)}`,
        notes: own,
        factor: learnedFactor(of, records).factor,
      }
    })
    .toSorted((a, b) => b.notes.length - a.notes.length || (a.name < b.name ? -1 : 1))
}

/** Names a source as people write it: somebody who told of what they heard themselves by their name. */
const sourceName = (notes: readonly ScoredNote[]): string =>
  notes.find(({ by, source }) => by.toLowerCase() === source)?.by ?? notes[0]?.source ?? ''

const trackRow = ({ name, notes, factor }: Track): readonly string[] => {
  const records = notes.flatMap((note) => recordOf(note) ?? [])
  const hits = notes.filter((note) => outcomeOf(note) === 'hit').length
  const misses = notes.filter((note) => outcomeOf(note) === 'miss').length
  const known = notes.flatMap(({ came, counted }) => (came === null ? [] : [Math.abs(came - counted)]))
  const share =
    records.length === 0
      ? '-'
      : percentWords(
          records.reduce((sum, { cameTrue }) => sum + Math.min(2, Math.max(0, cameTrue)), 0) / records.length,
        )
  const off =
    known.length === 0 ? '-' : numberWords(Math.round((100 * known.reduce((sum, one) => sum + one, 0)) / known.length))
  return [
    name,
    numberWords(notes.length),
    `${numberWords(hits)} of ${numberWords(hits + misses)}`,
    off,
    share,
    percentWords(factor),
  ]
}

const mostTracks = 8
const pageSize = 10

/** How the notes that are over did: by kind and source, then one by one. */
export const intelScoreCard = (notes: readonly ScoredNote[], waiting: number, page: number, today: Day): Card => {
  const hits = notes.filter((note) => outcomeOf(note) === 'hit').length
  const misses = notes.filter((note) => outcomeOf(note) === 'miss').length
  const title =
    notes.length === 0
      ? 'No note has been scored yet.'
      : `${countWords(notes.length, 'note')} scored: ${countWords(hits, 'hit')}, ${countWords(misses, 'miss', 'misses')}, ${numberWords(notes.length - hits - misses)} cannot be told`
  const shown = notes.slice((page - 1) * pageSize, page * pageSize)
  const tracks = (['kind', 'source'] as const).flatMap((by) => firstOf(tracksOf(notes, by), mostTracks).shown)
  return {
    tone: 'plain',
    title,
    plain: title,
    blocks:
      notes.length === 0
        ? []
        : [
            {
              kind: 'table',
              columns: [
                { title: 'Kind or source', align: 'left' },
                { title: 'Notes', align: 'right' },
                { title: 'Hits', align: 'right' },
                { title: 'Off by (points)', align: 'right' },
                { title: 'Came true', align: 'right' },
                { title: 'Weight', align: 'right' },
              ],
              rows: tracks.map(trackRow),
              left: 0,
              where: '/intel score',
            },
            {
              kind: 'text',
              text: 'Weight: how much notes like these count now, of the documented weight.',
            },
            {
              kind: 'items',
              title: null,
              items: shown.map((note) => scoredItem(note, today)),
              left: Math.max(0, notes.length - page * pageSize),
              where: `/intel score page:${page + 1}`,
            },
          ],
    footer: listWords([
      waiting === 0
        ? 'A note is scored when it is over and its sales are in'
        : `${countWords(waiting, 'note')} still ${waiting === 1 ? 'waits' : 'wait'} for the last day and its sales`,
    ]).concat('. A planner can overrule a score: /intel overrule N-1 miss reason:"..."'),
  }
}
