import { reportLines } from '../../../feeds/report-lines.ts'
import type { Taken } from '../incoming-file.ts'

type NotImported = Exclude<Taken, { kind: 'imported' }>

/** Says why a file of the watched folder was not imported, and what to do: the text of `NAME.reasons.txt`. */
export const reasonsOf = (taken: NotImported, name: string): string => `${linesOf(taken, name).join('\n')}\n`

const linesOf = (taken: NotImported, name: string): readonly string[] => {
  switch (taken.kind) {
    case 'asked':
      return askedLines(taken, name)
    case 'held':
      return [
        `${name} is held as batch ${taken.report.batch}. Nothing counts yet.`,
        ...taken.reasons.flatMap(({ text, examples }) => [`  ${text}`, ...examples.map((example) => `    ${example}`)]),
        `Let it count with: feeds release ${taken.report.batch}. Let it go with: feeds refuse ${taken.report.batch}.`,
      ]
    case 'refused':
      return taken.report === null
        ? [taken.reason]
        : [...reportLines(taken.report, name).slice(0, -1), ...mendLines(taken.report)]
  }
}

const mendLines = ({ fault, rejected, rows, kind }: NonNullable<Extract<Taken, { kind: 'refused' }>['report']>) => {
  if (fault === 'empty') return [`If it is meant to be empty, name it ${kind}.empty.csv. If not, export it again.`]
  const again = 'Fix it and put it into the folder again.'
  return fault === null && rejected < rows
    ? [again, `To import the good rows alone, put "partial" into its name: ${kind}.partial.csv.`]
    : [again]
}

const askedLines = ({ recognised }: Extract<Taken, { kind: 'asked' }>, name: string): readonly string[] => [
  `${name} was not imported. Nothing was changed. Someone has to answer first:`,
  ...recognised.questions.flatMap(({ text, choices }) => [`  ${text}`, ...choices.map(({ label }) => `    ${label}`)]),
  'Nobody can answer in a folder. Do one of these:',
  '  Name the feed: put the file into a folder of that name (inventory/stock.csv), or begin its name with it (inventory-stock.csv).',
  '  Write dates as 2026-06-05 and numbers as 1234.5, and give each column one meaning.',
  '  Send the file in chat, and answer there.',
]
