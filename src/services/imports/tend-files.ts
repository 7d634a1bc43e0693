import { brokenOffCard, fileNoteCard, settling } from '../../cards/imports/file-card.ts'
import { after } from '../../domain/delivery.ts'
import { fileWorkMilliseconds } from '../../domain/policy.ts'
import { changeFile, type DroppedFile, deleteFile, loadDroppedFiles } from '../../store/imports/dropped-files.ts'
import type { Context } from '../context.ts'
import { loadShownFile, showFile } from './show-file.ts'

type TendContext = Pick<Context, 'workspace' | 'timeZone' | 'today' | 'now'>

/** Tends the files dropped in chat: what a process left unfinished is told and can be done again, and what has expired is deleted. */
export const tendFiles = async (context: TendContext): Promise<void> => {
  const { now } = context
  for (const file of await loadDroppedFiles(context.workspace)) {
    if (file.expiresAt <= now) await expire(context, file)
    else if (file.workingAt !== null && file.workingAt < after(now, -fileWorkMilliseconds))
      await tellBrokenOff(context, file)
  }
}

const expire = async ({ workspace, now }: TendContext, file: DroppedFile): Promise<void> => {
  await deleteFile(workspace, now, file.id)
  if (file.batch !== null || (await loadShownFile(workspace, file)) === null) return
  await showFile(
    { workspace, now },
    file,
    fileNoteCard(
      `${file.name} was kept for a day and is deleted now. Nothing of it counts. Send it again to import it.`,
    ),
  )
}

const tellBrokenOff = async ({ workspace, now, timeZone, today }: TendContext, file: DroppedFile): Promise<void> => {
  await changeFile(workspace, now, file.id, { workingAt: null })
  await showFile(
    { workspace, now },
    file,
    file.batch === null
      ? brokenOffCard(file, { timeZone, today })
      : fileNoteCard(`${file.name} came in as batch ${file.batch}. See how promotions stand: /promo list`, [
          settling('Undo', 'undo', file.batch),
        ]),
  )
}
