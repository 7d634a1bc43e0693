import { describe, expect, it } from 'vitest'
import { blockProblems, blockText, totalCharacters } from './block-kit.ts'
import {
  actions,
  beside,
  button,
  card,
  cell,
  confirm,
  dataTable,
  header,
  line,
  mrkdwn,
  number,
  option,
  overflow,
  picture,
  pie,
  plain,
  point,
  rich,
  richText,
  section,
  select,
  table,
  times,
  valid,
  x,
} from './block-kit-examples.ts'

describe('valid blocks', () => {
  it.each(Object.entries(valid))('has nothing against %s', (_, block) => {
    expect(blockProblems([block], 'message')).toEqual([])
  })

  it('has nothing against no blocks, 50 in a message and 100 in a home', () => {
    expect(blockProblems([], 'message')).toEqual([])
    expect(
      blockProblems(
        times(50, () => section()),
        'message',
      ),
    ).toEqual([])
    expect(
      blockProblems(
        times(100, () => section()),
        'home',
      ),
    ).toEqual([])
  })
})

type Broken = readonly [rule: string, blocks: unknown, what: string, at: string]

const broken: readonly Broken[] = [
  ['not a list', { type: 'divider' }, 'must provide an array', '/blocks'],
  ['51 blocks', times(51, () => section()), 'no more than 50 items', '/blocks'],
  ['an unknown type', [{ type: 'nonsense' }], 'unsupported type: nonsense', '/blocks/0/type'],
  ['an inherited name as type', [{ type: 'constructor' }], 'unsupported type', '/blocks/0/type'],
  ['no object', ['divider'], 'must provide an object', '/blocks/0'],
  ['an alert in a message', [{ type: 'alert', text: plain('x') }], 'unsupported type: alert', '/blocks/0/type'],
  ['a section of nothing', [{ type: 'section' }], 'must provide one of: text, fields', '/blocks/0'],
  ['an empty text', [section(mrkdwn(''))], 'must be more than 0', '/blocks/0/text/text'],
  ['a long text', [section(mrkdwn(x(3001)))], 'must be less than 3001', '/blocks/0/text/text'],
  ['a raw string as text', [section('Cola')], 'must provide an object', '/blocks/0/text'],
  ['a number as text', [section({ type: 'mrkdwn', text: 9 })], 'must provide a string', '/blocks/0/text/text'],
  ['emoji in mrkdwn', [section({ ...mrkdwn('x'), emoji: true })], 'additional property: emoji', '/blocks/0/text'],
  ['verbatim in plain text', [section({ ...plain('x'), verbatim: true })], 'property: verbatim', '/blocks/0/text'],
  ['11 fields', [{ type: 'section', fields: times(11, () => plain('x')) }], 'no more than 10', '/blocks/0/fields'],
  ['no fields', [{ type: 'section', fields: [] }], 'no fewer than 1', '/blocks/0/fields'],
  ['a long field', [{ type: 'section', fields: [plain(x(2001))] }], 'less than 2001', '/blocks/0/fields/0/text'],
  ['an unknown property', [{ ...section(), colour: 'red' }], 'additional property: colour', '/blocks/0'],
  ['null for a field', [{ ...section(), accessory: null }], 'must provide an object', '/blocks/0/accessory'],
  ['an input beside a section', [beside({ type: 'plain_text_input' })], 'unsupported type', '/blocks/0/accessory/type'],
  ['a long header', [{ type: 'header', text: plain(x(151)) }], 'less than 151', '/blocks/0/text/text'],
  ['a header in mrkdwn', [{ type: 'header', text: mrkdwn('x') }], 'unsupported type: mrkdwn', '/blocks/0/text/type'],
  ['a header of nothing', [{ type: 'header' }], 'missing required field: text', '/blocks/0'],
  ['a divider with text', [{ type: 'divider', text: plain('x') }], 'additional property: text', '/blocks/0'],
  ['11 contexts', [{ type: 'context', elements: times(11, () => plain('x')) }], 'more than 10', '/blocks/0/elements'],
  ['no context', [{ type: 'context', elements: [] }], 'no fewer than 1', '/blocks/0/elements'],
  ['a button in a context', [{ type: 'context', elements: [button()] }], 'button', '/blocks/0/elements/0/type'],
  ['26 actions', [actions(...times(26, (i) => button({ action_id: `${i}` })))], 'than 25', '/blocks/0/elements'],
  ['no actions', [actions()], 'no fewer than 1', '/blocks/0/elements'],
  ['an image among actions', [actions({ type: 'image', ...picture })], 'image', '/blocks/0/elements/0/type'],
  ['a long label', [actions(button({ text: plain(x(76)) }))], 'less than 76', '/blocks/0/elements/0/text/text'],
  ['a label in mrkdwn', [actions(button({ text: mrkdwn('x') }))], 'mrkdwn', '/blocks/0/elements/0/text/type'],
  ['a long value', [actions(button({ value: x(2001) }))], 'less than 2001', '/blocks/0/elements/0/value'],
  ['a value of nothing', [actions(button({ value: '' }))], 'more than 0', '/blocks/0/elements/0/value'],
  ['a number as value', [actions(button({ value: 1 }))], 'must provide a string', '/blocks/0/elements/0/value'],
  ['another style', [actions(button({ style: 'default' }))], 'primary, danger', '/blocks/0/elements/0/style'],
  ['a link that is none', [actions(button({ url: 'acme' }))], 'valid http(s) URL', '/blocks/0/elements/0/url'],
  ['a long action id', [actions(button({ action_id: x(256) }))], 'than 256', '/blocks/0/elements/0/action_id'],
  ['an action id twice', [actions(button(), button())], '"ack" already exists', '/blocks/0/elements/1/action_id'],
  ['a long block id', [{ type: 'divider', block_id: x(256) }], 'less than 256', '/blocks/0/block_id'],
  ['a block id twice', times(2, () => ({ type: 'divider', block_id: 'a' })), '"a" already', '/blocks/1/block_id'],
  ['no entries', [actions(overflow())], 'no fewer than 1', '/blocks/0/elements/0/options'],
  ['6 entries', [actions(overflow(...times(6, () => option())))], 'than 5', '/blocks/0/elements/0/options'],
  ['a long entry', [beside(overflow(option({ text: plain(x(76)) })))], '76', '/blocks/0/accessory/options/0/text/text'],
  ['a long option', [beside(overflow(option({ value: x(151) })))], '151', '/blocks/0/accessory/options/0/value'],
  ['101 options', [actions(select({ options: times(101, () => option()) }))], '100', '/blocks/0/elements/0/options'],
  ['a menu without options', [actions({ type: 'static_select' })], 'either options', '/blocks/0/elements/0'],
  [
    'another first option',
    [actions(select({ initial_option: option({ value: 'today' }) }))],
    'must match one of the options',
    '/blocks/0/elements/0/initial_option',
  ],
  [
    'a long placeholder',
    [beside(select({ placeholder: plain(x(151)) }))],
    '151',
    '/blocks/0/accessory/placeholder/text',
  ],
  [
    'a day that is none',
    [beside({ type: 'datepicker', initial_date: '1 June' })],
    'date',
    '/blocks/0/accessory/initial_date',
  ],
  ...(['title', 'text', 'confirm', 'deny'] as const).map(
    (name): Broken => [
      `a long ${name} of a confirmation`,
      [beside(button({ confirm: confirm({ [name]: plain(x(301)) }) }))],
      'must be less than',
      `/blocks/0/accessory/confirm/${name}/text`,
    ],
  ),
  [
    'a bare confirmation',
    [beside(button({ confirm: {} }))],
    'missing required field: title',
    '/blocks/0/accessory/confirm',
  ],
  ['an image without words', [{ type: 'image', ...picture, alt_text: '' }], 'more than 0', '/blocks/0/alt_text'],
  ['an image of nothing', [{ type: 'image', alt_text: 'x' }], 'either image_url or slack_file', '/blocks/0'],
  ['an image of a path', [{ type: 'image', ...picture, image_url: '/x.png' }], 'valid http(s)', '/blocks/0/image_url'],
  ['formatted text of nothing', [richText()], 'no fewer than 1', '/blocks/0/elements'],
  ['an empty run', [rich({ type: 'text', text: '' })], 'more than 0', '/blocks/0/elements/0/elements/0/text'],
  ['a loose run', [richText({ type: 'text', text: 'x' })], 'unsupported type: text', '/blocks/0/elements/0/type'],
  [
    'another run style',
    [rich({ type: 'text', text: 'x', style: { red: true } })],
    'red',
    '/blocks/0/elements/0/elements/0/style',
  ],
  ['101 rows', [table(times(101, () => header))], 'no more than 100', '/blocks/0/rows'],
  ['21 columns', [table([times(21, () => cell('x'))])], 'no more than 20', '/blocks/0/rows/0'],
  ['an empty cell', [table([[cell('')]])], 'must be more than 0', '/blocks/0/rows/0/0/text'],
  ['a bare cell', [table([['x']])], 'must provide an object', '/blocks/0/rows/0/0'],
  ['a number in a table', [table([[number(1)]])], 'unsupported type: raw_number', '/blocks/0/rows/0/0/type'],
  ['a table of 10 001', [table(times(73, () => [cell(x(137))]))], 'no more than 10000 characters', '/blocks/0/rows'],
  [
    'an alignment',
    [table([header], { column_settings: [{ align: 'top' }] })],
    'left',
    '/blocks/0/column_settings/0/align',
  ],
  ['two tables', [table([header]), table([header])], 'only one table', '/blocks/1'],
  ['no caption', [dataTable([header, header], { caption: '' })], 'more than 0', '/blocks/0/caption'],
  ['a header alone', [dataTable([header])], 'no fewer than 2', '/blocks/0/rows'],
  ['102 data rows', [dataTable(times(102, () => header))], 'no more than 101', '/blocks/0/rows'],
  ['a short row', [dataTable([header, [cell('x')]])], 'same length', '/blocks/0/rows/1'],
  [
    'a formatted header',
    [dataTable([[rich({ type: 'text', text: 'x' })], [cell('x')]])],
    'rich_text is not',
    '/blocks/0/rows/0/0',
  ],
  ['21 data columns', [dataTable(times(2, () => times(21, () => cell('x'))))], 'than 20', '/blocks/0/rows/0'],
  ['a data table of 10 001', [dataTable(times(73, () => [cell(x(137))]))], '10000 characters', '/blocks/0/rows'],
  [
    'a number without words',
    [dataTable([[cell('x')], [{ type: 'raw_number', value: 1 }]])],
    'text',
    '/blocks/0/rows/1/0',
  ],
  ['a page of 0', [dataTable([header, header], { page_size: 0 })], 'from 1 to 100', '/blocks/0/page_size'],
  ['a page of 101', [dataTable([header, header], { page_size: 101 })], 'from 1 to 100', '/blocks/0/page_size'],
  [
    'a foreign column',
    [dataTable([header, header], { row_header_column_index: 2 })],
    'column',
    '/blocks/0/row_header_column_index',
  ],
  ['7 segments', [pie(times(7, (i) => point(`${i}`, 1)))], 'no more than 6', '/blocks/0/chart/segments'],
  ['a segment of 0', [pie([point('Late', 0)])], 'more than 0', '/blocks/0/chart/segments/0/value'],
  ['a long chart label', [pie([point(x(21), 1)])], 'less than 21', '/blocks/0/chart/segments/0/label'],
  ['a long chart title', [{ ...pie([point('a', 1)]), title: x(51) }], 'less than 51', '/blocks/0/title'],
  [
    'a gap in a series',
    [line({ series: [{ name: 'a', data: [point('Mon', 1)] }] })],
    'every category',
    '/blocks/0/chart/series/0',
  ],
  [
    'a value that is none',
    [line({ series: [{ name: 'a', data: [point('Mon', NaN), point('Tue', 1)] }] })],
    'number',
    '/blocks/0/chart/series/0/data/0/value',
  ],
  ['another chart', [line({ type: 'radar' })], 'unsupported type: radar', '/blocks/0/chart/type'],
  ['three charts', times(3, () => line()), 'no more than 2', '/blocks/2'],
  ['a long markdown', [{ type: 'markdown', text: x(12_001) }], 'less than 12001', '/blocks/0/text'],
  [
    '4 buttons on a card',
    [{ ...card, actions: times(4, (i) => button({ action_id: `${i}` })) }],
    'than 3',
    '/blocks/0/actions',
  ],
  ['11 cards', [{ type: 'carousel', elements: times(11, () => card) }], 'no more than 10', '/blocks/0/elements'],
  ['half a character', [section(mrkdwn('a\ud800b'))], 'ill-formed string', '/blocks/0/text/text'],
  ['everybody notified', [section(mrkdwn('<!channel>'))], 'raw control sequence', '/blocks/0/text/text'],
  ['somebody named', [{ type: 'header', text: plain('<@U1>') }], 'raw control sequence', '/blocks/0/text/text'],
  ['a channel named', [actions(button({ text: plain('<#C1>') }))], 'control', '/blocks/0/elements/0/text/text'],
]

describe('broken blocks', () => {
  it.each(broken)('refuses %s', (_, blocks, what, at) => {
    const problems = blockProblems(blocks, 'message')
    expect(problems).toContainEqual(expect.stringContaining(what))
    expect(problems).toContainEqual(expect.stringContaining(`[json-pointer:${at}`))
  })

  it.each(['table', 'data_table', 'data_visualization', 'markdown', 'container', 'alert'])(
    'refuses %s in a home',
    (type) => {
      expect(blockProblems([{ type }], 'home')).toEqual([`unsupported type: ${type} [json-pointer:/blocks/0/type]`])
    },
  )

  it('refuses the 101st block and a picker of date and time in a home', () => {
    expect(
      blockProblems(
        times(101, () => section()),
        'home',
      ),
    ).toHaveLength(1)
    expect(blockProblems([actions({ type: 'datetimepicker' })], 'home')).toHaveLength(1)
  })

  it('says one problem once', () => {
    expect(blockProblems([section(mrkdwn(''))], 'message')).toEqual([
      'must be more than 0 characters [json-pointer:/blocks/0/text/text]',
    ])
  })

  it('lets control sequences pass that are meant, and escaped ones always', () => {
    expect(blockProblems([section(mrkdwn('<!channel> <@U1> <#C1>'))], 'message', true)).toEqual([])
    expect(blockProblems([section(mrkdwn('&lt;!channel&gt; <https://acme.example|here>'))], 'message')).toEqual([])
  })

  it('ends at blocks nested without end', () => {
    const deep = JSON.parse(`${'['.repeat(5000)}${']'.repeat(5000)}`)
    expect(blockProblems(deep, 'message')[0]).toMatch(/nested too deeply/)
  })
})

describe('what people read', () => {
  it('is every text in order, with labels, menus and cells, and without mark-up escapes', () => {
    expect(
      blockText([
        { type: 'header', text: plain('Launches') },
        { ...beside(button({ confirm: confirm() })), fields: [mrkdwn('a &lt;b&gt; &amp;lt;'), plain('c &amp; d')] },
        valid['formatted text'],
        table([header, [cell('Cola'), rich({ type: 'text', text: '9' }, { type: 'text', text: ' days' })]]),
        dataTable([header, [cell('Lemonade'), number(7)]]),
        actions(overflow(option(), option({ text: plain('Next week') })), select()),
        { type: 'image', ...picture, title: plain('Stock') },
        pie([point('Late', 2)]),
        { type: 'divider' },
      ]),
    ).toBe(
      [
        'Launches',
        '*Cola* is short',
        'a <b> &lt;',
        'c &amp; d',
        'Acknowledge',
        'Hello @U1:wave:more25 Nov',
        'one',
        'said',
        'promo list',
        ...['Item', 'Short', 'Cola', '9 days'],
        ...['Risks', 'Item', 'Short', 'Lemonade', '7'],
        ...['Tomorrow', 'Next week', 'Which shop', 'Tomorrow'],
        ...['Stock', 'Stock falls to zero on 3 July'],
        ...['Reasons', 'Late: 2'],
      ].join('\n'),
    )
  })

  it('is measured by its texts and by its JSON', () => {
    const blocks = [section(mrkdwn('four')), table([[cell('two')]]), { type: 'image', ...picture, alt_text: 'one' }]
    expect(totalCharacters(blocks)).toEqual({ text: 10, json: JSON.stringify(blocks).length })
    expect(totalCharacters(undefined)).toEqual({ text: 0, json: 0 })
  })
})
