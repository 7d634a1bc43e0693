import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Action, Card } from '../../src/cards/language/card.ts'
import { commands } from '../../src/commands/dispatch/catalogue.ts'
import { findCommand } from '../../src/commands/dispatch/find-command.ts'
import { onlyReads } from '../../src/commands/dispatch/only-reads.ts'
import { splitWords } from '../../src/parsing/words.ts'
import { colaStage, type Stage } from './stage.ts'

const commandOf = (line: string): string | null => {
  const words = splitWords(line)
  const found = words.ok ? findCommand(words.value) : null
  return found?.ok ? found.value.command.name : null
}

const labels = ({ actions = [] }: Card): readonly string[] => actions.map(({ label }: Action) => label)

describe('a family alone', () => {
  let cola: Stage
  beforeAll(async () => {
    cola = await colaStage()
    await cola.say('promo add "Summer BOGO" sku:SKU-100 at:EAST dates:"6-12 Jul" units:700 price:7.99')
  })
  afterAll(() => cola[Symbol.asyncDispose]())

  it.each(['promo', '/promo', 'PROMO '])('%s lists the promotions, with what a marketer begins with', async (said) => {
    const card = await cola.ask(said)
    expect(card.title).toBe('1 promotion running or coming up, Mon 1 Jun')
    expect(labels(card)).toEqual(['New promotion', 'Check a date'])
  })

  it('stock asks which item, and offers those of the next promotions', async () => {
    const card = await cola.ask('/stock')
    expect(card.title).toMatch(/^Which item\?/)
    expect(card.actions).toMatchObject([{ label: 'Cola 1.5 l', does: 'ask', id: 'stock SKU-100' }])
    expect(await cola.ask(card.actions?.[0]?.words ?? '')).toEqual(await cola.ask('stock SKU-100'))
  })

  it('intel lists what has been heard', async () => {
    expect(await cola.ask('/intel')).toEqual(await cola.ask('/intel list'))
  })

  it('shelfready shows the help', async () => {
    expect(await cola.ask('/shelfready')).toEqual(await cola.ask('help'))
  })
})

describe('a family may be left out', () => {
  it.each([
    ['why P-2', 'promo why'],
    ['list', 'promo list'],
    ['show P-1', 'promo show'],
    ['what-if sku:SKU-100 dates:"6-12 Jul"', 'promo what-if'],
    ['edit P-1 units:400', 'promo edit'],
    ['cancel P-1 why:other', 'promo cancel'],
    ['add "Summer" sku:SKU-100', null],
    ['risks', 'shelfready risks'],
    ['ack R-1', 'shelfready ack'],
    ['ordered R-1 PO-91 due:"24 Jun"', 'shelfready ordered'],
    ['withdraw PO-91', 'shelfready withdraw'],
    ['digest now', 'shelfready digest now'],
  ])('%s is %s', (line, name) => {
    expect(commandOf(line)).toBe(name)
  })

  it.each(['cancel the meeting', 'edit the page', 'agree with Ben', 'register for the gym', 'decide soon'])(
    'but "%s" is no command: it names nothing',
    (line) => {
      expect(commandOf(line)).toBeNull()
    },
  )
})

describe('a command that only reads', () => {
  it('exists, each of them, and needs no more than the right to see', () => {
    const reading = commands.filter(onlyReads)
    expect(reading.length).toBeGreaterThan(15)
    for (const { name, right } of reading) expect([name, ['see', 'ask'].includes(right)]).toEqual([name, true])
  })

  it('writes nothing, whatever follows its name', async () => {
    await using cola = await colaStage()
    await cola.say('promo add "Summer BOGO" sku:SKU-100 at:EAST dates:"6-12 Jul" units:700 price:7.99')
    await cola.say('shelfready whoami')
    await cola.say('shelfready risks')
    const before = cola.everything()
    for (const { name, examples } of commands.filter(onlyReads))
      for (const line of [name, `${name} P-1`, `${name} R-1`, `${name} mine`, `${name} ended`, ...examples])
        await cola.say(line)
    expect(cola.everything()).toBe(before)
  })
})
