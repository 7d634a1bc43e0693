import { createRequire } from 'node:module'
import { isObject, type JsonObject, listOf } from '../slack/block-kit-shape.ts'
import { type CardPart, partsOf, typeOf } from './card-walk.ts'

// The package cannot be imported by its name in Node, and its bundle has no types of its own.
const adaptive = createRequire(import.meta.url)('adaptivecards/dist/adaptivecards.js') as typeof import('adaptivecards')

/** The content type of an Adaptive Card. */
export const cardType = 'application/vnd.microsoft.card.adaptive'

/** The most bytes of a card that no client of Teams refuses. */
export const cardBudget = 25 * 1024

/** The most actions that one set of actions shows. */
const mostActions = 6

type Say = (what: string, at: string) => void

const blank = (value: unknown): boolean => typeof value !== 'string' || value.trim() === ''

/** Replaces each chart by its fallback, and leaves out what only Teams knows, so that the official parser knows the rest. */
const withoutTeams = (value: unknown, at: string, say: Say): unknown => {
  if (Array.isArray(value))
    return value.map((one, index) => withoutTeams(one, `${at}/${index}`, say)).filter((one) => one !== undefined)
  if (!isObject(value)) return value
  if (typeOf(value).startsWith('Chart.')) {
    if (isObject(value.fallback)) return withoutTeams(value.fallback, `${at}/fallback`, say)
    if (value.fallback !== 'drop') say(`${typeOf(value)} has no fallback`, at)
    return undefined
  }
  if ('choices.data' in value) searchProblems(value, at, say)
  return Object.fromEntries(
    Object.entries({ ...value, ...('choices.data' in value ? { choices: foundIn(value) } : {}) })
      .filter(([name]) => name !== 'msteams' && name !== 'choices.data')
      .map(([name, one]) => [name, name === 'data' ? one : withoutTeams(one, `${at}/${name}`, say)]),
  )
}

/** What is searched needs no choice before; the parser wants one. */
const foundIn = ({ choices }: JsonObject) =>
  listOf(choices).length > 0 ? choices : [{ title: 'found later', value: 'found later' }]

/** Teams searches the choices of a list in a card of version 1.5 already. */
const searchProblems = ({ type, style, 'choices.data': data }: JsonObject, at: string, say: Say): void => {
  if (type !== 'Input.ChoiceSet') say('only a list of choices can be searched', at)
  if (style !== 'filtered') say("a list that is searched must have the style 'filtered'", `${at}/style`)
  if (!isObject(data) || data.type !== 'Data.Query' || blank(data.dataset) || Object.keys(data).length !== 2)
    say('must be a Data.Query with a dataset', `${at}/choices.data`)
}

const parseProblems = (card: JsonObject, say: Say): void => {
  const context = new adaptive.SerializationContext(adaptive.Versions.v1_5)
  const parsed = new adaptive.AdaptiveCard()
  parsed.hostConfig = new adaptive.HostConfig({ actions: { maxActions: 1000 } })
  try {
    parsed.parse(withoutTeams(card, '', say), context)
    const events = Array.from({ length: context.eventCount }, (_, index) => context.getEventAt(index))
    const messages = [...events, ...parsed.validateProperties().validationEvents].map((event) => event.message)
    for (const message of new Set(messages)) say(message, '')
  } catch (error) {
    say(`cannot be parsed: ${error}`, '')
  }
}

const frameProblems = (card: JsonObject, say: Say): void => {
  if (card.type !== 'AdaptiveCard') say('must be an AdaptiveCard', '/type')
  if (card.version !== '1.5') say("version must be '1.5'", '/version')
  for (const name of ['fallbackText', 'speak']) if (blank(card[name])) say('must not be empty', `/${name}`)
  const bytes = Buffer.byteLength(JSON.stringify(card))
  if (bytes > cardBudget) say(`is ${bytes} bytes, must be at most ${cardBudget}`, '')
}

const needed: Readonly<Record<string, readonly string[]>> = {
  TextBlock: ['text'],
  TextRun: ['text'],
  'Input.Choice': ['title', 'value'],
  'Input.Toggle': ['title'],
  Fact: ['title', 'value'],
  Image: ['url'],
}

const kindOf = ({ part, name }: CardPart): string =>
  name === 'facts' ? 'Fact' : name === 'choices' ? 'Input.Choice' : typeOf(part)

const textProblems = (one: CardPart, say: Say): void => {
  const { part, at, name } = one
  for (const text of needed[kindOf(one)] ?? []) if (blank(part[text])) say('must not be empty', `${at}/${text}`)
  listOf(part.inlines).forEach((inline, index) => {
    if (typeof inline === 'string' && blank(inline)) say('must not be empty', `${at}/inlines/${index}`)
  })
  const shows = name === 'actions' || name === 'fallback'
  if (shows && typeOf(part).startsWith('Action.') && blank(part.title)) say('must not be empty', `${at}/title`)
}

const actionProblems = ({ part, at, name, around }: CardPart, say: Say): void => {
  if (Array.isArray(part.actions) && part.actions.length > mostActions)
    say(`has ${part.actions.length} actions, must have at most ${mostActions}`, `${at}/actions`)
  if (typeOf(part) !== 'Action.Execute' || around.some((outer) => outer.type === undefined && outer.action === part))
    return
  if (name !== 'actions' || typeOf(around[0]) !== 'ActionSet') say('Action.Execute must sit in an ActionSet', at)
  if (!isObject(part.fallback) || part.fallback.type !== 'Action.Submit')
    say('Action.Execute must fall back to Action.Submit', at)
}

const inputProblems = (parts: readonly CardPart[], say: Say): void => {
  const seen = new Set<unknown>()
  for (const { part, at, name } of parts) {
    if (!typeOf(part).startsWith('Input.') || name === 'fallback') continue
    if (blank(part.id)) say('input has no id', at)
    else if (seen.has(part.id)) say(`input id '${part.id}' is used twice`, at)
    seen.add(part.id)
  }
}

const mentionProblems = (card: JsonObject, say: Say): void => {
  const { msteams, ...rest } = card
  const said = JSON.stringify(rest)
  listOf(isObject(msteams) ? msteams.entities : undefined).forEach((entity, index) => {
    if (!isObject(entity) || entity.type !== 'mention') return
    const quoted = JSON.stringify(entity.text ?? '').slice(1, -1)
    if (quoted === '' || !said.includes(quoted)) say('mention does not occur in the card', `/msteams/entities/${index}`)
  })
}

/** Lists everything that is wrong with an Adaptive Card for Teams, each with its place; nothing for a good card. */
export const cardProblems = (card: unknown): readonly string[] => {
  if (!isObject(card)) return ['must be an object [json-pointer:]']
  const problems: string[] = []
  const say: Say = (what, at) => void problems.push(`${what} [json-pointer:${at}]`)
  frameProblems(card, say)
  parseProblems(card, say)
  const parts = partsOf(card)
  for (const part of parts) {
    textProblems(part, say)
    actionProblems(part, say)
  }
  inputProblems(parts, say)
  mentionProblems(card, say)
  return problems
}
