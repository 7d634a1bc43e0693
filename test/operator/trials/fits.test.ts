import { describe, expect, it } from 'vitest'
import { localSlackFit } from '../../../src/operator/trials/local-slack-fit.ts'

const plain = (text: string) => ({ type: 'plain_text', text, emoji: false })
const mrkdwn = (text: string) => ({ type: 'mrkdwn', text, verbatim: true })
const cells = (...texts: readonly string[]) => texts.map((text) => ({ type: 'raw_text', text }))

const table = {
  type: 'table',
  rows: [cells('Item', 'Units'), cells('Cola <1.5 l>', '400')],
  column_settings: [{ align: 'left' }, { align: 'right' }],
}

const chart = {
  type: 'data_visualization',
  title: 'Balance',
  chart: {
    type: 'line',
    series: [
      {
        name: 'Stock',
        data: [
          { label: '1 Jul', value: 4 },
          { label: '2 Jul ◆', value: 2 },
        ],
      },
    ],
    axis_config: { categories: ['1 Jul', '2 Jul ◆'], x_label: '◆ it starts', y_label: 'units' },
  },
}

const call = {
  type: 'rich_text',
  elements: [
    {
      type: 'rich_text_section',
      elements: [
        { type: 'user', user_id: 'U0BEN0000' },
        { type: 'text', text: ' is asked' },
      ],
    },
  ],
}

const known = new Set(['section', 'header', 'divider', 'context', 'image', 'actions', 'input'])

const shownAs = (...blocks: readonly object[]) =>
  localSlackFit.shown({ blocks }).blocks as readonly Record<string, unknown>[]

describe('the local Slack client', () => {
  it('gets nothing that it does not draw', () => {
    const drawn = shownAs(
      table,
      { ...table, type: 'data_table' },
      chart,
      call,
      { type: 'markdown', text: 'a' },
      { type: 'x' },
    )
    expect(drawn.filter(({ type }) => !known.has(String(type)))).toEqual([])
  })

  it('gets a table as a picture with all of its words', () => {
    const [picture] = shownAs(table)
    expect(picture).toMatchObject({ type: 'image', alt_text: 'Item, Units; Cola <1.5 l>, 400' })
    const drawn = decodeURIComponent(String(picture?.image_url))
    expect(drawn).toContain('>Cola &lt;1.5 l&gt;</text>')
    expect(drawn).toMatch(/text-anchor="end"[^>]*>400</)
  })

  it('gets a chart as a picture with its marks', () => {
    const [picture] = shownAs(chart)
    expect(picture).toMatchObject({ alt_text: 'Balance; Stock: 1 Jul 4, 2 Jul ◆ 2' })
    expect(decodeURIComponent(String(picture?.image_url))).toMatch(/<polyline .*◆ it starts/)
  })

  it('gets called people in a section', () => {
    expect(shownAs(call)).toEqual([{ type: 'section', text: { type: 'mrkdwn', text: '<@U0BEN0000> is asked' } }])
  })

  it.each([
    ['lines of plain text', plain('one\ntwo'), mrkdwn('one\ntwo').text],
    ['letters of one width', mrkdwn('```a  b\ncc```'), '`a\u00a0\u00a0b`\n`cc\u00a0\u00a0`'],
    ['escaped letters, which call nobody', mrkdwn('R&amp;D &lt;@U0BEN0000&gt;'), 'R&D <\u200b@U0BEN0000>'],
  ])('gets %s as it shows them', (_, text, shown) => {
    expect(shownAs({ type: 'section', text })).toMatchObject([{ text: { text: shown } }])
  })

  it('gets what is in a view, and leaves everything else alone', () => {
    const view = { type: 'home', blocks: [table] }
    expect(localSlackFit.shown({ user_id: 'U1', view })).toMatchObject({
      user_id: 'U1',
      view: { type: 'home', blocks: [{ type: 'image' }] },
    })
    for (const payload of ['words', { channel: 'C1', text: 'a' }]) expect(localSlackFit.shown(payload)).toEqual(payload)
  })

  it('sends what a form opened with, where nobody touched it', () => {
    const field = (name: string, element: object) => ({
      type: 'input',
      block_id: name,
      element: { ...element, action_id: 'value' },
    })
    const option = { text: plain('Cap'), value: 'cap' }
    const view = {
      blocks: [
        field('units', { type: 'plain_text_input', initial_value: '96' }),
        field('name', { type: 'plain_text_input', initial_value: 'Old' }),
        field('due', { type: 'datepicker', initial_date: '2026-12-04' }),
        field('way', { type: 'static_select', initial_option: option, options: [option] }),
      ],
      state: {
        values: {
          units: { value: { type: 'plain_text_input', value: null } },
          name: { value: { type: 'plain_text_input', value: '' } },
          due: { value: { type: 'datepicker', selected_date: null } },
          way: { value: { type: 'static_select', selected_option: null } },
        },
      },
    }
    expect(localSlackFit.filled(view).state.values).toMatchObject({
      units: { value: { value: '96' } },
      name: { value: { value: '' } },
      due: { value: { selected_date: '2026-12-04' } },
      way: { value: { selected_option: { value: 'cap' } } },
    })
    expect(shownAs(...view.blocks).map(({ element }) => element)).toMatchObject([
      {},
      {},
      {},
      { placeholder: plain('Cap') },
    ])
  })
})
