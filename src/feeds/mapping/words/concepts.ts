import type { Concept } from '../header-words.ts'

/** Header words by what they are about, parted by commas; `other` are those that are about nothing that a feed needs. */
export type Words = Readonly<Partial<Record<Concept | 'other', string>>>
