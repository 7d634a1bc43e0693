import type { Day } from '../../domain/day.ts'
import { isoOf } from '../../domain/day.ts'
import { count } from '../../parsing/numbers.ts'
import type { Workspace } from '../../store/database/workspace.ts'
import { refuseBatch, releaseBatch, type SettledAs, undoBatch } from '../../store/imports/settle-batch.ts'

/** What can be done about a batch. */
export type BatchAct = 'release' | 'refuse' | 'undo'

/** What became of it, as a sentence for people. */
export type BatchSettled = { readonly isDone: boolean; readonly text: string }

/** Whose data, the moment (ISO text) and the business date. */
type SettleContext = { readonly workspace: Workspace; readonly now: () => string; readonly today: () => Day }

const acts = { release: releaseBatch, refuse: refuseBatch, undo: undoBatch } as const

/** Releases, refuses or undoes a batch on behalf of a person. */
export const settleBatch = async (
  { workspace, now, today }: SettleContext,
  act: BatchAct,
  id: number,
  person: string,
): Promise<BatchSettled> => {
  const settled = await acts[act](workspace, id, { person, now: now(), today: isoOf(today()) })
  return { isDone: settled.kind === 'done', text: words(settled, act, id) }
}

const done = { release: 'counts now', refuse: 'was refused; nothing of it counts', undo: 'is undone' } as const

const words = (settled: SettledAs, act: BatchAct, id: number): string => {
  const batch = `Batch ${count(id)}`
  switch (settled.kind) {
    case 'done':
      return `${batch} (${settled.feed}, ${settled.source}) ${done[act]}.`
    case 'unknown':
      return `There is no batch ${count(id)}. Nothing was changed. See the batches with feeds.`
    case 'not-held':
      return `${batch} ${standing(settled.state, act)}. Nothing was changed.`
    case 'newer':
      return act === 'release'
        ? `A newer ${settled.feed} file counts already, batch ${count(settled.batch)}. Nothing was changed. Refuse this one, or send it again.`
        : `A newer ${settled.feed} file, batch ${count(settled.batch)}, rests on it. Nothing was changed. Undo that one first.`
    case 'shifted':
      return `Batch ${count(settled.batch)}, which it was compared with, was released or undone since. Nothing was changed. Refuse this one, and send its file again.`
    case 'importing':
      return `A ${settled.feed} file is coming in at this moment. Nothing was changed. Try again once it is there.`
    case 'changed-since':
      return `People have changed ${settled.promotions.join(', ')} since. Nothing was changed. Cancel what is wrong with promo cancel.`
  }
}

const standing = (state: string, act: BatchAct): string => {
  switch (state) {
    case 'visible':
      return act === 'undo' ? 'cannot be undone' : 'counts already; take it back with feeds undo'
    case 'held':
      return 'is held and does not count; refuse it instead'
    case 'undo':
      return 'only says that another one was undone'
    default:
      return `was ${state} already`
  }
}
