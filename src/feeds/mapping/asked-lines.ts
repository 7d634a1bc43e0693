import { count } from '../../parsing/numbers.ts'
import { shown } from '../report-lines.ts'
import { kindWords } from './kind-fields.ts'
import type { Recognised } from './mapping.ts'

/** Says what a file is taken for, `Looks like stock: 48,210 rows.` */
const takenForWords = ({ mapping, rows }: Recognised): string =>
  `Looks like ${kindWords[mapping.kind]}: ${count(rows)} ${rows === 1 ? 'row' : 'rows'}.`

/** Writes what a file is taken for and what has to be said, as lines; each choice ends with how to say it. */
export const askedLines = (
  recognised: Recognised,
  name: string,
  answer: (id: string, value: string) => string,
): string[] => [
  `${shown(name)} was not imported yet. ${takenForWords(recognised)}`,
  `  ${recognised.said.map(shown).join(', ')}`,
  ...recognised.notes.map((note) => `  ${note}`),
  ...recognised.questions.flatMap(({ id, text, choices }) => [
    text,
    ...choices.map(({ value, label }) => `  ${shown(label)}: ${answer(id, value)}`),
  ]),
]
