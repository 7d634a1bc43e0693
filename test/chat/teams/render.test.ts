import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Card } from '../../../src/cards/language/card.ts'
import type { Form } from '../../../src/cards/language/form.ts'
import { drawForm, drawFormMessage } from '../../../src/chat/teams/dialog.ts'
import { limits } from '../../../src/chat/teams/limits.ts'
import { drawCard, drawMessage } from '../../../src/chat/teams/render.ts'
import { activityProblems } from '../../_helpers/teams/activity-problems.ts'
import { cardProblems } from '../../_helpers/teams/card-problems.ts'
import { anyCard, anyForm, anyText } from '../arbitrary-card.ts'

const plain = (more: Partial<Card> = {}): Card => ({
  tone: 'plain',
  title: 'Launch readiness',
  plain: 'Launch readiness',
  blocks: [],
  footer: null,
  ...more,
})

const bytesOf = (value: unknown) => Buffer.byteLength(JSON.stringify(value))

/** Every text that a reader of the card sees. */
const textsOf = (value: unknown): readonly string[] => {
  if (typeof value === 'string') return []
  if (Array.isArray(value)) return value.flatMap((one) => (typeof one === 'string' ? [one] : textsOf(one)))
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, one]) =>
    typeof one === 'string' ? (key === 'text' || key === 'title' ? [one] : []) : key === 'fallback' ? [] : textsOf(one),
  )
}

describe('any card', () => {
  it('is drawn within what Teams takes, at every level', () => {
    fc.assert(
      fc.property(anyCard, fc.constantFrom('full' as const, 'basic' as const, 'text' as const), (card, level) => {
        const message = drawMessage(card, level)
        expect(activityProblems({ ...message })).toEqual([])
        expect(JSON.stringify(message).isWellFormed()).toBe(true)
        if ('text' in message) {
          expect(message.text.trim()).not.toBe('')
          return
        }
        expect(bytesOf(message.attachments[0]?.content)).toBeLessThanOrEqual(limits.cardBytes)
        expect(message.summary.trim()).not.toBe('')
      }),
      { numRuns: 300 },
    )
  })

  it('is within what Teams takes where its title, footer and buttons alone are more', () => {
    const long = '€'.repeat(5_000)
    const button = { label: long, does: 'acknowledge', id: long, revision: 1, words: long } as const
    const card = plain({ title: long, plain: long, footer: long, actions: Array(8).fill(button) })
    const drawn = drawCard(card)
    expect(bytesOf(drawn)).toBeLessThanOrEqual(limits.cardBytes)
    expect(textsOf(drawn).join('')).toContain('€€€')
    expect(cardProblems(drawn)).toEqual([])
  })

  it('is within what Teams takes where the title of a list whose rows are all left out finds no room', () => {
    const [filling, title] = ['€'.repeat(2_900), '€'.repeat(2_000)]
    const lists = Array(4).fill({ kind: 'items', title, items: [], left: 3, where: '/promo list' })
    const drawn = drawCard(
      plain({ blocks: [{ kind: 'text', text: filling }, { kind: 'text', text: filling }, ...lists] }),
    )
    expect(bytesOf(drawn)).toBeLessThanOrEqual(limits.cardBytes)
    expect(textsOf(drawn).join(' ')).toContain('... and 3 more')
  })

  it('has every button of a promotion, those behind in a row of their own where one row has no room for all', () => {
    const button = (label: string, isSecondary: boolean) =>
      ({ label, does: 'acknowledge', id: 'P-1', revision: 0, words: `/shelfready ${label}`, isSecondary }) as const
    const [first, behind] = [
      ['One', 'Two', 'Three'],
      ['Four', 'Five', 'Six', 'Seven'],
    ]
    const actions = [...first.map((label) => button(label, false)), ...behind.map((label) => button(label, true))]
    const drawn = drawCard(plain({ actions }))
    const rows = drawn.body.flatMap(({ type, actions }) =>
      type === 'ActionSet' && Array.isArray(actions) ? [actions.map(({ title }) => title)] : [],
    )
    expect(rows).toEqual([first, behind])
    expect(textsOf(drawn).join(' ')).not.toContain('/shelfready')
    expect(cardProblems(drawn)).toEqual([])
  })

  it('holds no text that Teams would take for Markdown, a date or a mention', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const card = drawCard(
          plain({
            title: text,
            footer: text,
            blocks: [
              { kind: 'text', text },
              { kind: 'facts', facts: [{ label: text, value: text }] },
              { kind: 'items', title: text, items: [{ symbol: null, text, detail: [text] }], left: 0, where: text },
              { kind: 'table', columns: [{ title: text, align: 'left' }], rows: [[text]], left: 0, where: text },
            ],
          }),
        )
        const json = JSON.stringify(card)
        expect(json).not.toContain('{{')
        expect(json).not.toContain('"TextBlock"')
        expect(json).not.toContain('"entities"')
      }),
      { numRuns: 300 },
    )
  })

  it('shows every row, or says how many it does not show', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 300 }),
        fc.integer({ min: 1, max: 900 }),
        fc.nat(5),
        fc.nat(200),
        fc.constantFrom('x', '&', '"', '€', '\u{1f4e6}'),
        (count, length, details, left, letter) => {
          const name = (i: number) => `#${i}#`
          const items = Array.from({ length: count }, (_, i) => ({
            symbol: '✖',
            text: `${name(i)} ${letter.repeat(length)}`,
            detail: Array.from({ length: details }, () => 'y'.repeat(50)),
          }))
          const card = plain({ blocks: [{ kind: 'items', title: 'Risks', items, left, where: 'shelfready risks' }] })
          const shown = textsOf(drawCard(card)).join('\n')
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
        fc.integer({ min: 1, max: 400 }),
        fc.integer({ min: 1, max: 10 }),
        fc.nat(50),
        (count, columns, left) => {
          const rows = Array.from({ length: count }, (_, i) =>
            Array.from({ length: columns }, (_, c) => (c === 0 ? `#${i}#` : `${c}`.repeat(8))),
          )
          const heads = Array.from({ length: columns }, (_, c) => ({ title: `C${c}`, align: 'right' as const }))
          const shown = textsOf(
            drawCard(plain({ blocks: [{ kind: 'table', columns: heads, rows, left, where: 'promo list' }] })),
          ).join('\n')
          const missing = rows.filter((_, i) => !shown.includes(`#${i}#`)).length + left
          const said = /\.\.\. and ([\d,]+) more: promo list/.exec(shown)?.[1] ?? '0'
          expect(Number(said.replaceAll(',', ''))).toBe(missing)
        },
      ),
    )
  })
})

describe('any form', () => {
  it('is drawn as a dialog and as a message within what Teams takes, with mistakes and without', () => {
    fc.assert(
      fc.property(
        anyForm,
        fc.dictionary(fc.stringMatching(/^[a-z]{0,12}$/), anyText),
        anyText,
        (form, mistakes, typed) => {
          const names = form.fields.map(({ name }) => [name, typed] as const)
          for (const filled of [{}, { mistakes, values: Object.fromEntries(names) }]) {
            expect(cardProblems(drawForm(form, 'message', filled))).toEqual([])
            expect(cardProblems(drawForm(form, 'dialog', filled))).toEqual([])
          }
          expect(activityProblems({ ...drawFormMessage(form) })).toEqual([])
        },
      ),
      { numRuns: 200 },
    )
  })

  it('that is more than Teams takes keeps every field, and what may be chosen in it', () => {
    const choices = Array.from({ length: 8 }, (_, i) => ({ value: `choice ${i}`, label: '📦'.repeat(400) }))
    const form: Form = {
      id: 'add',
      subject: '',
      revision: 0,
      title: '📦'.repeat(900),
      submit: 'Add',
      says: ['📦'.repeat(900)],
      fields: Array.from({ length: 20 }, (_, i) => ({
        name: `field${i}`,
        label: `${i} ${'📦'.repeat(400)}`,
        kind: 'choice' as const,
        isNeeded: true,
        hint: null,
        value: null,
        choices,
      })),
    }
    const mistakes = Object.fromEntries(form.fields.map(({ name }) => [name, '📦'.repeat(900)]))
    const drawn = drawForm(form, 'dialog', { mistakes, values: { field0: 'choice 3' } })
    expect(cardProblems(drawn)).toEqual([])
    const inputs = drawn.body.filter(({ type }) => type === 'Input.ChoiceSet')
    expect(inputs.map(({ id }) => id)).toEqual(form.fields.map(({ name }) => name))
    expect(inputs.map((input) => (input.choices as readonly { value: string }[]).map(({ value }) => value))).toEqual(
      form.fields.map(() => choices.map(({ value }) => value)),
    )
    expect(drawn.body.filter((one) => JSON.stringify(one).includes('✖'))).toHaveLength(20)
  })
})
