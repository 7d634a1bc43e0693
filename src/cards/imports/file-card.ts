import type { Day } from '../../domain/day.ts'
import type { Action, Block, Card } from '../language/card.ts'
import { firstOf } from '../language/card.ts'
import { capital, countWords, momentWords, numberWords } from '../language/words.ts'
import { feedWords } from './feed-words.ts'

/** A file dropped in chat as its card tells of it. */
export type FileView = {
  readonly id: string
  readonly name: string
  readonly sender: string
  /** The moment until which it is kept, as ISO text. */
  readonly expiresAt: string
}

/** Where the card is read: the zone and the day. */
export type Reading = { readonly timeZone: string; readonly today: Day }

/** What a file was taken for. */
export type TakenFor = {
  readonly kind: string
  readonly questions: readonly {
    readonly id: string
    readonly text: string
    readonly choices: readonly { readonly value: string; readonly label: string; readonly example?: string }[]
    /** Somebody wants to map it once more, and may leave it as it is. */
    readonly isAgain?: boolean
  }[]
  readonly said: readonly string[]
  /** What is left out or taken on evidence. */
  readonly notes: readonly string[]
  /** The first rows as they are read, below the columns of the contract. */
  readonly preview: readonly (readonly string[])[]
  readonly rows: number
}

const mostSaid = 8
const mostNotes = 3
const mostFirst = 3
const mostColumns = 8
const mostChoices = 5

/** Makes a button that answers something about a file. */
export const answering = (label: string, file: string, question: string, value: string): Action => ({
  label,
  does: 'feed',
  id: `answer ${file} ${question} ${value}`,
  revision: 0,
  words: `/shelfready feeds answer ${file} ${question.replace(':', '.')} ${/\s/.test(value) ? `"${value}"` : value}`,
})

/** Makes a button that settles a batch. */
export const settling = (label: string, act: 'release' | 'refuse' | 'undo', batch: number): Action => ({
  label,
  does: 'feed',
  id: `${act} ${batch}`,
  revision: 0,
  words: `/shelfready feeds ${act} ${batch}`,
})

const cancelling = (file: string): Action => answering('Cancel', file, 'import', 'no')

const anotherFeed = (file: string): Action => ({
  ...answering('Another feed...', file, 'kind', '?'),
  isSecondary: true,
})

const mapAgain = (file: string): Action => ({
  ...answering('Map a column again...', file, 'again', '?'),
  isSecondary: true,
})

/** Says what a file is taken for, shows its first rows, and asks the first thing that only a person knows, or whether to import it. */
export const askingCard = (file: FileView, taken: TakenFor, reading: Reading): Card => {
  const [question] = taken.questions
  const title = `Looks like ${feedWords(taken.kind)}: ${countWords(taken.rows, 'row')} of ${file.name}`
  return {
    tone: question === undefined ? 'plain' : 'question',
    title,
    plain: question === undefined ? title : `${title}. ${question.text}`,
    blocks: [
      ...saidBlocks(taken),
      ...firstRows(taken),
      ...(question === undefined ? [] : questionBlocks(question, taken.questions.length - 1)),
    ],
    actions:
      question === undefined
        ? [answering('Import', file.id, 'import', 'yes'), cancelling(file.id), mapAgain(file.id), anotherFeed(file.id)]
        : question.isAgain === true
          ? [...choiceActions(file.id, question), answering('Leave it', file.id, 'again', 'no')]
          : [...choiceActions(file.id, question), cancelling(file.id), anotherFeed(file.id)],
    footer: keptWords(file, reading),
  }
}

const saidBlocks = ({ said, notes: others }: TakenFor): readonly Block[] => {
  const { shown, left } = firstOf(said, mostSaid)
  const notes = [
    ...(shown.length === 0 ? [] : [`${shown.join(' · ')}${left === 0 ? '' : ` · and ${numberWords(left)} more`}`]),
    ...others.slice(0, mostNotes),
  ]
  return notes.length === 0 ? [] : [{ kind: 'notes', notes }]
}

const firstRows = ({ preview: [columns = [], ...rows] }: TakenFor): readonly Block[] =>
  rows.length === 0
    ? []
    : [
        {
          kind: 'table',
          columns: columns.slice(0, mostColumns).map((title) => ({ title: title.replaceAll('_', ' '), align: 'left' })),
          rows: rows.slice(0, mostFirst).map((row) => row.slice(0, mostColumns)),
          left: 0,
          where: '',
        },
      ]

const questionBlocks = ({ text, choices }: TakenFor['questions'][number], left: number): readonly Block[] => [
  { kind: 'text', text: left === 0 ? text : `${text} (${countWords(left, 'more question')} after this)` },
  ...(choices.some(({ example }) => example !== undefined)
    ? [
        {
          kind: 'notes' as const,
          notes: choices.flatMap(({ label, example }) => (example === undefined ? [] : [`${label}: ${example}`])),
        },
      ]
    : []),
]

const choiceActions = (file: string, { id, choices }: TakenFor['questions'][number]): readonly Action[] =>
  choices.map(({ label, value }, i) => ({
    ...answering(label, file, id, value),
    ...(i < mostChoices ? {} : { isSecondary: true }),
  }))

const keptWords = ({ sender, expiresAt }: FileView, { timeZone, today }: Reading): string =>
  `${sender} or a planner can answer. The file is kept until ${momentWords(expiresAt, timeZone, today)}.`

/** Asks which feed a file is, with every feed to choose from. */
export const whichFeedCard = (file: FileView, kinds: readonly string[], reading: Reading): Card => ({
  tone: 'question',
  title: `What is in ${file.name}?`,
  plain: `What is in ${file.name}?`,
  blocks: [{ kind: 'notes', notes: ['Nothing is imported yet.'] }],
  // Chosen by kind the card offers to cancel again; beside eleven feeds there is no room for it.
  actions: kinds.map((kind, i) => ({
    ...answering(capital(feedWords(kind)), file.id, 'kind', kind),
    ...(i <= mostChoices ? {} : { isSecondary: true }),
  })),
  footer: keptWords(file, reading),
})

/** Says how far the reading of a file is. */
export const progressCard = (
  { name }: Pick<FileView, 'name'>,
  { rows, secondsLeft }: { readonly rows: number; readonly secondsLeft: number | null },
): Card => {
  const far = rows === 0 ? '' : `: ${countWords(rows, 'row')} so far`
  const left = secondsLeft === null ? '' : `, ${leftWords(secondsLeft)}`
  const title = `Reading ${name}${far}${left}`
  return { tone: 'plain', title, plain: title, blocks: [], footer: 'Nothing counts until all of it is read.' }
}

const leftWords = (seconds: number): string =>
  seconds < 60
    ? `about ${countWords(Math.max(1, Math.ceil(seconds)), 'second')} left`
    : `about ${countWords(Math.ceil(seconds / 60), 'minute')} left`

/** A cell that cannot be read. */
type ProblemView = {
  readonly line: number
  readonly column: string
  readonly value: string | null
  readonly reason: string
}

const mostProblems = 5

/** Says why a file was not imported; where only some rows are wrong, the rest can be. */
export const refusedFileCard = (
  file: FileView,
  {
    reason,
    problems,
    problemCount,
    canSkip,
    canAnswer,
  }: {
    readonly reason: string
    readonly problems: readonly ProblemView[]
    readonly problemCount: number
    /** Some rows are right. */
    readonly canSkip: boolean
    readonly canAnswer: boolean
  },
  reading: Reading,
): Card => {
  const { shown } = firstOf(problems, mostProblems)
  const left = problemCount - shown.length
  return {
    tone: 'question',
    title: reason,
    plain: reason,
    blocks:
      shown.length === 0
        ? []
        : [
            {
              kind: 'notes',
              notes: [...shown.map(problemWords), ...(left > 0 ? [`... and ${numberWords(left)} more`] : [])],
            },
          ],
    actions: canAnswer
      ? [
          ...(canSkip ? [answering('Import the rest', file.id, 'import', 'rest')] : []),
          cancelling(file.id),
          mapAgain(file.id),
          anotherFeed(file.id),
        ]
      : [],
    footer: canAnswer ? keptWords(file, reading) : null,
  }
}

const problemWords = ({ line, column, value, reason }: ProblemView): string =>
  [`line ${line}:`, column, value === null ? '' : `"${value.slice(0, 40)}"`, reason]
    .filter((part) => part !== '')
    .join(' ')

/** Says that a file is held and why, with what can be done. */
export const heldFileCard = (
  file: FileView,
  {
    kind,
    batch,
    reasons,
  }: {
    readonly kind: string
    readonly batch: number
    readonly reasons: readonly { readonly text: string; readonly examples: readonly string[] }[]
  },
  reading: Reading,
): Card => {
  const title = `Held, not counted: ${feedWords(kind)} of ${file.name} (batch ${numberWords(batch)})`
  return {
    tone: 'question',
    title,
    plain: `${title}. ${reasons[0]?.text ?? ''}`.trim(),
    blocks: [
      {
        kind: 'items',
        title: 'Something looks wrong',
        items: reasons.map(({ text, examples }) => ({
          symbol: '?',
          text,
          detail: examples.length === 0 ? [] : [examples.join('; ')],
        })),
        left: 0,
        where: '',
      },
    ],
    actions: [
      settling('Release', 'release', batch),
      settling('Refuse', 'refuse', batch),
      { ...answering('Map again', file.id, 'import', 'again'), isSecondary: true },
    ],
    footer: keptWords(file, reading),
  }
}

/** Says something about a file that needs nothing more. */
export const fileNoteCard = (sentence: string, actions: readonly Action[] = []): Card => ({
  tone: 'plain',
  title: sentence,
  plain: sentence,
  blocks: [],
  ...(actions.length === 0 ? {} : { actions }),
  footer: null,
})

/** Says that the work on a file was broken off, and lets it be done again. */
export const brokenOffCard = (file: FileView, reading: Reading): Card => ({
  ...fileNoteCard(`Reading ${file.name} was interrupted. Nothing of it counts; the file is still here.`, [
    answering('Import', file.id, 'import', 'yes'),
    cancelling(file.id),
  ]),
  footer: keptWords(file, reading),
})
