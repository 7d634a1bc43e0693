import { parentPort, workerData } from 'node:worker_threads'
import { errorMessage } from '../../common/error-message.ts'
import { Refusal } from '../../domain/refusal.ts'
import { openDatabase } from '../../store/database/open-database.ts'
import { storeRefusal } from '../../store/database/store-refusal.ts'
import { importHere } from './import-here.ts'
import type { FileMessage, FileRequest } from './take-file.ts'

/** Takes one file in a thread of its own, through its own connection, and ends. */
const { url, workspace, timeZone, ahead, file } = workerData as FileRequest
const tell = (message: FileMessage) => parentPort?.postMessage(message)
await using database = openDatabase(url, { createFolder: false })
try {
  const taken = await importHere(
    { workspace: { ...workspace, database }, timeZone, now: () => new Date(Date.now() + ahead).toISOString() },
    file,
    (progress) => tell({ kind: 'progress', progress }),
  )
  tell({ kind: 'taken', taken })
} catch (error) {
  const told = storeRefusal(error, database.name)
  tell(
    told instanceof Refusal
      ? { kind: 'refusal', message: told.message }
      : { kind: 'failed', message: errorMessage(error) },
  )
}
