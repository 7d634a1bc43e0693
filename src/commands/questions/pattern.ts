import type { Question } from './question.ts'

/** Words that stand for others in a pattern, in capitals between `<` and `>`. */
const parts: Readonly<Record<string, string>> = {
  BE: '(?:is|are|was|were|will|be|being|gets?|going to be|looks?|looking|still|already|currently|really|so|now|all| )+',
  NOT: '(?: not(?: yet| really| quite)?)',
  READY:
    '(?:ready|ok|okay|fine|on track|good(?: to go)?|covered|safe|in good shape|all right|alright|on time|in time|set)',
  BAD: '(?:at risk|in danger|in trouble|red|amber|yellow|short|late|unknown|critical|blocked|unready|a problem|problematic|tight|failing|delayed|out of stock|sold out|unclear)',
  PROMOTION: '(?:promotions?|promos?|campaigns?|launch(?:es)?|deals?|offers?|things?)',
  WE: '(?:we|i|you|they|one|people)',
  CAN: '(?:can|could|may|might|should|would|do|will)',
  HAVE: '(?:have|hold|got|have got|have left|have in stock|stock)',
  MUCH: '(?:how much|how many|how little|what quantity of|what amount of)',
  SHOW: '(?:show|shows|list|lists|give|open|display|see|view|find|get|bring up|look at|look up|look for|pull up|details? (?:of|on|about|for)|info(?:rmation)? (?:of|on|about|for))',
  PLACE: '(?: (?:(?:in|at|for|from|of|with|on) )?(?<x>.+))?',
  RUN: '(?:promote|run|discount|put|advertise|sell|offer|launch|do|start|push|feature)',
}

type Groups = Readonly<Record<string, string>>

/** A pattern of questions, what a text that fits it asks, and whether only a known name makes it a question. */
export type Pattern = {
  readonly fits: RegExp
  readonly question: (groups: Groups) => Question
  readonly isLoose: boolean
}

/** A pattern as it is written: words, parts in `<CAPITALS>`, and `x` for what it names. */
export type Source = readonly [pattern: string, question: (groups: Groups) => Question, isLoose?: boolean]

const fitsOf = (source: string): RegExp =>
  new RegExp(`^(?:${source.replaceAll(/<([A-Z]+)>/g, (_, name: string) => parts[name] as string)})$`, 'iu')

export const promotion =
  (command: Extract<Question, { asks: 'promotion' }>['command']) =>
  ({ x = '' }: Groups) =>
    ({ asks: 'promotion', command, about: x }) as const
export const line = (words: string) => (): Question => ({ asks: 'line', line: words })
export const item = ({ x = '' }: Groups): Question => ({ asks: 'item', about: x })
export const thing = ({ x = '' }: Groups): Question => ({ asks: 'thing', about: x })
export const when =
  (days: boolean) =>
  ({ x = '' }: Groups): Question => ({ asks: 'when', about: x, days })
export const list =
  (which: 'all' | 'starting' | 'running', verdicts: readonly string[] = []) =>
  ({ x = '' }: Groups): Question => ({ asks: 'list', about: x, which, verdicts })
export const risks = ({ x = '' }: Groups): Question => ({ asks: 'risks', about: x })
export const orders = ({ x = '' }: Groups): Question => ({ asks: 'orders', about: x })
export const help = ({ x = '' }: Groups): Question => ({ asks: 'help', about: x })

export const notReady = ['not-ready', 'at-risk', 'unknown']

/** Makes patterns of how they are written. */
export const patternsOf = (sources: readonly Source[]): readonly Pattern[] =>
  sources.map(([source, question, isLoose = false]) => ({ fits: fitsOf(source), question, isLoose }))
