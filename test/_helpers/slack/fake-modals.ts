import { isObject } from './block-kit.ts'
import { type Method, no, text, yes } from './fake-call.ts'

/** A modal that somebody sees; `history` has what it showed before. */
export type FakeModal = {
  readonly id: string
  readonly hash: string
  readonly view: Readonly<Record<string, unknown>>
  readonly history: readonly Readonly<Record<string, unknown>>[]
}

const most = { title: 24, metadata: 3_000, blocks: 100 }

const words = (part: unknown): string => (isObject(part) ? `${part.text ?? ''}` : '')

/** Says what Slack minds about a modal. */
const modalProblems = (view: Readonly<Record<string, unknown>>): readonly string[] => {
  const blocks = Array.isArray(view.blocks) ? (view.blocks as unknown[]) : []
  const inputs = blocks.filter((block) => isObject(block) && block.type === 'input')
  return [
    ...(view.type === 'modal' ? [] : ['the view is no modal']),
    ...(words(view.title) !== '' && words(view.title).length <= most.title ? [] : ['the title is missing or too long']),
    ...(`${view.private_metadata ?? ''}`.length <= most.metadata ? [] : ['private_metadata is too long']),
    ...(blocks.length > 0 && blocks.length <= most.blocks ? [] : ['it has no blocks, or too many']),
    ...(inputs.length > 0 && words(view.submit) === '' ? ['it has inputs and nothing to submit them'] : []),
  ]
}

/** Opens a modal by a trigger that was not used before. */
export const openView: Method = (world, args) => {
  const trigger = text(args, 'trigger_id') ?? ''
  if (trigger === '') return no('invalid_arguments')
  if (world.triggers.has(trigger)) return no('exchanged_trigger_id')
  if (!isObject(args.view)) return no('invalid_arguments')
  world.triggers.add(trigger)
  return show(world, `V${String(world.nextNumber()).padStart(8, '0')}`, args.view)
}

/** Shows something else in a modal that is open. */
export const updateView: Method = (world, args) => {
  const id = text(args, 'view_id') ?? ''
  const hash = text(args, 'hash')
  if (hash !== null && hash !== undefined && hash !== world.modals.get(id)?.hash) return no('hash_conflict')
  return world.modals.has(id) && isObject(args.view) ? show(world, id, args.view) : no('not_found')
}

const show = (
  world: Parameters<Method>[0],
  id: string,
  view: Readonly<Record<string, unknown>>,
): ReturnType<Method> => {
  const problems = modalProblems(view)
  world.problems.push(...problems.map((problem) => `modal: ${problem}`))
  if (problems.length > 0) return no('invalid_arguments', { response_metadata: { messages: problems } })
  const before = world.modals.get(id)
  const shown = {
    id,
    hash: `${world.nextTs()}.m`,
    view,
    history: before === undefined ? [] : [...before.history, before.view],
  }
  world.modals.set(id, shown)
  return yes({ view: { ...view, id, hash: shown.hash, state: { values: {} } } })
}
