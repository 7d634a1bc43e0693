import { stripControl } from '../chat/strip-control.ts'
import type { Config } from '../config.ts'
import { Refusal } from '../domain/refusal.ts'
import { pullSource, takePull } from '../services/imports/pull/pull-source.ts'
import { takePullingLock } from '../store/database/posting-lock.ts'
import { loadPulls, type PullEntry } from '../store/imports/pulls.ts'
import type { StoreCommand } from './on-store.ts'
import { write } from './output.ts'
import { UsageError } from './usage.ts'

/** The exit status of data that wait for somebody to release them. */
const heldStatus = 3

/** Lists the sources that are pulled, or pulls one now. */
export const pullCommand = async ({ app, line }: StoreCommand, { pulls, egress }: Config): Promise<number> => {
  const [act, name] = line.words
  if (act !== 'list' && act !== 'now') throw new UsageError(`"pull" takes list or now, not "${act}".`)
  if (act === 'now') {
    const source = pulls.find((one) => one.name === name)
    if (source === undefined)
      throw new Refusal(
        `There is no source ${name ?? 'without a name'}. Nothing was done. ${pulls.length === 0 ? 'Name a file of sources in SHELFREADY_PULLS.' : `The sources are ${pulls.map((one) => one.name).join(', ')}.`}`,
      )
    using lock = takePullingLock(app.workspace.database)
    await using claim = lock === null ? null : await takePull(app, source)
    if (claim === null) throw new Refusal('Another process pulls right now. Nothing was done. Try again in a minute.')
    const { signal } = new AbortController()
    const surprises: unknown[] = []
    const { pulled } = await pullSource(
      { ...app, egress, signal, onSurprise: (error) => surprises.push(error) },
      source,
    )
    if (surprises.length > 0) throw surprises[0]
    const text = pulled.words.map(stripControl).join('\n')
    if (line.values.json) await write(`${JSON.stringify(pulled)}\n`)
    else if (pulled.kind === 'failed') process.stderr.write(`${text}\n`)
    else await write(`${text}\n`)
    return pulled.kind === 'failed' ? 1 : pulled.kind === 'held' || pulled.kind === 'waiting' ? heldStatus : 0
  }
  const kept = await loadPulls(app.workspace)
  const listed = pulls.map(({ name: source, kind, every, from }) => {
    const { etag: _, modified: __, ...last } = kept.get(source) ?? { etag: null, modified: null }
    return { kind, every, type: from.type, ...last, source }
  })
  if (line.values.json) return write(`${JSON.stringify(listed)}\n`)
  const lines = listed.map(({ source, kind, every, type }) =>
    stripControl(`${source} · ${kind ?? 'any feed'} · ${type}, every ${every} min · ${standing(kept.get(source))}`),
  )
  return write(`${lines.length === 0 ? 'No source is pulled.' : lines.join('\n')}\n`)
}

const standing = (last: PullEntry | undefined): string => {
  if (last === undefined) return 'not pulled yet'
  if (last.cause !== null) return `does not work (${last.triedAt}): ${last.cause.split('\n')[0]}`
  return `works (${last.triedAt})${last.result === null ? '' : `: ${last.result}`}`
}
