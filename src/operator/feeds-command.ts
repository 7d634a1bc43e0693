import { feedsCard } from '../cards/imports/feeds-card.ts'
import { renderForTerminal } from '../chat/terminal/render.ts'
import { auditEntry } from '../services/audit-entry.ts'
import { loadFeedsOverview } from '../services/imports/feeds-overview.ts'
import { settleBatch } from '../services/imports/settle.ts'
import { apply } from '../store/changes/apply.ts'
import { feedOwnerCommand } from './feed-owner.ts'
import { feedRhythmCommand } from './feed-rhythm.ts'
import type { StoreCommand } from './on-store.ts'
import { write } from './output.ts'
import { UsageError } from './usage.ts'

/** Lists what came in, or releases, refuses or undoes a batch. */
export const feedsCommand = async ({ app, line }: StoreCommand): Promise<number> => {
  const [act, batch] = line.words
  if (act === undefined) {
    const overview = await loadFeedsOverview({ ...app, now: app.now() })
    const card = feedsCard(overview, { timeZone: app.timeZone, today: app.today() })
    return write(line.values.json ? `${JSON.stringify(overview)}\n` : `${renderForTerminal(card)}\n`)
  }
  if (act === 'owner') return feedOwnerCommand(app, line.words.slice(1))
  if (act === 'rhythm') return feedRhythmCommand(app, line.words.slice(1))
  if (line.words.length > 2) throw new UsageError(`"feeds ${act}" takes the number of a batch and nothing more.`)
  if (act !== 'release' && act !== 'refuse' && act !== 'undo')
    throw new UsageError(
      `"feeds" takes release, refuse or undo with the number of a batch, owner or rhythm, not "${act}".`,
    )
  if (batch === undefined || !/^\d{1,9}$/.test(batch))
    throw new UsageError(`"feeds ${act}" needs the number of a batch.`)
  const done = await settleBatch(app, act, Number(batch), 'command line')
  if (done.isDone) {
    const by = { person: { id: 'command line', name: 'command line' }, placeName: 'command line' }
    const entry = auditEntry(by, { action: `${act}-batch`, entity: `batch ${batch}` })
    await apply(app.workspace, [entry], null, app.now())
  }
  if (line.values.json) return write(`${JSON.stringify(done)}\n`)
  if (done.isDone) return write(`${done.text}\n`)
  process.stderr.write(`${done.text}\n`)
  return 1
}
