import { existsSync, readFileSync } from 'node:fs'
import { dirname, normalize, resolve } from 'node:path'
import { findCommand } from '../../src/commands/dispatch/find-command.ts'
import { readCommandLine } from '../../src/operator/usage.ts'
import { splitWords } from '../../src/parsing/words.ts'
import { root } from './generated.ts'
import { anchors, codeLines, codeSpans, type Document, linkTargets } from './markdown.ts'

const read = (path: string) => readFileSync(resolve(root, path), 'utf8')

/** The settings that `src/config.ts` reads. */
export const settings: readonly string[] = [...read('src/config/settings.ts').matchAll(/^ {2}([A-Z][A-Z_]+): /gm)].map(
  ([, name = '']) => name,
)

const scripts: ReadonlySet<string> = new Set(Object.keys(JSON.parse(read('package.json')).scripts))

/** Lists the relative links that lead to no file, or to no heading of it. */
export const brokenLinks = (document: Document, documents: readonly Document[]): readonly string[] =>
  linkTargets(document).filter((target) => {
    if (/^(https?|mailto):/.test(target)) return false
    const [file = '', anchor] = target.split('#')
    const path = file === '' ? document.path : normalize(`${dirname(document.path)}/${file}`)
    if (anchor === undefined) return !existsSync(resolve(root, path))
    const aimed = documents.find((one) => one.path === path)
    return aimed === undefined || !anchors(aimed).includes(anchor)
  })

/** Lists the npm scripts that are named and not in package.json. */
export const unknownScripts = ({ text }: Document): readonly string[] =>
  [...text.matchAll(/\bnpm run ([a-z:-]+)/g)].map(([, name = '']) => name).filter((name) => !scripts.has(name))

/** Says what is wrong with a command line, null where nothing is. */
const mistakeIn = (words: readonly string[]): string | null => {
  try {
    readCommandLine(words)
    return null
  } catch (error) {
    return String(error)
  }
}

const operatorLine = /^npm run shelfready -- (.+?)(?: {2,}.*| > .*)?$/

/**
 * Lists the operator commands that do not exist: everywhere by their first word, and in code blocks by the whole line. What
 * follows two blanks there is a comment, and what follows `>` a file.
 */
export const unknownOperatorCommands = (document: Document): readonly string[] => [
  ...[...document.text.matchAll(/\bnpm run shelfready -- ([a-z-]+)/g)]
    .map(([, name = '']) => name)
    .filter((name) => mistakeIn([name])?.includes('There is no command')),
  ...codeLines(document).flatMap((line) => {
    const said = operatorLine.exec(line)?.[1]
    return said === undefined || mistakeIn(said.split(' ')) === null ? [] : [line]
  }),
]

/** A filter has keys of its own. */
const hasOwnKeys = /subscribe|promo list|promo calendar|risks|scorecard|monthly|capacity|shelfready page/

/** Lists the chat commands that the catalogue does not know, and keys that a command does not take. */
export const unknownChatCommands = ({ text }: Document): readonly string[] =>
  [...text.matchAll(/(?<![\w./-])\/(?:promo|stock|intel|shelfready)\b[^`\n]*/g)]
    .map(([said]) =>
      said
        .replaceAll('\\|', '|')
        .replace('HH:MM', '08:00')
        .replace(/ {2,}.*/, ''),
    )
    .filter((said) => {
      const words = splitWords(said)
      if (!words.ok) return true
      const found = findCommand(words.value)
      if (!found.ok) return true
      const { command, rest } = found.value
      if (command.name === 'help') return words.value.length > 1 && !/help/.test(said)
      const keys = command.takes.map(({ name }) => name)
      return !hasOwnKeys.test(command.name) && rest.some(({ key }) => key !== null && !keys.includes(key))
    })

/** Lists the settings that are named and not read by `src/config.ts`. */
export const unknownSettings = ({ text }: Document): readonly string[] =>
  [...text.matchAll(/\b(?:SHELFREADY|SLACK|TEAMS)_[A-Z_]+|\bDATABASE_URL\b|\b(?:OPS_)?PORT\b|\bLOG_LEVEL\b/g)]
    .map(([name]) => name)
    .filter((name) => !settings.includes(name))

/** Lists the files and folders of the project that are named as code and are not there. */
export const missingPaths = (document: Document): readonly string[] =>
  codeSpans(document)
    .filter((code) => /^(?:src|test|docs|migrations|\.ci)\/[\w./-]*$/.test(code))
    .filter((path) => !existsSync(resolve(root, path)))

/** Lists the words that a glossary has more than once, out of order, or on more than one line. */
export const misplacedWords = ({ text }: Document): readonly string[] => {
  const lines = text.split('\n').filter((line) => line.startsWith('- '))
  const words = lines.map((line) => /^- \*\*([^*]+)\*\*[^:]*: \S.*\.$/.exec(line)?.[1]?.toLowerCase() ?? line)
  const sorted = words.toSorted((a, b) => a.localeCompare(b, 'en'))
  return [
    ...words.filter((word, at) => words.indexOf(word) !== at),
    ...words.filter((word, at) => sorted[at] !== word),
    ...words.filter((word) => word.startsWith('- ')),
    ...text.split('\n').filter((line) => /^ {2,}\S/.test(line)),
  ]
}
