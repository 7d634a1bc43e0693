import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { PassThrough } from 'node:stream'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Card } from '../../src/cards/language/card.ts'
import type { ChatRequest } from '../../src/chat/request.ts'
import { openTerminal } from '../../src/chat/terminal/receive.ts'
import { renderText } from '../../src/chat/terminal/render.ts'
import { readTranscript } from '../../src/chat/terminal/send.ts'
import { completeLine } from '../../src/commands/help/complete-line.ts'
import { isTableHeader } from '../../src/parsing/pasted-table.ts'
import { runProcess } from '../_helpers/command-line.ts'
import { registration } from '../_helpers/registered.ts'
import { colaStage, type Stage } from '../commands/stage.ts'

const main = resolve(import.meta.dirname, '../../src/main.ts')
// biome-ignore lint/suspicious/noControlCharactersInRegex: what a terminal obeys is looked for
const escapes = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/
// biome-ignore lint/suspicious/noControlCharactersInRegex: colours are escapes
const colours = /\u001b\[[\d;]*m/g

describe('a card in a terminal', () => {
  let cola: Stage
  const cards: Card[] = []
  beforeAll(async () => {
    cola = await colaStage(70)
    await cola.say(
      'promo add "A rather long name of a promotion that nobody would want to type twice" sku:SKU-100 at:EAST dates:"6-12 Jul" units:700 price:7.99',
    )
    await cola.say('promo add Lemon sku:SKU-110 dates:"6-12 Jul" units:70')
    for (const line of [
      'promo show P-1',
      'promo why P-1',
      'promo list',
      'promo history P-1',
      'shelfready risks',
      'stock SKU-100 at EAST',
      'stock SKU-110',
      'help',
      'help promo add',
      'shelfready settings',
      'promo add X sku:SKU-10 dates:"6-12 Jul"',
    ])
      cards.push(await cola.ask(line))
  })
  afterAll(() => cola[Symbol.asyncDispose]())

  it.each([60, 80, 100, 120])('has no line of text wider than %d columns but single words and tables', (width) => {
    for (const card of cards) {
      const tableRows = card.blocks.flatMap((block) =>
        block.kind === 'table'
          ? renderText({ ...card, title: '', blocks: [block], actions: [], footer: null }).split('\n')
          : [],
      )
      for (const line of renderText(card, { width, colour: false }).split('\n'))
        if (line.length > width && !tableRows.includes(line)) expect(line.trim()).not.toContain(' ')
    }
  })

  it.each([40, 80])('loses no word at %d columns', (width) => {
    // A chart is drawn anew for each width; its words stand beside it.
    const words = (text: string) => text.split(/\s+/).filter((word) => word !== '' && !/^[▁▂▃▄▅▆▇█✖▔]{2,}$/.test(word))
    for (const card of cards) expect(words(renderText(card, { width, colour: false }))).toEqual(words(renderText(card)))
  })

  it('has colour when it is a terminal, and the same text without it', () => {
    for (const card of cards) {
      const coloured = renderText(card, { width: 80, colour: true })
      expect(coloured.replaceAll(colours, '')).toBe(renderText(card, { width: 80, colour: false }))
    }
    expect(renderText(cards[0] as Card, { width: 80, colour: true })).toMatch(colours)
  })

  it('carries its verdict in word and symbol where there is no colour', () => {
    expect(renderText(cards[0] as Card).split('\n')[0]).toMatch(/^✖ NOT READY {3}/)
  })

  it('ends each colour it begins, on its own line', () => {
    for (const card of cards)
      for (const line of renderText(card, { width: 40, colour: true }).split('\n')) {
        const found = [...line.matchAll(colours)].map(([code]) => code)
        expect(found.length % 2).toBe(0)
        if (found.length > 0) expect(found.at(-1)).toBe('\u001b[0m')
      }
  })
})

describe('completion', () => {
  it.each([
    ['', ['promo ', 'stock ', 'shelfready ', 'help ']],
    ['pr', ['promo ']],
    ['promo a', ['promo add ']],
    ['promo ', ['promo add ', 'promo list ', 'promo edit ', 'promo cancel ', 'promo clone ', 'promo history ']],
    ['/promo wh', ['/promo why ', '/promo what-if ', '/promo when ']],
    ['/promo opt', ['/promo options ', '/promo option ']],
    ['PROMO AD', ['promo add ']],
    ['shelfready digest ', ['shelfready digest now ', 'shelfready digest at ']],
    ['sto', ['stock ']],
  ])('of "%s" offers %j', (line, expected) => {
    const [choices, replaced] = completeLine(line)
    expect(choices).toEqual(expect.arrayContaining(expected))
    expect(replaced).toBe(line)
    for (const choice of choices) expect(choice.toLowerCase().startsWith(line.toLowerCase())).toBe(true)
  })

  it('of a word in a command offers the keys that begin so, and not those already given', () => {
    expect(completeLine('promo add X un')).toEqual([['units:'], 'un'])
    expect(completeLine('promo add X d')[0]).toEqual(expect.arrayContaining(['dates:', 'discount:']))
    expect(completeLine('promo add X sku:A ')[0]).not.toContain('sku:')
    expect(completeLine('promo add X sku:A ')[0]).toContain('at:')
    expect(completeLine('shelfready snooze R-1 u')).toEqual([['until:'], 'u'])
  })

  it.each(['xyz', 'promo add X sku:SK', 'nonsense more', 'promo list zz'])('of "%s" offers nothing', (line) => {
    expect(completeLine(line)[0]).toEqual([])
  })
})

describe('somebody who types', () => {
  /** Types lines into a terminal that answers with who asked what where. */
  const typed = async (text: string, interactive: boolean) => {
    const [input, output] = [new PassThrough(), new PassThrough()]
    let shown = ''
    output.setEncoding('utf8').on('data', (more: string) => (shown += more))
    const asked: ChatRequest[] = []
    let history: readonly string[] = []
    const terminal = openTerminal({
      input,
      output,
      interactive,
      style: () => ({ width: 80, colour: false }),
      person: 'You',
      place: '#launches',
      handle: async (request) => {
        asked.push(request)
        if (request.words === 'boom') throw new Error('boom')
        return { tone: 'plain', title: `heard ${request.words}`, plain: '', blocks: [], footer: null }
      },
      afterAnswer: async () => {},
      complete: completeLine,
      startsTable: isTableHeader,
      history: ['older'],
      keepHistory: (lines) => {
        history = lines
      },
      stop: new AbortController().signal,
      startsCommand: () => false,
      onSurprise: () => 'That went wrong.',
    })
    const chat = terminal.chat()
    for (const part of text.split(/(\t|\r)/)) {
      // A key is a key only when it comes alone; what comes at once was pasted.
      if (interactive) await new Promise((resolve) => setImmediate(resolve))
      input.write(part)
    }
    input.end()
    await chat
    return {
      asked: asked.map(({ person, place, words }) => `${person.name} ${place} ${words}`),
      shown,
      history: () => history,
    }
  }

  it('switches person and channel for one line, or from then on', async () => {
    const { asked } = await typed(
      [
        'one',
        'as:Ben two',
        'three',
        'in:#supply four',
        'as:Ben in:supply five',
        'in:#supply as:"Ben the planner" six',
        'as:Cleo',
        'seven',
        'in:field',
        'eight',
        'as:@Dora nine',
        '',
      ].join('\n'),
      false,
    )
    expect(asked).toEqual([
      'You #launches one',
      'Ben #launches two',
      'You #launches three',
      'You #supply four',
      'Ben #supply five',
      'Ben the planner #supply six',
      'Cleo #launches seven',
      'Cleo #field eight',
      'Dora #field nine',
    ])
  })

  it('is two people: the id follows the name, whatever its capitals', async () => {
    const { asked } = await typed('as:ben one\nas:BEN two\n', false)
    expect(asked).toHaveLength(2)
  })

  it('pastes a table below a command, and the line after an empty one is the next command', async () => {
    const { asked } = await typed('promo add X\nsku\tat\nA\tB\nC\tD\n\npromo list\n', false)
    expect(asked).toEqual(['You #launches promo add X\nsku\tat\nA\tB\nC\tD', 'You #launches promo list'])
  })

  it('goes on in the next line after a backslash', async () => {
    expect((await typed('promo add \\\nX\n', false)).asked).toEqual(['You #launches promo add \nX'])
  })

  it('is told of a surprise and can go on', async () => {
    const { asked, shown } = await typed('boom\nafter\n', false)
    expect(asked).toHaveLength(2)
    expect(shown).toContain('That went wrong.')
    expect(shown).toContain('heard after')
  })

  it.each(['exit', 'quit'])('leaves with %s, and nothing after it is asked', async (word) => {
    expect((await typed(`one\n${word}\ntwo\n`, false)).asked).toEqual(['You #launches one'])
  })

  it('cannot put a terminal escape into what is echoed', async () => {
    const { shown } = await typed('say \u001b[31mred\u0007\u009b\nas:\u001b[2JBen\n', false)
    expect(shown).not.toMatch(escapes)
  })

  it('completes with the tab key and keeps a history', async () => {
    const { asked, history } = await typed('promo li\t\rpromo sho\tP-1\r', true)
    expect(asked).toEqual(['You #launches promo list', 'You #launches promo show P-1'])
    expect(history()).toEqual(expect.arrayContaining(['older']))
    expect(history().map((line) => line.trim())).toEqual(expect.arrayContaining(['promo list', 'promo show P-1']))
  })
})

describe('the terminal chat through a pipe', () => {
  let folder: string
  let out: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'shelfready-'))
    const input = [
      'promo check',
      'as:Ana promo add "Winter BOGO" sku:SKU-100 at:EAST dates:"in 6 weeks" units:700 price:7.99',
      'as:Ana',
      'promo add Pasted dates:"in 7 weeks"',
      'sku\tat\tunits',
      'SKU-100\tEAST\t100',
      'SKU-300\tEAST\t20',
      '',
      'in:#supply',
      'as:Ben shelfready risks',
      'as:Ben shelfready ack R-1',
      'shelfready ack R-1',
      'as:Cleo in:#field shelfready subscribe',
      'in:#field shelfready digest now',
      'whoami',
      'promo list',
      'nonsense',
      '"',
      '\u001b[2J\u001b]0;x\u0007',
      'exit',
      'promo history P-1',
    ].join('\n')
    const ran = await runProcess([main, 'serve'], { cwd: folder, input: `${input}\n` })
    expect(ran.err).toBe('')
    expect(ran.status).toBe(0)
    out = ran.out
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  const answerTo = (line: string) => {
    const at = out.indexOf(`\n> ${line}`)
    expect([line, at]).not.toEqual([line, -1])
    const end = out.indexOf('\n> ', at + 3)
    return out.slice(at, end < 0 ? undefined : end)
  }

  it('starts with today’s digest and never writes an escape', () => {
    expect(out).toMatch(/^Launch readiness, (Mon|Tue|Wed|Thu|Fri|Sat|Sun) \d/)
    expect(out).not.toMatch(escapes)
  })

  it('says in the digest what it says when it is asked a moment later', () => {
    const live = (text: string) => text.split('\n').filter((line) => line.includes(' days of cover '))
    const [first, asked] = [out.slice(0, out.indexOf('\n> ')), answerTo('promo check')].map(live)
    expect(first?.length).toBeGreaterThan(0)
    expect(first).toEqual(asked)
  })

  it('answers two people and shows the one card that is posted', () => {
    const said = answerTo('as:Ana promo add "Winter BOGO"')
    expect(said).toMatch(registration('Winter BOGO'))
    expect(said.match(/posted in #launches/g)).toHaveLength(1)
    expect(said).toMatch(/│ .* Winter BOGO/)
    expect(said).toMatch(/│ ✖ NOT READY {3}Winter BOGO {3}P-\d+ · .* · Ana/)
  })

  it('takes a pasted table', () => {
    expect(answerTo('promo add Pasted')).toMatch(registration('Pasted'))
    expect(answerTo('promo add Pasted')).toContain('in EAST (+ 1 item)')
  })

  it('lets the first of two people take a risk and tells the second', () => {
    expect(answerTo('as:Ben shelfready ack R-1')).toMatch(/R-\d+ is yours/)
    expect(answerTo('shelfready ack R-1')).toContain('Already acknowledged by Ben')
  })

  it('posts a digest in the channel that asked for it', () => {
    expect(answerTo('as:Cleo in:#field shelfready subscribe')).toContain('#field gets every promotion')
    expect(answerTo('in:#field shelfready digest now')).toMatch(/posted in #field\n│ Launch readiness/)
  })

  it('remembers who speaks where', () => {
    expect(answerTo('whoami')).toContain('You are Ana, in #supply.')
  })

  it('answers what it cannot read, and ends at exit', () => {
    expect(answerTo('nonsense')).toContain('I do not know "nonsense"')
    expect(answerTo('"')).toContain('never closed')
    expect(out).not.toContain('What happened to')
  })

  it('keeps a transcript of what was posted, each once', async () => {
    const lines = readTranscript(join(folder, 'data', 'sample.db.transcript.jsonl'))
    expect(new Set(lines.map(({ outboxId }) => outboxId)).size).toBe(lines.length)
    expect(
      lines
        .filter(({ text }) => text.includes('Winter BOGO') && !text.startsWith('Launch'))
        .map(({ channel }) => channel),
    ).toEqual(['#launches'])
    expect(await readFile(join(folder, 'data', 'sample.db.transcript.jsonl'), 'utf8')).not.toMatch(escapes)
  })
})
