import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readDays } from '../../src/commands/channels/parse-schedule.ts'
import { asWritten, listOf, oneLine } from '../../src/commands/dispatch/arguments.ts'
import { commands } from '../../src/commands/dispatch/catalogue.ts'
import { type Command, keysOf } from '../../src/commands/dispatch/command.ts'
import { takesFilter } from '../../src/commands/reading/filter-words.ts'
import { readLine } from '../../src/commands/reading/read-line.ts'
import { kindOf, shapeOf, type ValueKind } from '../../src/commands/reading/value-kinds.ts'
import { dayOf } from '../../src/domain/day.ts'
import { readDate, readDates } from '../../src/parsing/dates.ts'
import { days, decimal } from '../../src/parsing/number-values.ts'
import { uplift } from '../../src/parsing/promotion-values.ts'
import { inDays, inMoney, inUnits } from '../../src/parsing/quantities.ts'
import { Unfit } from '../../src/parsing/values.ts'
import type { Word } from '../../src/parsing/words.ts'
import { keyWays, type Meant, meant, spaced, wrapping } from '../_helpers/typing.ts'

const isFull = process.env.PROOF === 'full'
const reader = { today: dayOf('2026-06-01'), locale: null }

/** What a value comes to, by the reader that commands use for its kind; what it cannot be read for begins with a cross. */
const readers: Readonly<Record<ValueKind, (text: string) => unknown>> = {
  codes: (text) => listOf(text).map((code) => code.toUpperCase()),
  units: asWritten(inUnits(decimal), null),
  money: asWritten(inMoney(decimal), null),
  ratio: asWritten(uplift, null),
  span: asWritten(inDays(days(0, 400)), null),
  date: (text) => readDate(text, reader),
  window: (text) => readDates(text, reader),
  weekdays: (text) => readDays(text) ?? new Unfit('no days'),
  text: oneLine,
  person: (text) => text.replace(/^@/, ''),
  word: (text) => text.toLowerCase(),
}
const isRead = (value: unknown): boolean =>
  !(value instanceof Unfit) && !(typeof value === 'object' && value !== null && 'ok' in value && value.ok === false)

const valueIn = (command: Command, { key, value }: Word) =>
  key === null ? value : readers[kindOf(command, key) ?? 'word'](value)

/** What a line comes to: its command, what stands before the keys, the value of each key, and what is not understood. */
const heard = (line: string) => {
  const read = readLine(line)
  if (!read.ok) return { refused: read.error.title }
  const { command, rest, mistakes } = read.value
  return {
    command: command.name,
    front: rest.filter(({ key }) => key === null).map(({ value }) => value),
    keyed: Object.fromEntries(
      rest.flatMap((word) => (word.key === null ? [] : [[word.key, valueIn(command, word)]])).sort(),
    ),
    mistakes,
  }
}

/** What stands before the keys of a command, in the plain way and in those of people. */
const fronts = (command: Command): readonly Meant[] => {
  const { kind, most } = shapeOf(command).place
  if (takesFilter(command))
    return [
      {
        plain: 'at:EAST,WEST severity:not-ready',
        ways: [
          'at: EAST, WEST severity: not-ready',
          'AT:EAST ,WEST Severity = not-ready',
          'at：EAST，WEST　severity：not‑ready',
          'at = EAST, WEST  severity:"not-ready"',
          '*at:* EAST, WEST severity:not-ready.',
        ],
      },
    ]
  switch (kind) {
    case 'name':
      return [
        {
          plain: '"Two items"',
          ways: ['Two items', '“Two items”', "'Two items'", '«Two items»', '„Two items“', '「Two items」'],
        },
        { plain: '"Fish & chips – week 1"', ways: ['Fish & chips – week 1', "'Fish & chips – week 1'"] },
      ]
    case 'referred':
      return [{ plain: 'P-1', ways: ['P-1', '"P-1"', '`P-1`', '*P-1*', 'P-1\u200b', '\u200eP-1', 'Ｐ-1', 'P‑1'] }]
    case 'many':
      return [
        {
          plain: 'R-1 R-2',
          ways: ['R-1, R-2', 'R-1 and R-2', 'R-1 & R-2', 'R-1; R-2', '`R-1` `R-2`', 'R‑1 R‑2', 'R-1\u00a0R-2'],
        },
        { plain: 'R-1', ways: ['R-1', '"R-1"', '*R-1*'] },
      ]
    case 'people':
      return [{ plain: '@ben @dora', ways: ['@ben, @dora', '@ben and @dora', '@ben & @dora', '@ben; @dora'] }]
    case 'noted':
      return [{ plain: 'R-1', ways: ['R-1', '`R-1`', '"R-1"'] }]
    case 'words':
      return most === 1
        ? [{ plain: 'SKU-110', ways: ['SKU-110', '"SKU-110"', '`SKU-110`', 'SKU‑110', '*SKU-110*'] }]
        : [{ plain: 'R-1 PO-91', ways: ['R-1 PO-91', 'R-1, PO-91', '`R-1` PO-91', 'R‑1\u2003PO‑91'] }]
    case 'none':
      return []
  }
}

type Line = { readonly plain: string; readonly typed: string }

/** Lines of one command: the plain one, and one that means the same as people write it. */
const lineOf = (command: Command): fc.Arbitrary<Line> => {
  const one = ({ plain, ways }: Meant) => fc.constantFrom(...ways).map((way) => ({ plain, way }))
  const keys = takesFilter(command) ? [] : keysOf(command)
  const own = fronts(command)
  const front = own.length === 0 ? fc.constant(null) : fc.constantFrom(...own).chain(one)
  const argument = (key: string) =>
    fc.constantFrom(...meant[kindOf(command, key) ?? 'word']).chain((value) =>
      fc.tuple(keyWays(key), one(value)).map(([typedKey, { plain, way }]) => ({
        plain: `${key}:"${plain}"`,
        typed: `${typedKey}${way}`,
      })),
    )
  return fc
    .tuple(
      front,
      fc.shuffledSubarray([...keys]).chain((some) => fc.tuple(...some.map(argument))),
      fc.constantFrom(...wrapping),
      fc.constantFrom(
        command.name,
        command.name.toUpperCase(),
        command.name.replace(' ', '\u00a0'),
        `${command.name.replace(' ', '  ')}`,
      ),
    )
    .chain(([before, all, wrap, name]) =>
      spaced([...(before === null ? [] : [before.way]), ...all.map(({ typed }) => typed)]).map((typed) => ({
        plain: [command.name, ...(before === null ? [] : [before.plain]), ...all.map(({ plain }) => plain)].join(' '),
        typed: wrap(`${name} ${typed}`.trimEnd()),
      })),
    )
}

describe('every way to write a value', () => {
  it.each(Object.entries(meant).flatMap(([kind, all]) => all.map((one) => [kind as ValueKind, one] as const)))(
    'of the kind %s comes to the plain one: %o',
    (kind, { plain, ways }) => {
      for (const way of [plain, ...ways]) {
        const [key = ''] = Object.keys(keyOf).filter((one) => keyOf[one] === kind)
        const read = heard(`${commandOf[kind] ?? 'promo add'} X ${key}:${way}`)
        expect([way, read]).toEqual([way, heard(`${commandOf[kind] ?? 'promo add'} X ${key}:"${plain}"`)])
        expect([way, 'keyed' in read && isRead(read.keyed?.[key])]).toEqual([way, true])
      }
    },
  )
})

const keyOf: Readonly<Record<string, ValueKind>> = {
  sku: 'codes',
  units: 'units',
  price: 'money',
  uplift: 'ratio',
  lead: 'span',
  due: 'date',
  dates: 'window',
  days: 'weekdays',
  type: 'text',
  owner: 'person',
  hero: 'word',
}
const commandOf: Readonly<Partial<Record<ValueKind, string>>> = {
  span: 'shelfready correct',
  date: 'shelfready correct',
  weekdays: 'shelfready hours',
}

describe.each(commands.map((command) => [command.name, command] as const))('%s', (_, command) => {
  it('says of each of its keys what kind of value it takes', () => {
    expect(keysOf(command).filter((key) => kindOf(command, key) === undefined)).toEqual([])
  })

  it('is heard as people write it', () => {
    fc.assert(
      fc.property(lineOf(command), ({ plain, typed }) => {
        const wanted = heard(plain)
        expect({ mistakes: [], ...wanted }).toMatchObject({ command: command.name, mistakes: [] })
        expect(heard(typed)).toEqual(wanted)
      }),
      { numRuns: isFull ? 3_000 : 40, seed: 16 },
    )
  })

  it('names every word that it does not read', () => {
    fc.assert(
      fc.property(lineOf(command), fc.constantFrom('Zzyx', 'Zzyx Qwv', 'zzyx?'), ({ plain }, junk) => {
        const line = `${plain} ${junk}`
        const read = readLine(line)
        const word = junk.slice(0, 4)
        if (!read.ok) return expect(read.error.title).toContain(word)
        const { rest, mistakes } = read.value
        const isNamed = mistakes.some((one) => one.includes(word))
        const kept = rest.filter(({ value }) => value.includes(word))
        const isRefused = kept.some((one) => {
          const kind = one.key === null ? 'text' : (kindOf(command, one.key) ?? 'word')
          return kind === 'text' || kind === 'person' || kind === 'codes' || !isRead(valueIn(command, one))
        })
        expect({ line, rest, mistakes, isHeard: isNamed || isRefused }).toMatchObject({ isHeard: true })
      }),
      { numRuns: isFull ? 500 : 15, seed: 16 },
    )
  })
})
