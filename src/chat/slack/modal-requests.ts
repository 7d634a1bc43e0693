import * as z from 'zod'
import { type PickSource, pickSources } from '../../cards/language/form.ts'
import { searchAction } from './modal.ts'
import { keyOf, type Origin, type SlackRequest } from './requests.ts'

const id = z.string().min(1).max(100)

const submission = z.object({
  user: z.object({ id, name: z.string().optional(), username: z.string().optional(), team_id: z.string().optional() }),
  team: z.object({ id: z.string().optional() }).nullish(),
  view: z.object({ id, hash: z.string().default('') }),
})

/** Reads who sent a modal; null when nobody did. Where it was opened the modal itself says. */
export const readSubmission = (
  body: unknown,
): ((origin: Pick<Origin, 'channelId' | 'channelName'>) => SlackRequest) | null => {
  const parsed = submission.safeParse(body)
  if (!parsed.success) return null
  const { user, team, view } = parsed.data
  const teamId = user.team_id ?? team?.id ?? ''
  return (where) => ({
    key: keyOf('form', teamId, view.id, view.hash),
    origin: { userId: user.id, userName: user.name ?? user.username ?? '', teamId, ...where },
    words: '',
    thread: null,
    triggerId: null,
  })
}

const choice = submission.extend({
  type: z.literal('block_actions'),
  view: z.looseObject({ id, hash: z.string().default(''), type: z.literal('modal') }),
})

/** A choice made in a modal: the view with what was filled in so far, and who made it. */
export type ChosenWay = {
  readonly view: { readonly id: string; readonly hash: string }
  readonly read: NonNullable<ReturnType<typeof readSubmission>>
}

/** Reads a choice that was made in a modal; null for any other action. */
export const readChosenWay = (body: unknown): ChosenWay | null => {
  const parsed = choice.safeParse(body)
  const read = parsed.success ? readSubmission(body) : null
  return parsed.success && read !== null ? { view: parsed.data.view, read } : null
}

const suggestion = z.object({
  type: z.literal('block_suggestion'),
  user: z.object({ id, name: z.string().optional(), username: z.string().optional(), team_id: z.string().optional() }),
  team: z.object({ id: z.string().optional() }).nullish(),
  action_id: z.string().startsWith(searchAction).max(100),
  value: z.string().max(3_000).default(''),
})

/** What somebody types into a field whose choices are searched. */
export type Suggestion = { readonly read: SlackRequest; readonly of: PickSource; readonly typed: string }

/** Reads what is typed into a field whose choices are searched; null where it is none of ours. */
export const readSuggestion = (body: unknown): Suggestion | null => {
  const parsed = suggestion.safeParse(body)
  if (!parsed.success) return null
  const { user, team, action_id: action, value: typed } = parsed.data
  const of = pickSources.find((source) => action === `${searchAction}${source}`)
  if (of === undefined) return null
  const teamId = user.team_id ?? team?.id ?? ''
  const origin = { userId: user.id, userName: user.name ?? user.username ?? '', teamId, channelId: '', channelName: '' }
  return { of, typed, read: { key: null, origin, words: '', thread: null, triggerId: null } }
}
