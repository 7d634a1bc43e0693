import { describe, expect, it } from 'vitest'
import { activityProblems } from './activity-problems.ts'
import { cardBudget, cardProblems, cardType } from './card-problems.ts'

const line = (text = 'Cola is short') => ({ type: 'TextBlock', text, wrap: true })
const submit = (title = 'Why') => ({ type: 'Action.Submit', title, data: { id: 'x', text: '' } })
const execute = (title = 'Acknowledge') => ({
  type: 'Action.Execute',
  title,
  verb: 'click',
  data: { id: 'x' },
  fallback: submit(title),
})
const set = (...actions: readonly unknown[]) => ({ type: 'ActionSet', actions })
const input = (id: string) => ({ type: 'Input.Text', id, label: 'How much' })
const card = (body: readonly unknown[] = [line()], more: object = {}) => ({
  type: 'AdaptiveCard',
  $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
  version: '1.5',
  fallbackText: 'Cola is short',
  speak: 'Cola is short',
  body,
  ...more,
})
const chart = (more: object = { fallback: line() }) => ({
  type: 'Chart.VerticalBar',
  title: 'Stock',
  data: [{ x: 'Mon', y: 1 }],
  ...more,
})
const cell = (text: string) => ({ type: 'TableCell', items: [line(text)] })
const inside = (content: unknown) => ({ type: 'ShowCard', content })

const good: Readonly<Record<string, unknown>> = {
  'one line': card(),
  'rich text, facts, columns and a table': card([
    { type: 'RichTextBlock', inlines: ['Cola', { type: 'TextRun', text: ' is short', weight: 'bolder' }] },
    { type: 'FactSet', facts: [{ title: 'On hand', value: '12' }] },
    { type: 'ColumnSet', columns: [{ type: 'Column', width: 'stretch', items: [line()] }] },
    { type: 'Table', columns: [{ width: 1 }], rows: [{ type: 'TableRow', cells: [cell('A')] }] },
  ]),
  'inputs of every kind': card([
    input('a'),
    { type: 'Input.Number', id: 'b', label: 'B', value: 1 },
    { type: 'Input.Date', id: 'c', label: 'C' },
    { type: 'Input.Toggle', id: 'd', title: 'D' },
    { type: 'Input.ChoiceSet', id: 'e', label: 'E', choices: [{ title: 'One', value: '1' }] },
    set(execute()),
  ]),
  'six actions': card([set(execute(), submit('2'), submit('3'), submit('4'), submit('5'), execute('6'))]),
  'a chart with a fallback': card([chart()]),
  'a chart that may be dropped': card([{ type: 'Container', items: [chart({ fallback: 'drop' }), line()] }]),
  'a full width': card([line()], { msteams: { width: 'Full' } }),
  'an action that opens a dialog': card([set({ ...submit(), data: { msteams: { type: 'task/fetch' }, id: 'x' } })]),
  'a mention': card([line('Hello <at>Ana "A" Lim</at>')], {
    msteams: {
      entities: [{ type: 'mention', text: '<at>Ana "A" Lim</at>', mentioned: { id: '29:1', name: 'Ana "A" Lim' } }],
    },
  }),
  'a refresh': card([set(execute())], { refresh: { action: execute('Refresh'), userIds: ['29:1'] } }),
  'a card that unfolds': card([
    set({ type: 'Action.ShowCard', title: 'More', card: { type: 'AdaptiveCard', body: [line(), set(execute())] } }),
  ]),
}

const bad: Readonly<Record<string, readonly [unknown, RegExp]>> = {
  'no object': ['card', /must be an object/],
  'another type': [{ ...card(), type: 'Card' }, /must be an AdaptiveCard .*\/type/],
  'another version': [{ ...card(), version: '1.6' }, /version must be '1.5'/],
  'no version': [{ ...card(), version: undefined }, /version must be '1.5'/],
  'no fallback text': [{ ...card(), fallbackText: ' ' }, /must not be empty .*\/fallbackText/],
  'nothing to speak': [{ ...card(), speak: undefined }, /must not be empty .*\/speak/],
  'an unknown element': [card([{ type: 'Badge', text: 'x', fallback: line() }]), /Unknown element type "Badge"/],
  'an unknown action': [card([set({ type: 'Action.Nope', title: 'x' })]), /Unknown action type "Action.Nope"/],
  'a wrong word': [card([{ ...line(), size: 'gigantic' }]), /gigantic/],
  'a picture without an address': [card([{ type: 'Image', altText: 'Cola' }]), /must not be empty .*\/body\/0\/url/],
  'a link without an address': [card([set({ type: 'Action.OpenUrl', title: 'Open' })]), /"url" must be set/],
  'an input without an id': [card([{ type: 'Input.Text', label: 'A' }]), /has no id .*\/body\/0/],
  'an input id twice': [card([input('a'), inside(input('a')).content]), /'a' is used twice .*\/body\/1/],
  'an input id again in a card that unfolds': [
    card([
      input('a'),
      set({ type: 'Action.ShowCard', title: 'x', card: { type: 'AdaptiveCard', body: [input('a')] } }),
    ]),
    /'a' is used twice/,
  ],
  'a line without text': [card([{ type: 'TextBlock' }]), /must not be empty .*\/body\/0\/text/],
  'a line of blanks': [card([line(' \n')]), /must not be empty .*\/body\/0\/text/],
  'an empty run': [
    card([{ type: 'RichTextBlock', inlines: [{ type: 'TextRun', text: '' }] }]),
    /must not be empty .*\/body\/0\/inlines\/0\/text/,
  ],
  'an empty string in rich text': [card([{ type: 'RichTextBlock', inlines: ['a', ''] }]), /\/body\/0\/inlines\/1/],
  'an empty fact': [card([{ type: 'FactSet', facts: [{ title: 'A', value: '' }] }]), /\/body\/0\/facts\/0\/value/],
  'an empty choice': [
    card([{ type: 'Input.ChoiceSet', id: 'a', label: 'A', choices: [{ title: '', value: '1' }] }]),
    /\/choices\/0\/title/,
  ],
  'an action without a title': [card([set({ type: 'Action.Submit' })]), /\/body\/0\/actions\/0\/title/],
  'an action outside a set': [card([line()], { actions: [execute()] }), /must sit in an ActionSet .*\/actions\/0/],
  'an action behind an element': [
    card([{ type: 'Container', items: [line()], selectAction: execute() }]),
    /must sit in an ActionSet .*\/selectAction/,
  ],
  'an action without a fallback': [card([set({ ...execute(), fallback: 'drop' })]), /must fall back to Action.Submit/],
  'another fallback': [
    card([set({ ...execute(), fallback: { type: 'Action.OpenUrl', title: 'x', url: 'https://a.example' } })]),
    /must fall back to Action.Submit/,
  ],
  'seven actions': [card([set(...Array.from({ length: 7 }, () => submit()))]), /has 7 actions.*\/body\/0\/actions/],
  'a chart without a fallback': [card([chart({})]), /Chart.VerticalBar has no fallback .*\/body\/0/],
  'a fallback of a chart that is wrong': [card([chart({ fallback: line('') })]), /\/body\/0\/fallback\/text/],
  'a mention of nobody': [
    card([line()], { msteams: { entities: [{ type: 'mention', text: '<at>Ana</at>', mentioned: {} }] } }),
    /mention does not occur .*\/msteams\/entities\/0/,
  ],
  'too much': [card([line('é'.repeat(cardBudget / 2))]), /bytes, must be at most 25600/],
}

describe('a good card', () => {
  it.each(Object.entries(good))('with %s has no problem', (_, one) => {
    expect(cardProblems(one)).toEqual([])
  })
})

describe('a bad card', () => {
  it.each(Object.entries(bad))('with %s has that problem', (_, [one, problem]) => {
    expect(cardProblems(one)).toEqual(expect.arrayContaining([expect.stringMatching(problem)]))
  })

  it('has every problem told', () => {
    const problems = cardProblems({ ...card([line(''), chart({})]), speak: '', version: '1.4' })
    expect(problems).toEqual([
      "version must be '1.5' [json-pointer:/version]",
      'must not be empty [json-pointer:/speak]',
      'Chart.VerticalBar has no fallback [json-pointer:/body/1]',
      'must not be empty [json-pointer:/body/0/text]',
    ])
  })

  it('is not changed by looking at it', () => {
    const one = card([chart(), set(execute())])
    const before = structuredClone(one)
    cardProblems(one)
    expect(one).toEqual(before)
  })
})

describe('an activity', () => {
  const withCard = (more: object = {}, content: unknown = card()) => ({
    type: 'message',
    summary: 'Cola is short',
    attachments: [{ contentType: cardType, content }],
    ...more,
  })
  const mention = { type: 'mention', mentioned: { id: '29:1', name: 'Ana' }, text: '<at>Ana</at>' }

  it('that is right has no problem', () => {
    expect(activityProblems(withCard())).toEqual([])
    expect(activityProblems({ type: 'message', text: 'Cola is short' })).toEqual([])
    expect(activityProblems({ type: 'message', text: 'Hello <at>Ana</at>', entities: [mention] })).toEqual([])
    expect(activityProblems({ type: 'typing' })).toEqual([])
  })

  it.each([
    ['text and a card', withCard({ text: 'x' }), /two messages/],
    ['no summary', withCard({ summary: undefined }), /must not be empty beside a card .*\/summary/],
    ['nothing', { type: 'message' }, /says nothing/],
    ['blanks', { type: 'message', text: ' ' }, /says nothing/],
    ['another type', { type: 'event', text: 'x' }, /must be 'message' or 'typing'/],
    ['a picture', withCard({ attachments: [{ contentType: 'image/png' }] }), /must be an Adaptive Card/],
    ['a mention of nobody', { type: 'message', text: 'Hello Ana', entities: [mention] }, /mention does not occur/],
    ['too much', { type: 'message', text: 'x'.repeat(82_000) }, /bytes, must be at most 81920/],
  ])('with %s has that problem', (_, one, problem) => {
    expect(activityProblems(one)).toEqual(expect.arrayContaining([expect.stringMatching(problem)]))
  })

  it('with a wrong card has the problems of the card in their places', () => {
    expect(activityProblems(withCard({}, card([line('')])))).toEqual([
      'must not be empty [json-pointer:/attachments/0/content/body/0/text]',
    ])
  })
})
