import { accessories, actionElements, button, image, inputElements, picture } from './block-kit-elements.ts'
import { richText } from './block-kit-rich-text.ts'
import {
  all,
  block,
  byType,
  type Check,
  eitherText,
  type Fields,
  flag,
  isObject,
  type JsonObject,
  type Look,
  list,
  listOf,
  mrkdwn,
  plain,
  type Surface,
  string,
  word,
} from './block-kit-shape.ts'
import { charactersIn, dataTable, dataVisualization, table } from './block-kit-tables.ts'

export { controlSequence, isObject, type JsonObject, type Surface } from './block-kit-shape.ts'
export { blockText, jsonBudget, textBudget, totalCharacters } from './block-kit-text.ts'

const mostBlocks: Readonly<Record<Surface, number>> = { message: 50, home: 100 }

const someOf =
  (...names: readonly string[]): Check =>
  (value, at, look) => {
    if (isObject(value) && names.every((name) => value[name] === undefined))
      look.say(`must provide one of: ${names.join(', ')}`, at)
  }

const section = all(
  block(
    {},
    { text: eitherText(3000), fields: list(eitherText(2000), 10), accessory: byType(accessories), expand: flag },
  ),
  someOf('text', 'fields'),
)

const card = all(
  block(
    {},
    {
      hero_image: image,
      icon: image,
      title: mrkdwn(150),
      subtitle: mrkdwn(150),
      body: mrkdwn(200),
      actions: list(button, 3),
    },
  ),
  someOf('hero_image', 'title', 'actions', 'body'),
)

const plainBlocks: Fields = {
  section,
  header: block({ text: plain(150) }),
  divider: block({}),
  image: picture({ title: plain(2000), block_id: string(255) }),
  context: block({
    elements: list(byType({ image: picture(), plain_text: plain(), mrkdwn: mrkdwn() }), 10),
  }),
  actions: block({ elements: list(byType(actionElements), 25) }),
  rich_text: richText,
  input: block(
    { label: plain(2000), element: byType(inputElements) },
    { hint: plain(2000), optional: flag, dispatch_action: flag },
  ),
}

const container = all(
  block(
    { child_blocks: list(byType({ ...plainBlocks, table }), 10) },
    {
      title: plain(150),
      rich_text_title: richText,
      subtitle: eitherText(150),
      icon: image,
      width: word('narrow', 'standard', 'wide', 'full'),
      is_collapsible: flag,
      default_collapsed: flag,
      has_header_divider: flag,
    },
  ),
  someOf('title', 'rich_text_title'),
)

const everywhere: Fields = { ...plainBlocks, card, carousel: block({ elements: list(byType({ card }), 10) }) }

const blocksOf: Readonly<Record<Surface, Check>> = {
  home: byType(everywhere),
  message: byType({
    ...everywhere,
    container,
    table,
    data_table: dataTable,
    data_visualization: dataVisualization,
    markdown: block({ text: string(12_000) }),
  }),
}

type Placed = { readonly block: JsonObject; readonly at: string }

const nested = (of: JsonObject): 'child_blocks' | 'elements' | null =>
  of.type === 'container' ? 'child_blocks' : of.type === 'carousel' ? 'elements' : null

const placed = (blocks: readonly unknown[], at: string): readonly Placed[] =>
  blocks.flatMap((one, index) => {
    if (!isObject(one)) return []
    const name = nested(one)
    const here = `${at}/${index}`
    return [{ block: one, at: here }, ...(name ? placed(listOf(one[name]), `${here}/${name}`) : [])]
  })

const valuesNamed = (name: string, value: unknown, at: string): readonly (readonly [unknown, string])[] => {
  if (Array.isArray(value)) return value.flatMap((one, index) => valuesNamed(name, one, `${at}/${index}`))
  if (!isObject(value)) return []
  return Object.entries(value).flatMap(([key, one]) =>
    key === name ? [[one, `${at}/${key}`] as const] : valuesNamed(name, one, `${at}/${key}`),
  )
}

const sayRepeated = (named: readonly (readonly [unknown, string])[], name: string, look: Look): void => {
  const seen = new Set<unknown>()
  for (const [value, at] of named) {
    if (seen.has(value)) look.say(`${name} "${value}" already exists`, at)
    seen.add(value)
  }
}

const checkUnique = (blocks: readonly Placed[], look: Look): void => {
  sayRepeated(
    blocks.flatMap(({ block: { block_id }, at }) => (block_id === undefined ? [] : [[block_id, `${at}/block_id`]])),
    'block_id',
    look,
  )
  for (const { block: one, at } of blocks)
    if (!nested(one)) sayRepeated(valuesNamed('action_id', one, at), 'action_id', look)
}

const checkCounts = (blocks: readonly Placed[], look: Look): void => {
  const of = (type: string) => blocks.filter(({ block: one }) => one.type === type)
  const [, secondTable] = of('table')
  if (secondTable) look.say('only one table allowed', secondTable.at)
  const tables = of('table').reduce((sum, { block: { rows } }) => sum + charactersIn(rows), 0)
  if (secondTable && tables > 10_000) look.say('no more than 10000 characters allowed in all tables', secondTable.at)
  const [, , thirdChart] = of('data_visualization')
  if (thirdChart) look.say('no more than 2 data_visualization blocks allowed', thirdChart.at)
}

const deepest = 40
const tooDeep = 'nested too deeply'

const checkStrings = (value: unknown, at: string, look: Look, depth = 0): void => {
  if (depth > deepest) look.say(tooDeep, at)
  if (typeof value === 'string' && !value.isWellFormed()) look.say('ill-formed string', at)
  if (typeof value !== 'object' || value === null || depth > deepest) return
  for (const [name, one] of Object.entries(value)) checkStrings(one, `${at}/${name}`, look, depth + 1)
}

/**
 * Lists what Slack refuses in blocks, each with the place as a JSON pointer, and, unless allowed, the raw control
 * sequences in its texts.
 */
export const blockProblems = (blocks: unknown, surface: Surface, allowControl = false): readonly string[] => {
  const problems: string[] = []
  const look: Look = { surface, allowControl, say: (what, at) => problems.push(`${what} [json-pointer:${at}]`) }
  checkStrings(blocks, '/blocks', look)
  if (problems.some((problem) => problem.startsWith(tooDeep))) return problems
  list(blocksOf[surface], mostBlocks[surface], 0)(blocks, '/blocks', look)
  const every = placed(listOf(blocks), '/blocks')
  checkUnique(every, look)
  checkCounts(every, look)
  return problems
}
