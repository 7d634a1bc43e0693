import { settledCard } from '../../cards/imports/settled-card.ts'
import { refusalCard } from '../../cards/language/plain-card.ts'
import { auditEntry } from '../../services/audit-entry.ts'
import { loadMeaning, loadVerdicts } from '../../services/imports/changed-verdicts.ts'
import { type BatchAct, settleBatch } from '../../services/imports/settle.ts'
import { showFile } from '../../services/imports/show-file.ts'
import { loadBatch } from '../../store/imports/batch-list.ts'
import { loadFileOfBatch } from '../../store/imports/dropped-files.ts'
import { answer, type Command, type CommandContext, type Outcome } from '../dispatch/command.ts'
import { refuseImport } from './import-rights.ts'

const batchNumber = { name: 'BATCH', value: null, says: 'its number, as feeds shows it', isNeeded: true } as const

const settling = (act: BatchAct, does: string): Command => ({
  name: `shelfready feeds ${act}`,
  takes: [batchNumber],
  does,
  examples: [`/shelfready feeds ${act} 12`],
  right: 'import-promotions',
  actsAtOnce: true,
  run: (context) => settle(context, act),
})

/** Makes a held batch count. */
export const feedsRelease = settling('release', 'let a held file count')

/** Lets a held batch go. */
export const feedsRefuse = settling('refuse', 'let a held file go; nothing of it counts')

/** Takes back a batch that counts. */
export const feedsUndo = settling('undo', 'take back a file as if it had never come')

const settle = async (context: CommandContext, act: BatchAct): Promise<Outcome> => {
  const { workspace, words, person, now, today } = context
  const typed = words.map(({ value }) => value).join(' ')
  if (!/^\d{1,9}$/.test(typed))
    return answer(refusalCard(`Which batch? Nothing was changed. Write its number: /shelfready feeds ${act} 12.`))
  const batch = await loadBatch(workspace, Number(typed))
  const refused = batch === null ? null : await refuseImport(context, batch.kind)
  if (refused !== null) return answer(refused)
  const before = await loadVerdicts(context)
  const settled = await settleBatch({ workspace, now: () => now, today: () => today }, act, Number(typed), person.name)
  if (!settled.isDone || batch === null) return answer(refusalCard(settled.text))
  const { changed } =
    act === 'refuse' ? { changed: [] } : await loadMeaning(context, before, { kind: batch.kind, batch: batch.id })
  const card = settledCard({ text: settled.text, by: person.name, act, batch: batch.id, changed })
  const file = await loadFileOfBatch(workspace, batch.id)
  if (file !== null) await showFile(context, file, card)
  return {
    changes: [
      auditEntry(context, {
        action: `${act}-batch`,
        entity: `batch ${batch.id}`,
        before: { state: batch.state },
        after: { state: act === 'release' ? 'visible' : act === 'refuse' ? 'refused' : 'undone' },
        detail: { kind: batch.kind, source: batch.source },
      }),
    ],
    reply: card,
    isShown: file !== null,
  }
}
