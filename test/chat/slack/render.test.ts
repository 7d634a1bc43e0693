import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Card } from '../../../src/cards/language/card.ts'
import { limits } from '../../../src/chat/slack/limits.ts'
import { drawHome, drawMessage } from '../../../src/chat/slack/render.ts'
import { stripControl } from '../../../src/chat/strip-control.ts'
import { blockProblems, blockText } from '../../_helpers/slack/block-kit.ts'
import { anyCard } from '../arbitrary-card.ts'

const plain = (more: Partial<Card> = {}): Card => ({
  tone: 'plain',
  title: 'Launch readiness',
  plain: 'Launch readiness',
  blocks: [],
  footer: null,
  ...more,
})

const control = /<[!@#]/

describe('any card', () => {
  it('is drawn within what Slack takes, at every level, and nothing in it is obeyed', () => {
    fc.assert(
      fc.property(anyCard, fc.constantFrom('full' as const, 'basic' as const, 'text' as const), (card, level) => {
        const { text, blocks } = drawMessage(card, level)
        expect(blockProblems([...blocks], 'message')).toEqual([])
        expect(JSON.stringify(blocks).length).toBeLessThanOrEqual(limits.characters)
        expect(text.trim()).not.toBe('')
        expect(text.isWellFormed()).toBe(true)
        expect(text.length).toBeLessThan(4_000 * 5)
        expect(text).not.toMatch(control)
        const shown = JSON.stringify(blocks, (key, value) => (key === 'value' ? '' : value))
        expect(shown).not.toMatch(control)
        if (level === 'text') expect(blocks).toEqual([])
        else expect(blocks.length).toBeGreaterThan(0)
      }),
      { numRuns: 300 },
    )
  })

  it('says something even where nothing of it fits, or there is nothing to say', () => {
    const blank = { tone: 'plain', plain: ' ', blocks: [], footer: null } as const
    expect(drawMessage({ ...blank, title: 'x'.repeat(5_000) }, 'text').text).toMatch(/^x+…$/)
    expect(drawMessage({ ...blank, title: ' ' }, 'text').text).toBe('Shelfready')
  })

  it('is drawn within what a Home tab takes', () => {
    fc.assert(
      fc.property(anyCard, (card) => {
        expect(blockProblems([...drawHome(card)], 'home')).toEqual([])
      }),
      { numRuns: 150 },
    )
  })

  it('shows every row, or says how many it does not show', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 300 }),
        fc.integer({ min: 1, max: 900 }),
        fc.nat(5),
        fc.nat(200),
        fc.constantFrom('x', '&', '*', '<'),
        fc.constantFrom('full' as const, 'basic' as const),
        (count, length, details, left, letter, level) => {
          const name = (i: number) => `#${i}#`
          const items = Array.from({ length: count }, (_, i) => ({
            symbol: '✖',
            text: `${name(i)} ${letter.repeat(length)}`,
            detail: Array.from({ length: details }, () => 'y'.repeat(50)),
          }))
          const card = plain({ blocks: [{ kind: 'items', title: 'Risks', items, left, where: 'shelfready risks' }] })
          const shown = blockText([...drawMessage(card, level).blocks])
          const missing = items.filter((_, i) => !shown.includes(name(i))).length + left
          const said = /\.\.\. and ([\d,]+) more: shelfready risks/.exec(shown)?.[1] ?? '0'
          expect(Number(said.replaceAll(',', ''))).toBe(missing)
        },
      ),
    )
  })

  it('shows every row of a table, or says how many it does not show', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 300 }),
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 1, max: 60 }),
        fc.constantFrom('full' as const, 'basic' as const),
        (count, width, length, level) => {
          const columns = Array.from({ length: width }, (_, i) => ({ title: `C${i}`, align: 'left' as const }))
          const rows = Array.from({ length: count }, (_, i) =>
            columns.map((_, j) => (j === 0 ? `#${i}#` : 'z'.repeat(length))),
          )
          const card = plain({ blocks: [{ kind: 'table', columns, rows, left: 0, where: 'promo list' }] })
          const shown = blockText([...drawMessage(card, level).blocks])
          const missing = rows.filter((_, i) => !shown.includes(`#${i}#`)).length
          const said = /\.\.\. and ([\d,]+) more: promo list/.exec(shown)?.[1] ?? '0'
          expect(Number(said.replaceAll(',', ''))).toBe(missing)
        },
      ),
    )
  })

  it('shows each short text of it as it was written', () => {
    const short = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }).map((text) => `<${text}> & *${text}*`)
    const unseen = /[\u200b\u2068\u2069]/g
    const bare = (text: string) => stripControl(text).replaceAll(unseen, '').trim()
    fc.assert(
      fc.property(short, short, short, short, (title, line, label, value) => {
        const card = plain({
          title,
          blocks: [
            { kind: 'text', text: line },
            { kind: 'facts', facts: [{ label, value }] },
            { kind: 'items', title: line, items: [{ symbol: '·', text: value, detail: [label] }], left: 0, where: 'x' },
          ],
          footer: value,
        })
        const shown = blockText([...drawMessage(card).blocks]).replaceAll(unseen, '')
        expect(shown).toContain(bare(title).replaceAll(/ {2,}/g, ' · '))
        for (const text of [line, label, value]) expect(shown).toContain(bare(text))
      }),
    )
  })
})

describe('lines to copy', () => {
  it('have nothing between their letters that nobody sees', () => {
    const lines = ['Please deliver:', '350 x SKU_100_A *Cola* ~1~ `x`, usable at EAST_1 by Mon 6 Jul', ':tada: & <b> >']
    const items = lines.map((text) => ({ symbol: null, text, detail: [] }))
    const card: Card = {
      ...{ tone: 'plain', title: 'Order', plain: 'Order', footer: null },
      blocks: [{ kind: 'items', title: null, items, isToCopy: true, left: 0, where: '' }],
    }
    expect(drawMessage(card).blocks).toContainEqual({
      type: 'section',
      text: { type: 'plain_text', text: lines.join('\n'), emoji: false },
    })
  })
})

describe('options for a card', () => {
  const acknowledge = { label: 'Acknowledge', does: 'acknowledge', id: 'R-1', revision: 2, words: 'ack R-1' } as const
  const more = (['why', 'balance', 'snooze'] as const).map((does) => ({
    ...{ label: does, does, id: 'R-1', revision: 2, words: `${does} R-1` },
    isSecondary: true,
  }))

  it('is one button, and a menu for the rest', () => {
    const { blocks } = drawMessage(plain({ actions: [acknowledge, ...more] }))
    expect(blocks.at(-1)).toMatchObject({
      type: 'actions',
      elements: [
        { type: 'button', text: { text: 'Acknowledge' }, value: '1.acknowledge.2.R-1' },
        {
          type: 'overflow',
          options: [{ value: '1.why.2.R-1' }, { value: '1.balance.2.R-1' }, { value: '1.snooze.2.R-1' }],
        },
      ],
    })
  })

  it('is said in words where an id is too long for a menu', () => {
    const id = 'P'.repeat(160)
    const actions = more.map((action) => ({ ...action, id, words: `promo ${action.does} LONG` }))
    const shown = blockText([...drawMessage(plain({ actions: [{ ...acknowledge, id }, ...actions] })).blocks])
    for (const { words } of actions) expect(shown).toContain(words)
  })

  it('has one that stands out, the first that moves something on', () => {
    const item = () => ({ symbol: '✖', text: 'Cola', detail: [], actions: [...more, { ...acknowledge }] })
    const card = plain({
      blocks: [{ kind: 'items', title: null, items: [item(), item()], left: 0, where: '' }],
      actions: [acknowledge],
    })
    expect(JSON.stringify(drawMessage(card).blocks).split('"primary"')).toHaveLength(2)
  })

  it('is asked about once more where it takes something back', () => {
    const withdraw = { label: 'Not placed', does: 'withdraw', id: 'PO-91', revision: 0, words: 'x' } as const
    const { blocks } = drawMessage(plain({ actions: [withdraw] }))
    expect(blocks.at(-1)).toMatchObject({
      elements: [{ style: 'danger', confirm: { text: { text: 'Not placed: PO-91' }, deny: { text: 'Cancel' } } }],
    })
    expect(blockProblems([...blocks], 'message')).toEqual([])
  })

  it('leads to a card where its place is known, and shows it where not', () => {
    const see = { label: 'See card', does: 'see', id: 'P-1', revision: 0, words: 'promo show P-1' } as const
    const url = 'https://x.slack.com/archives/C1/p1'
    const card = plain({ actions: [see] })
    expect(drawMessage(card, 'full', new Map([['P-1', url]])).blocks.at(-1)).toMatchObject({ elements: [{ url }] })
    expect(drawMessage(card).blocks.at(-1)).not.toHaveProperty('elements.0.url')
  })
})
