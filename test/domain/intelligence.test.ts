import { describe, expect, it } from 'vitest'
import { type CountedNote, noteEffects } from '../../src/domain/intelligence/effect.ts'
import type { NoteKind } from '../../src/domain/intelligence/note.ts'
import { noteWeight, type TrackRecord } from '../../src/domain/intelligence/weight.ts'

const note = (id: number, kind: NoteKind, effect: number, weight: number): CountedNote => ({
  ...{ id, kind, what: 'x', by: 'Ben', confidence: 'medium', from: 10, to: 20, effect, weight },
})
const on = (...notes: readonly CountedNote[]) => noteEffects(notes)?.on(15)

describe('notes of a day', () => {
  it.each([
    ['one moves by effect x weight', [note(1, 'price', 0.2, 0.6)], 0.12],
    ['different stories add up', [note(1, 'price', 0.2, 0.5), note(2, 'event', 0.4, 0.5)], 0.3],
    ['opposite ones are set against each other', [note(1, 'price', 0.2, 0.5), note(2, 'price', -0.4, 0.5)], -0.1],
    ['one story counts once, as its largest note', [note(1, 'price', 0.2, 0.5), note(2, 'price', 0.1, 0.9)], 0.1],
    ['together they double demand at most', [note(1, 'price', 2, 0.6), note(2, 'event', 1, 0.6)], 1],
    ['and halve it at most', [note(1, 'price', -0.9, 0.9), note(2, 'event', -0.9, 0.9)], -0.5],
  ])('%s', (_, notes, share) => {
    expect(on(...notes)?.share).toBeCloseTo(share, 12)
  })

  it('are wrong by effect times a yes or no of that chance: effect² x weight x (1 - weight)', () => {
    expect(on(note(1, 'price', 0.2, 0.6))?.doubt).toBeCloseTo(Math.sqrt(0.04 * 0.6 * 0.4), 12)
  })

  it('move no day outside their own', () => {
    const effects = noteEffects([note(1, 'price', 0.2, 0.6)])
    expect([9, 10, 20, 21].map((day) => effects?.on(day).share ?? 0)).toEqual([0, 0.12, 0.12, 0])
  })
})

describe('the weight of a note', () => {
  const own = { confidence: 'medium', kind: 'competitor', source: '', by: 'Ben' } as const
  const record = (cameTrue: number, of: Partial<TrackRecord> = {}): TrackRecord => ({
    ...{ kind: 'competitor', source: 'ben', cameTrue },
    ...of,
  })
  const weight = (...records: readonly TrackRecord[]) => noteWeight(own, records).weight

  it.each([
    ['is the documented one without scored notes', [], 0.6],
    ['falls with a miss, a fifth of the way', [record(0)], 0.6 * (4 / 5)],
    ['rises with what came true twice, and no faster', [record(2), record(9)], 0.6 * ((4 + 4) / 6)],
    ['counts notes of the same kind alone half', [record(0, { source: 'ana' })], 0.6 * (4 / 4.5)],
    ['counts notes of the same source alone half', [record(0, { kind: 'price' })], 0.6 * (4 / 4.5)],
    ['does not hear of others', [record(0, { kind: 'price', source: 'ana' })], 0.6],
    ['never falls to nothing', Array.from({ length: 200 }, () => record(0)), 0.05],
    ['is never certain', Array.from({ length: 200 }, () => record(2)), 0.95],
  ])('%s', (_, records, expected) => {
    expect(weight(...records)).toBeCloseTo(expected, 12)
  })
})
