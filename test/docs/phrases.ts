import { globSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { parseSync } from 'oxc-parser'

/** A sentence, or part of one, that a person can see: the file it stands in, its line, and its text with `{name}` for what is filled in. */
export type Phrase = { readonly path: string; readonly line: number; readonly text: string }

type Node = { readonly type: string; readonly start: number; readonly end: number } & Readonly<Record<string, unknown>>

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && 'type' in value

const nodeAt = (node: Node, key: string): Node => node[key] as Node

const nodesAt = (node: Node, key: string): readonly Node[] => node[key] as readonly Node[]

const childrenOf = (node: Node): readonly (readonly [key: string, child: Node])[] =>
  Object.entries(node).flatMap(([key, value]) =>
    (Array.isArray(value) ? value : [value]).filter(isNode).map((child) => [key, child] as const),
  )

/** Functions whose words go to a log, to the database or to a pattern, and not to people. */
const silent =
  /^(Error|RegExp|sql|log|console|includes|startsWith|endsWith|split|replace|replaceAll|indexOf|prepare|exec|pragma|where|select|raw|style|debug|info|warn)$/

/** The last name of what is called or tagged: `log.info` is `info`. */
const calledName = (callee: Node): string =>
  callee.type === 'Identifier'
    ? String(callee.name)
    : callee.type === 'MemberExpression'
      ? calledName(nodeAt(callee, 'property'))
      : ''

/** Keys of objects that hold names for the program. */
const nameless =
  /^(name|aliases|kind|id|code|action|command|type|key|op|method|headers|style|pattern|required|weight|size|color|spacing)$/

const isForTheProgram = (node: Node, key: string, child: Node): boolean => {
  if (node.type.startsWith('TS') && !/^TS(As|Satisfies|NonNull)/.test(node.type)) return true
  if (/^(Import|Export(All|Specifier))/.test(node.type) || key === 'source') return true
  if (/^(CallExpression|NewExpression)$/.test(node.type) && key === 'arguments')
    return silent.test(calledName(nodeAt(node, 'callee')))
  if (node.type === 'TaggedTemplateExpression') return key !== 'tag' && silent.test(calledName(nodeAt(node, 'tag')))
  if (node.type === 'BinaryExpression') return /^[!=]==?$/.test(String(node.operator)) && child.type === 'Literal'
  if (node.type === 'SwitchCase') return key === 'test'
  if (node.type === 'MemberExpression')
    return child.type === 'Literal' && (key === 'property' || silent.test(calledName(nodeAt(node, 'property'))))
  if (node.type !== 'Property') return false
  return key === 'key' || nameless.test(String(nodeAt(node, 'key').name ?? ''))
}

const filled = (text: string) => `{${text}}`

/** Says what stands at a place that is filled in: the name of a value, or the words it may be. */
const placeholder = (node: Node): string => {
  switch (node.type) {
    case 'Literal':
      return String(node.value)
    case 'TemplateLiteral':
      return templateText(node)
    case 'ConditionalExpression':
      return `${placeholder(nodeAt(node, 'consequent'))}|${placeholder(nodeAt(node, 'alternate'))}`
    case 'LogicalExpression':
      return `${placeholder(nodeAt(node, 'left'))}|${placeholder(nodeAt(node, 'right'))}`
    case 'CallExpression':
      return callText(node)
    case 'MemberExpression':
      return memberText(node)
    case 'Identifier':
      return String(node.name)
    default:
      return isNode(node.expression) ? placeholder(node.expression) : '...'
  }
}

/** A call stands for what is given to it: `dateWords(start)` is `start`, and `countWords(n, 'day')` is `n day`. */
const callText = (node: Node): string => {
  const [first, ...others] = nodesAt(node, 'arguments')
  const callee = nodeAt(node, 'callee')
  if (first === undefined || textIn(first) !== null || first.type === 'ArrowFunctionExpression')
    return callee.type === 'MemberExpression' ? placeholder(nodeAt(callee, 'object')) : calledName(callee)
  return [first, ...others.filter((other) => textIn(other) !== null)].map(placeholder).join(' ')
}

/** Names that say little without what they belong to. */
const needsItsOwner = /^(name|id|length|size|word|title|text|day|date|sku|location)$/

const memberText = (node: Node): string => {
  const name = calledName(nodeAt(node, 'property'))
  const object = nodeAt(node, 'object')
  if (name === '' || name === 'size' || name === 'length') return placeholder(object)
  return needsItsOwner.test(name) && object.type === 'Identifier' ? `${object.name}.${name}` : name
}

const templateText = (node: Node): string => {
  const expressions = nodesAt(node, 'expressions')
  return nodesAt(node, 'quasis')
    .map((quasi, i) => {
      const text = (quasi.value as { readonly cooked: string }).cooked
      const next = expressions[i]
      return next === undefined ? text : `${text}${filled(placeholder(next))}`
    })
    .join('')
}

const withoutPlaceholders = (text: string): string => {
  const less = text.replaceAll(/\{[^{}]*\}/g, '')
  return less === text ? text : withoutPlaceholders(less)
}

/**
 * A blank and letters make a sentence, and so does a word with a capital letter: the label of a button or a column. What begins
 * with an empty line is a list for the program.
 */
const isSentence = (text: string): boolean =>
  !/^\n *\p{Ll}/u.test(text) &&
  ((/\s/.test(text.trim()) && /\p{L}{2}/u.test(withoutPlaceholders(text))) || /^\p{Lu}\p{Ll}+(\.{3})?$/u.test(text))

const textIn = (node: Node): string | null =>
  node.type === 'Literal' && typeof node.value === 'string'
    ? node.value
    : node.type === 'TemplateLiteral'
      ? templateText(node)
      : null

/** Words that a file's types know as a value are for the program. */
const tagsIn = (node: Node): readonly string[] =>
  node.type === 'TSLiteralType'
    ? [String(nodeAt(node, 'literal').value)]
    : childrenOf(node).flatMap(([, child]) => tagsIn(child))

const found = (node: Node): readonly (readonly [start: number, text: string])[] => {
  const text = textIn(node)
  const own = text !== null && isSentence(text) ? [[node.start, text] as const] : []
  const inside = childrenOf(node)
    .filter(([key, child]) => !isForTheProgram(node, key, child))
    .flatMap(([, child]) => found(child))
  // What a sentence has in its places is shown there.
  return own.length > 0 ? [...own, ...inside.filter(([, part]) => !text?.includes(part))] : inside
}

/** Words of the card schema of Microsoft Teams. */
const ofTheSchema = /^(Bolder|Large|Small|Medium|None|Good|Warning|Attention|Accent|Right|Unauthorized)$/

/** Lists what people can see of one source, in its order, each once. */
export const phrasesIn = (path: string, source: string): readonly Phrase[] => {
  const { program, errors } = parseSync(path, source)
  if (errors.length > 0) throw new Error(`${path}: ${errors[0]?.message}`)
  const tree = program as unknown as Node
  const tags = new Set(tagsIn(tree))
  const said = new Map<string, number>()
  for (const [start, text] of found(tree))
    if (!tags.has(text) && !ofTheSchema.test(text) && !said.has(text)) said.set(text, start)
  return [...said].map(([text, start]) => ({ path, line: source.slice(0, start).split('\n').length, text }))
}

/** Files whose words only machines read. */
const forMachines = new RegExp(
  [
    'chat/(slack|teams)/(web-api|connector-api|rate-limits|limits)',
    'commands/(help/(matters|find-help|everyday|real-examples)|questions/(\\w+-patterns|patterns?|plain-words|stated-words)|reading/value-kinds|dispatch/command-of-click)',
    'domain/(demand|supply)/',
    'feeds/mapping/(words/|header-words|value-words|value-forms|rows|match-header|choose-columns|kind-fields)',
    'operator/trials/pictures',
  ].join('|'),
)

/** Lists every sentence that a person can see, from the sources of the project in `root`. */
export const allPhrases = (root: string): readonly Phrase[] =>
  globSync(
    [
      'src/{cards,commands,services,parsing,feeds,chat,operator,jobs,domain}/**/*.ts',
      'src/store/database/{database,migrate,workspace}.ts',
      'src/config.ts',
      'src/config/settings.ts',
    ],
    { cwd: root },
  )
    .toSorted()
    .filter((path) => !forMachines.test(path))
    .flatMap((path) => phrasesIn(path, readFileSync(resolve(root, path), 'utf8')))
