import type { Place, Reach, Shape } from '../../parsing/command-words.ts'
import { type Command, keysOf } from '../dispatch/command.ts'

/** What the value of a key is. */
export type ValueKind =
  /** Words of the person's own, kept as they are typed. */
  | 'text'
  | 'person'
  /** Items or locations, one or several. */
  | 'codes'
  | 'units'
  | 'money'
  | 'ratio'
  | 'span'
  | 'date'
  | 'window'
  | 'weekdays'
  /** One word: a choice, a yes or no, a code, the number of a page. */
  | 'word'

const usual: Readonly<Record<string, ValueKind>> = {
  sku: 'codes',
  at: 'codes',
  dates: 'window',
  starts: 'window',
  from: 'date',
  to: 'date',
  until: 'date',
  due: 'date',
  start: 'date',
  uplift: 'ratio',
  discount: 'ratio',
  effect: 'ratio',
  units: 'units',
  extra: 'units',
  stock: 'units',
  cap: 'units',
  price: 'money',
  lead: 'span',
  days: 'span',
  name: 'text',
  reason: 'text',
  says: 'text',
  type: 'text',
  owner: 'person',
  delegate: 'person',
  zone: 'text',
  'my-zone': 'text',
  filter: 'text',
  quiet: 'word',
  weekly: 'word',
  monthly: 'word',
  hero: 'word',
  priority: 'word',
  status: 'word',
  another: 'word',
  all: 'word',
  page: 'word',
  weeks: 'word',
  as: 'word',
  with: 'word',
  why: 'word',
  confidence: 'word',
  order: 'word',
  for: 'word',
  locale: 'word',
  period: 'text',
  by: 'word',
  show: 'word',
  plan: 'word',
  again: 'word',
  help: 'word',
  marketing: 'text',
  supply: 'text',
  what: 'text',
  kind: 'word',
  category: 'text',
  direction: 'word',
  size: 'word',
  source: 'text',
}

/** Keys that mean something else in one command. */
const special: Readonly<Record<string, Readonly<Record<string, ValueKind>>>> = {
  'shelfready assign': { to: 'person' },
  'shelfready hours': { days: 'weekdays' },
  'shelfready settings': { at: 'word', days: 'weekdays' },
  'shelfready subscribe': { at: 'word', days: 'weekdays' },
  'shelfready subscribe me': { at: 'word', days: 'weekdays' },
}

const reaches: Readonly<Record<ValueKind, Reach>> = {
  text: 'text',
  person: 'person',
  codes: 'value',
  units: 'value',
  money: 'value',
  ratio: 'value',
  span: 'value',
  date: 'value',
  window: 'value',
  weekdays: 'value',
  word: 'word',
}

/** Gives the kind of value that a key of a command has; undefined where nobody said. */
export const kindOf = ({ name }: Pick<Command, 'name'>, key: string): ValueKind | undefined =>
  special[name]?.[key] ?? usual[key]

/** Commands with one thing before the keys that may have blanks: a name that is given, or that refers to something. */
const names = new Set(['NAME', 'WHAT'])
const people = new Set(['shelfready planners', 'shelfready executive'])
const strict = new Set(['promo why', 'promo balance', 'shelfready link', 'shelfready undo'])
/** Commands that take a word behind the promotion: none, clear. */
const withWordBehind = new Set(['promo override', 'promo agree-figure', 'promo share'])
const manyRisks = (command: Pick<Command, 'takes'>) =>
  command.takes.some(({ name, says }) => name === 'RISK' && says.includes('several'))

const placeOf = (command: Command): Place => {
  const positions = command.takes.filter(({ value }) => value === null)
  const [first] = positions
  const most = Number.POSITIVE_INFINITY
  if (first === undefined) return { kind: command.name === 'shelfready away' ? 'words' : 'none', most }
  if (names.has(first.name)) return { kind: 'name', most: 1 }
  if (people.has(command.name)) return { kind: 'people', most }
  if (command.name === 'shelfready comment') return { kind: 'noted', most }
  if (manyRisks(command)) return { kind: 'many', most }
  if (first.name === 'PROMOTION' && positions.length === 1 && !withWordBehind.has(command.name))
    return { kind: 'referred', most: 1 }
  return { kind: 'words', most: Math.max(positions.length, 1), isStrict: strict.has(command.name) }
}

/** Gives how the words of a command are read. */
export const shapeOf = (command: Command): Shape => ({
  keys: new Map(keysOf(command).map((key) => [key, reaches[kindOf(command, key) ?? 'word']])),
  place: placeOf(command),
})
