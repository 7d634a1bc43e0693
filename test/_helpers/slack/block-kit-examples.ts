/** Makes a text of so many characters. */
export const x = (characters: number) => 'x'.repeat(characters)

/** Makes so many of a thing. */
export const times = <T>(count: number, make: (index: number) => T) =>
  Array.from({ length: count }, (_, index) => make(index))

/** Makes a plain text object. */
export const plain = (text: string) => ({ type: 'plain_text', text })

/** Makes a mark-up text object. */
export const mrkdwn = (text: string) => ({ type: 'mrkdwn', text })

/** Makes a section. */
export const section = (text: unknown = mrkdwn('*Cola* is short')) => ({ type: 'section', text })

/** Makes a section with an element beside it. */
export const beside = (accessory: unknown) => ({ ...section(), accessory })

/** Makes a button. */
export const button = (more: object = {}) => ({ type: 'button', text: plain('Acknowledge'), action_id: 'ack', ...more })

/** Makes a row of elements. */
export const actions = (...elements: unknown[]) => ({ type: 'actions', elements })

/** Makes an entry of a menu. */
export const option = (more: object = {}) => ({ text: plain('Tomorrow'), value: 'tomorrow', ...more })

/** Makes an overflow menu. */
export const overflow = (...options: unknown[]) => ({ type: 'overflow', action_id: 'more', options })

/** Makes a menu. */
export const select = (more: object = {}) => ({
  type: 'static_select',
  placeholder: plain('Which shop'),
  options: [option()],
  ...more,
})

/** Makes a confirmation. */
export const confirm = (more: object = {}) => ({
  title: plain('Cancel P-1?'),
  text: mrkdwn('It _cannot_ be undone.'),
  confirm: plain('Cancel it'),
  deny: plain('Keep it'),
  ...more,
})

/** The source and the words of a picture. */
export const picture = { image_url: 'https://acme.example/chart.png', alt_text: 'Stock falls to zero on 3 July' }

/** Makes a block of formatted text. */
export const richText = (...elements: unknown[]) => ({ type: 'rich_text', elements })

/** Makes a block of one formatted paragraph. */
export const rich = (...elements: unknown[]) => richText({ type: 'rich_text_section', elements })

/** Makes a cell of text. */
export const cell = (text: string) => ({ type: 'raw_text', text })

/** Makes a cell with a number. */
export const number = (value: number) => ({ type: 'raw_number', value, text: `${value}` })

/** Makes a table. */
export const table = (rows: unknown, more: object = {}) => ({ type: 'table', rows, ...more })

/** Makes a data table. */
export const dataTable = (rows: unknown, more: object = {}) => ({ type: 'data_table', caption: 'Risks', rows, ...more })

/** A header row. */
export const header = [cell('Item'), cell('Short')]

/** Makes a pie chart. */
export const pie = (segments: unknown) => ({
  type: 'data_visualization',
  title: 'Reasons',
  chart: { type: 'pie', segments },
})

/** Makes a line chart. */
export const line = (more: object = {}) => ({
  type: 'data_visualization',
  title: 'Stock',
  chart: {
    type: 'line',
    series: [
      { name: 'East', data: [point('Mon', 3), point('Tue', -1)] },
      { name: 'West', data: [point('Tue', 0), point('Mon', 2)] },
    ],
    axis_config: { categories: ['Mon', 'Tue'], x_label: 'Day', y_label: 'Units' },
    ...more,
  },
})

/** Makes the value of one label. */
export const point = (label: string, value: number) => ({ label, value })

const input = (element: unknown) => ({ type: 'input', label: plain('Units'), element })

/** A card. */
export const card = { type: 'card', title: mrkdwn('Cola'), body: mrkdwn('9 days left'), actions: [button()] }

/** A valid example of every block. */
export const valid: Readonly<Record<string, unknown>> = {
  'a section with text': section(),
  'a section with fields': { type: 'section', fields: [mrkdwn('*Item*'), plain('Cola')], expand: true },
  'a button beside a section': beside(button({ style: 'danger', value: 'P-1', confirm: confirm() })),
  'a picture beside a section': beside({ type: 'image', ...picture }),
  'a header': { type: 'header', text: { ...plain('Launches'), emoji: true } },
  'a divider': { type: 'divider', block_id: 'line' },
  'a context': { type: 'context', elements: [mrkdwn('as of 08:00'), { type: 'image', ...picture }] },
  actions: actions(button(), overflow(option(), option({ url: 'https://acme.example/' })), select()),
  'an image': { type: 'image', ...picture, title: plain('Stock') },
  'an image of Slack': { type: 'image', slack_file: { id: 'F1' }, alt_text: 'Stock' },
  'formatted text': richText(
    {
      type: 'rich_text_section',
      elements: [
        { type: 'text', text: 'Hello ', style: { bold: true } },
        { type: 'user', user_id: 'U1' },
        { type: 'emoji', name: 'wave' },
        { type: 'link', url: 'https://acme.example', text: 'more' },
        { type: 'date', timestamp: 1_764_093_600, format: '{date_short}', fallback: '25 Nov' },
      ],
    },
    {
      type: 'rich_text_list',
      style: 'bullet',
      elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: 'one' }] }],
    },
    { type: 'rich_text_quote', elements: [{ type: 'text', text: 'said' }] },
    { type: 'rich_text_preformatted', border: 0, elements: [{ type: 'text', text: 'promo list' }] },
  ),
  'a table': table([header, [cell('Cola'), rich({ type: 'text', text: '9' })]], {
    column_settings: [{ is_wrapped: true }, { align: 'right' }],
  }),
  'a data table': dataTable([header, [cell('Cola'), number(9)]], { page_size: 20, row_header_column_index: 0 }),
  'a pie': pie([point('Late', 2)]),
  'a line chart': line(),
  'a bar chart': line({ type: 'bar' }),
  markdown: { type: 'markdown', text: '**Cola**' },
  'an input': input({ type: 'plain_text_input', action_id: 'units', initial_value: '' }),
  'a card': card,
  'a carousel': { type: 'carousel', elements: [card, card] },
  'a container': { type: 'container', title: plain('Details'), child_blocks: [section()], is_collapsible: true },
  'every menu and picker': actions(
    select({ options: undefined, option_groups: [{ label: plain('East'), options: [option()] }] }),
    select({ initial_option: option() }),
    { type: 'users_select' },
    { type: 'conversations_select', default_to_current_conversation: true, filter: { include: ['public'] } },
    { type: 'channels_select', response_url_enabled: true },
    { type: 'external_select', min_query_length: 2 },
    { type: 'multi_static_select', options: [option()], initial_options: [option()], max_selected_items: 1 },
    { type: 'datepicker', initial_date: '2026-06-01' },
    { type: 'timepicker', initial_time: '08:30', timezone: 'Europe/Berlin' },
    { type: 'datetimepicker', initial_date_time: 1_764_093_600 },
    { type: 'checkboxes', options: [option({ text: mrkdwn('*all*') })] },
    { type: 'radio_buttons', options: [option()] },
  ),
}
