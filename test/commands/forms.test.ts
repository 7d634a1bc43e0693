import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { FilledForm, Form } from '../../src/cards/language/form.ts'
import { fillSample } from '../../src/operator/trials/sample.ts'
import { launches, type Office, openOffice } from '../gallery/office.ts'

let office: Office
beforeAll(async () => {
  office = await openOffice('2026-06-01T07:00:00Z')
  await fillSample(office.app, launches.id)
  await office.app.rename(launches)
  office.at('2026-06-01T08:00:30Z')
  await office.happen()
})
afterAll(() => office[Symbol.asyncDispose]())

/** Opens a form about something, with what was filled in so far. */
const opens = async (form: string, subject: string, values: FilledForm['values'] = {}, way?: Form['way']) => {
  const filled = { form, subject, revision: form === 'decide' ? 0 : 1, values, ...(way === undefined ? {} : { way }) }
  const opened = await office.app.form(office.request(filled, 'Ben'))
  if (!('fields' in opened)) throw new Error(opened.title)
  return opened
}
const namesOf = ({ fields }: Form) => fields.map(({ name }) => name)
const field = ({ fields }: Form, name: string) => fields.find((one) => one.name === name)

describe('the form that mends data', () => {
  it('asks for the lead time where that is missing, and names the supplier', async () => {
    const form = await opens('correct', 'R-4')
    expect(form.title).toBe('Lead time for R-4')
    expect(namesOf(form)).toEqual(['lead', 'until', 'reason'])
    expect(field(form, 'lead')?.label).toContain('ORCHARD')
  })

  it('asks elsewhere which value is wrong, and then for that one alone', async () => {
    const form = await opens('correct', 'R-1')
    expect(namesOf(form)).toEqual(['what'])
    expect(field(form, 'what')?.choices.map(({ value }) => value)).toEqual(['stock', 'lead', 'due', 'uplift'])
    expect(namesOf(await opens('correct', 'R-1', { what: 'stock' }, form.way))).toEqual([
      'what',
      'stock',
      'until',
      'reason',
    ])
  })

  it('takes the lead time, and the promotion can be judged', async () => {
    const filled = { form: 'correct', subject: 'R-4', revision: 1, values: { lead: '9' } }
    const answer = await office.ask(filled, 'Ben')
    expect(answer.refusal).toBeUndefined()
    expect(JSON.stringify(answer)).toContain('ORCHARD')
  })
})

describe('the form that decides', () => {
  it('offers what is possible, the best first and accepting the loss last, each with what it brings', async () => {
    const { choices = [] } = field(await opens('decide', 'P-1'), 'option') ?? {}
    expect(choices.map(({ value }) => value)).toEqual([
      'substitute',
      'date',
      'places',
      'part',
      'expedite',
      'cap',
      'accept',
    ])
    expect(choices[0]).toMatchObject({ label: '★ Offer Lemonade 1 l instead' })
    expect(choices.find(({ value }) => value === 'date')).toEqual({
      value: 'date',
      label: 'Start Mon 10 Aug',
      detail: 'brings EUR 224, 183 more than doing nothing, before rebooking',
    })
    expect(choices.find(({ value }) => value === 'cap')?.detail).toMatch(
      /^brings EUR \d+, \S+ less than doing nothing$/,
    )
  })

  it.each([
    ['date', 'start', '2026-08-10'],
    ['cap', 'cap', '289'],
    ['places', 'at', 'WEST'],
    ['expedite', 'units', '650'],
    ['part', 'units', '550'],
  ])('asks for %s the one figure it needs, %s, which stands at what is safe', async (option, name, safe) => {
    const form = await opens('decide', 'P-1', { option })
    expect(namesOf(form)).toEqual(['option', name, 'reason'])
    expect(field(form, name)?.value).toBe(safe)
  })

  it('keeps the reason where another way is chosen, and no figure of the way before', async () => {
    const before = await opens('decide', 'P-1', { option: 'expedite' })
    const typed = { option: 'part', units: '123', reason: 'the shelf is full' }
    const after = await opens('decide', 'P-1', typed, before.way)
    expect(field(after, 'units')?.value).toBe('550')
    expect(field(after, 'reason')?.value).toBe('the shelf is full')
  })

  it('of a promotion that is ready is not opened', async () => {
    await expect(opens('decide', 'P-3')).rejects.toThrow('is ready')
  })
})

describe('a form that takes units', () => {
  const forms = [
    ['ordered', 'R-1', { reference: 'PO-91', due: '2026-06-20', units: '7 cases' }, 'units'],
    ['correct', 'R-1', { what: 'stock', at: 'EAST', stock: '2 pallets' }, 'stock'],
    ['decide', 'P-1', { option: 'expedite', units: '7 Kartons', reason: 'late' }, 'units'],
    ['edit', 'P-1', { units: '7 cases' }, 'units'],
    [
      'add',
      '',
      { name: 'Case week', sku: 'LOOSE', at: 'EAST', from: '2026-07-06', to: '2026-07-12', units: '7 cases' },
      'units',
    ],
  ] as const

  it.each(forms)(
    '%s hears cases and pallets as the command does, and says beside the field what is missing',
    async (form, subject, values, name) => {
      const opened = form === 'add' ? null : await opens(form, subject, values)
      const filled = { form, subject, revision: opened?.revision ?? 0, values: { ...values } }
      const { refusal } = await office.ask(filled, 'Ben')
      expect(refusal?.[name]).toMatch(/is in (cases|pallets)/)
      expect(refusal?.[name]).not.toContain('write the units.".')
    },
  )

  it('counts cases in units where the item says how many one has', async () => {
    await office.feed('items', 'sku,name,units_per_case\nBOXED,Boxed tea,12')
    await office.feed('inventory', 'sku,location,on_hand,as_of\nBOXED,EAST,500,2026-06-01')
    const values = {
      name: 'Box week',
      sku: 'BOXED',
      at: 'EAST',
      from: '2026-07-06',
      to: '2026-07-12',
      units: '7 cases',
    }
    const answer = await office.ask({ form: 'add', subject: '', revision: 0, values }, 'Ben')
    expect(answer.refusal).toBeUndefined()
    expect(JSON.stringify(answer)).toContain('Box week')
  })
})

describe('the form of market intelligence', () => {
  const values = {
    ...{ what: 'Competitor closed', kind: 'competitor', sku: '', category: 'drinks', from: '2026-07-06' },
    ...{ to: '2026-07-12', direction: 'up', size: 'Large', confidence: 'high', source: 'field sales' },
  }
  const fills = (changed: FilledForm['values']) =>
    office.ask({ form: 'intel', subject: '', revision: 0, values: { ...values, ...changed } }, 'Ben')

  it('asks for what a line takes, and says at its field what is wrong', async () => {
    expect(namesOf(await opens('intel', ''))).toEqual([
      ...['what', 'kind', 'sku', 'category', 'at', 'from', 'to', 'direction', 'size', 'confidence', 'source', 'until'],
    ])
    expect(JSON.stringify(await fills({ size: 'huge' }))).toContain('huge')
    expect(JSON.stringify(await fills({ category: '' }))).toContain('Which items?')
  })

  it('saves a note about a category, by words for its direction and size', async () => {
    const answer = await fills({})
    expect(answer.refusal).toBeUndefined()
    expect(JSON.stringify(answer)).toContain(
      'Competitor closed · all Drinks, Mon 6 to Sun 12 Jul · +40 %, high confidence · Ben, from field sales',
    )
  })
})
