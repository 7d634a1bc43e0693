import { parentPort, workerData } from 'node:worker_threads'
import { errorMessage } from '../../common/error-message.ts'
import { openDatabase } from '../../store/database/open-database.ts'
import { type JudgingContext, joinForStore, judgeForStore } from './judge-promotions.ts'
import type { JudgingRequest } from './judging-pool.ts'

/** Judges in a thread of its own: it reads the store through its own connection and writes nothing. */
const { url, workspace } = workerData as { readonly url: string; readonly workspace: { id: number; name: string } }
const database = openDatabase(url, { createFolder: false })
const port = parentPort
port?.on('message', async ({ id, ...request }: JudgingRequest) => {
  const context: JudgingContext = { ...request.context, workspace: { ...workspace, database } }
  try {
    const result =
      request.kind === 'judge' ? await judgeForStore(context, request.ids) : await joinForStore(context, request.risks)
    port.postMessage({ id, result })
  } catch (error) {
    port.postMessage({ id, error: errorMessage(error) })
  }
})
