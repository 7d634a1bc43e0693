import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { commands } from '../../src/commands/dispatch/catalogue.ts'
import { namesOf } from '../../src/commands/dispatch/command.ts'
import { onlyReads } from '../../src/commands/dispatch/only-reads.ts'
import { readQuestion } from '../../src/commands/questions/read-question.ts'
import { fillSample } from '../../src/operator/trials/sample.ts'
import { openCompany } from '../_helpers/company.ts'
import { type Stage, stage } from './stage.ts'

let company: Stage
beforeAll(async () => {
  company = await stage('2026-11-30')
  await fillSample(company.app, '#launches')
  await company.say('whoami', { name: 'Ben Miller' })
  await company.say('risks')
})
afterAll(() => company[Symbol.asyncDispose]())

/** What a question is taken for, without the names behind codes; null where the answer does not say. */
const taken = async (said: string): Promise<string | null> => {
  const { lead } = await company.ask(said)
  return lead === undefined ? null : lead.replace(/^I took that as /, '').replace(/ \([^()]*\)$/, '')
}

describe('a question that people type is answered by the command', () => {
  it.each([
    ['is cola ready?', '/promo show P-1'],
    ['Is Cola ready', '/promo show P-1'],
    ['cola ready?', '/promo show P-1'],
    ['will colas be ready in time?', '/promo show P-1'],
    ['hey, can you please tell me if cola is ready?', '/promo show P-1'],
    ['Hello Shelfready, is “Cola double deal” ready, please', '/promo show P-1'],
    ['/promo is cola ready?', '/promo show P-1'],
    ['is cola ready in EAST?', '/promo why P-1 SKU-100 EAST'],
    ['are apples ready', '/promo show P-4'],
    ['how is School start doing?', '/promo show P-2'],
    ['who has School start', '/promo show P-2'],
    ['show me P-2', '/promo show P-2'],
    ['p-2?', '/promo show P-2'],
    ['will we run out of lemonade', '/promo show P-3'],
    ['why is cola not ready', '/promo why P-1'],
    ["why isn't cola ready?", '/promo why P-1'],
    ['why is the cola at risk', '/promo why P-1'],
    ['why aren’t exercise books ready', '/promo why P-2 SKU-310'],
    ['why cola', '/promo why P-1'],
    ['what is the problem with cola?', '/promo why P-1'],
    ['/promo why is cola not ready?', '/promo why P-1'],
    ['what can we do about cola', '/promo options P-1'],
    ['what happened to P-1', '/promo history P-1'],
    ['what is not ready', '/promo list severity:not-ready,at-risk,unknown'],
    ["what's not ready yet?", '/promo list severity:not-ready,at-risk,unknown'],
    ['which promotions are not ready in EAST', '/promo list at:EAST severity:not-ready,at-risk,unknown'],
    ['is everything ready?', '/promo list'],
    ['what launches next week', '/promo list starts:"next week"'],
    ['which promotions start in December', '/promo list starts:2026-12-01..2026-12-31'],
    ['what is running', '/promo list dates:today'],
    ['what runs next week in EAST', '/promo list at:EAST dates:"next week"'],
    ['what promotions do we have for drinks', '/promo list category:Drinks'],
    ['my promotions', '/promo list mine'],
    ['what do I have to do today', '/shelfready home'],
    ['my tasks', '/shelfready home'],
    ['what is waiting for me', '/shelfready home'],
    ['what is waiting for Ben Miller', '/shelfready risks owner:"Ben Miller"'],
    ['what does Chloe have to do?', '/shelfready risks owner:Chloe'],
    ['what is at risk in EAST', '/shelfready risks at:EAST'],
    ['what is at risk at west park', '/shelfready risks at:WEST'],
    ['anything at risk?', '/shelfready risks'],
    ['shelfready risk', '/shelfready risks'],
    ['show me R-1', '/shelfready risks R-1'],
    ['what do we have to order today', '/shelfready requirements'],
    ['what must I order from acme?', '/shelfready requirements ACME'],
    ['what is waiting for a decision', '/promo decisions'],
    ['what changed since yesterday', '/shelfready digest'],
    ['anything new?', '/shelfready digest'],
    ['how much is at risk', '/shelfready overview'],
    ['how much cola do we have', '/stock SKU-100'],
    ['how many colas do we have in EAST?', '/stock SKU-100 at:EAST'],
    ['how many can I promise of cola', '/stock SKU-100'],
    ['when does lemonade arrive', '/stock SKU-110'],
    ['/stock how much cola is left', '/stock SKU-100'],
    ['stock cola', '/stock SKU-100'],
    ['when can I promote cola +60 %', '/promo when SKU-100 uplift:+60%'],
    ['when can we promote 700 cola', '/promo when SKU-100 units:700'],
    [
      'when could I run a promotion on cola at 1.6x in EAST for 2 weeks',
      '/promo when SKU-100 at:EAST uplift:1.6x days:14',
    ],
    ['can I promote cola +60 % next week', '/promo what-if sku:SKU-100 dates:"next week" uplift:+60%'],
    ['what have we heard', '/intel list'],
    ['who am I', '/shelfready whoami'],
    ['why did I get this', '/shelfready why-this'],
    ['why was I not told about P-2', '/shelfready why-not P-2'],
  ])('%s: %s', async (said, line) => {
    expect(await taken(said)).toBe(line)
  })

  it.each([
    'promo list',
    'show P-2',
    'why P-1',
    'stock SKU-100',
    'stock SKU-100 at EAST',
    'risks mine',
    'promo check p-1',
    'list',
    'home',
  ])('%s, and where it is typed as the command that it is, nothing is said about that', async (line) => {
    expect((await company.ask(line)).lead).toBeUndefined()
  })

  it('with the answer of that command', async () => {
    const { lead, ...asked } = await company.ask('is cola ready?')
    expect(lead).toBe('I took that as /promo show P-1 (Cola double deal)')
    expect(asked).toEqual(await company.ask('promo show P-1'))
    expect((await company.say('is cola ready?')).split('\n')[0]).toBe(lead)
  })
})

describe('a name that is not one thing is asked about', () => {
  it.each([
    ['how much fruit do we have', 'There is no item called "fruit"', []],
    ['is colla ready?', 'Did you mean Cola double deal (P-1)?', ['promo show P-1']],
    ['how much lemonad do we have', '', ['stock SKU-110']],
    ['how much strawbery is there', 'Did you mean Strawberries 500 g?', ['stock SKU-210']],
    ['what is at risk in EATS', 'Did you mean East Street?', ['shelfready risks at:EAST']],
    ['show me cola', 'can mean 2 things', ['promo show P-1', 'stock SKU-100']],
    ['is SKU-999 ready', 'There is no promotion SKU-999', []],
    ['what is the weather', 'There is no promotion, item, place or person called "weather"', []],
  ])('%s', async (said, sentence, lines) => {
    const card = await company.ask(said)
    if (lines.length === 0 || card.lead === undefined) {
      expect(card.title).toContain(sentence)
      expect((card.actions ?? []).map(({ id }) => id)).toEqual(lines)
    } else expect(card.lead).toContain(lines[0])
  })

  it('offers each of several promotions of one item, and a click answers', async () => {
    await using two = await stage('2026-11-30')
    await fillSample(two.app, '#launches')
    await two.say('promo add "Cola night" sku:SKU-100 at:WEST dates:"1-3 Mar 2027" uplift:+10% price:1.2')
    const card = await two.ask('is cola ready?')
    expect(card.title).toBe('"cola" can mean 2 things. Which one?')
    const offered = card.actions ?? []
    expect(offered.map(({ label }) => label)).toEqual(['Cola double deal (P-1)', 'Cola night (P-7)'])
    const clicked = await two.app.handle({
      key: null,
      person: { id: 'test:Ana', name: 'Ana' },
      place: '#launches',
      words: { does: 'ask', id: offered[1]?.id ?? '', revision: 0 },
    })
    expect(clicked).toEqual(await two.ask('promo show P-7'))
  })

  it('says where no promotion of an item is coming, and offers its stock', async () => {
    await using few = await stage('2026-06-01')
    await few.feed('items', 'sku,name\nSKU-1,Cola\n')
    const card = await few.ask('is cola ready?')
    expect(card.title).toBe('No promotion of Cola is running or coming up.')
    expect(card.actions?.[0]).toMatchObject({ label: 'Stock of Cola', id: 'stock SKU-1' })
  })
})

describe('names', () => {
  const odd = [
    'Müsli "Crunch" 500 g',
    "Ana's pie",
    'عصير تفاح',
    'מיץ תפוחים',
    '🍓🍓',
    'a:b c:d',
    '<b>Bold</b> & co',
    'Ready, steady; go!',
    'Crème brûlée',
    '可乐',
    'Tea (green)',
    '100 % juice',
  ]
  const stockQuestions = [
    (name: string) => `how much ${name} do we have`,
    (name: string) => `Hey, how much ${name} is left?`,
    (name: string) => `how many can I promise of ${name}?`,
    (name: string) => `can you tell me how much ${name} we have`,
    (name: string) => `stock of ${name}`,
  ]

  it('of every kind find their item, however they are written', async () => {
    await using shop = await openCompany('2026-06-01')
    const rows = odd.map((name, i) => `SKU-${i},"${name.replaceAll('"', '""')}"`)
    await shop.feed('items', `sku,name\n${rows.join('\n')}\n`)
    for (const [i, name] of odd.entries())
      for (const question of stockQuestions.filter((_, at) => at < 3 || (at === 4 && !name.includes(':'))))
        for (const written of [name, name.toUpperCase(), name.normalize('NFD')]) {
          const { lead, title } = await shop.ask(question(written))
          expect([question(written), lead ?? title]).toEqual([
            question(written),
            expect.stringContaining(`/stock SKU-${i}`),
          ])
        }
  })

  it('of the sample company fill every question', async () => {
    const items = [
      ['SKU-100', 'cola', 'P-1'],
      ['SKU-110', 'lemonade', 'P-3'],
      ['SKU-200', 'ice cream', 'P-5'],
      ['SKU-210', 'strawberries', 'P-6'],
      ['SKU-220', 'apple', 'P-4'],
      ['SKU-300', 'pencil cases', 'P-2'],
      ['SKU-310', 'exercise books', 'P-2'],
    ] as const
    const written = [
      (name: string) => name,
      (name: string) => name.toUpperCase(),
      (name: string) => `the ${name}`,
      (name: string) => `"${name}"`,
    ]
    const asked = [
      (name: string) => `is ${name} ready?`,
      (name: string) => `are ${name} ready`,
      (name: string) => `please tell me whether ${name} will be ready`,
      (name: string) => `how is ${name} doing?`,
      (name: string) => `will we run out of ${name}`,
    ]
    for (const [sku, name, promotion] of items)
      for (const write of written) {
        for (const ask of asked)
          expect([ask(write(name)), await taken(ask(write(name)))]).toEqual([
            ask(write(name)),
            `/promo show ${promotion}`,
          ])
        for (const ask of stockQuestions.slice(0, 3))
          expect([ask(write(name)), await taken(ask(write(name)))]).toEqual([ask(write(name)), `/stock ${sku}`])
        expect(await taken(`when can I promote ${write(name)} +60 %?`)).toBe(`/promo when ${sku} uplift:+60%`)
      }
  })
})

describe('a question changes nothing', () => {
  const changing = commands.filter((command) => !onlyReads(command) && command.name !== 'help')

  it('whatever command it begins with', async () => {
    const before = company.everything()
    for (const command of changing)
      for (const name of namesOf(command))
        for (const line of [`${name}?`, `${name} P-1?`, `${name} R-1 ?`, `should I ${name} R-1`, `how do I ${name}?`])
          await company.say(line)
    expect(company.everything()).toBe(before)
  })

  it('nor does any sentence that begins with no command', async () => {
    const first = new Set(changing.flatMap((command) => namesOf(command).flatMap((name) => name.split(' '))))
    const word = fc.constantFrom(
      ...[
        'cola',
        'P-1',
        'R-1',
        'R-2',
        'is',
        'ready',
        'why',
        'what',
        'not',
        'all',
        'the',
        'EAST',
        'Ben',
        'today',
        '?',
        '+60 %',
        'next',
        'week',
      ],
      ...[
        'order',
        'cancel',
        'ack',
        'accept',
        'resolve',
        'please',
        'can',
        'you',
        'do',
        'it',
        'now',
        'risk',
        'to',
        'of',
        'reason:x',
        'units:5',
      ],
    )
    const before = company.everything()
    await fc.assert(
      fc.asyncProperty(fc.array(word, { minLength: 1, maxLength: 9 }), async (words) => {
        if (first.has(words[0] as string)) return
        const said = await company.say(words.join(' '))
        expect(said.trim()).not.toBe('')
        expect(said).not.toMatch(/undefined|NaN|\[object|null\b/)
      }),
      { numRuns: 250 },
    )
    expect(company.everything()).toBe(before)
  })
})

describe('reading a question', () => {
  it('takes no longer for a text that is made to be hard to read', () => {
    const hard = [
      'is ',
      'what is ',
      'not ',
      'what decision ',
      'ready ',
      ' ',
      'how much of ',
      'when can ',
      'x',
      '"',
      'the the ',
      'show me the ',
      'in at in ',
    ].flatMap((part) => [
      part.repeat(200).slice(0, 200),
      `what ${part.repeat(200)}`.slice(0, 198),
      `is ${part.repeat(200)}`.slice(0, 199),
    ])
    for (const text of hard) {
      const begun = performance.now()
      readQuestion(text)
      expect([text.slice(0, 40), performance.now() - begun < 200]).toEqual([text.slice(0, 40), true])
    }
  })

  it('leaves long texts and tables alone', () => {
    expect(readQuestion(`is ${'x'.repeat(300)} ready`)).toBeNull()
    expect(readQuestion('is cola ready\nsku,at')).toBeNull()
  })
})
