import { randomUUID } from 'node:crypto'
import type * as z from 'zod'
import { boundedMap } from '../common/bounded-map.ts'
import type { ImportProgress } from '../services/imports/incoming-file.ts'
import type { uploadSchema } from './schemas.ts'

type State = z.infer<typeof uploadSchema>

/** A file that is taken while its sender asks now and then how far it is. */
type Upload = {
  readonly id: string
  readonly progress: (progress: ImportProgress) => void
  readonly state: () => State
}

/** The files that are taken in this process, the last thousand of them. */
export type Uploads = {
  readonly open: (done: Promise<{ readonly status: number; readonly body: object }>) => Upload
  readonly find: (id: string) => Upload | undefined
}

const mostUploads = 1_000

/** Opens the list of files that are being taken. */
export const openUploads = (): Uploads => {
  const known = boundedMap<string, Upload>(mostUploads)
  return {
    open: (done) => {
      const id = randomUUID()
      const begun = performance.now()
      let last: ImportProgress = { rows: 0, bytes: 0, totalBytes: 0 }
      let answer: { readonly status: number; readonly body: object } | null = null
      done.then(
        (given) => {
          answer = given
        },
        () => {
          answer = {
            status: 500,
            body: {
              type: 'about:blank',
              status: 500,
              title: 'Something went wrong. Nothing was changed. Send it again.',
            },
          }
        },
      )
      const state = (): State => {
        const seconds = Math.max(0.001, (performance.now() - begun) / 1_000)
        const part = last.totalBytes === 0 ? 0 : last.bytes / last.totalBytes
        return {
          upload: id,
          state: answer === null ? 'reading' : 'done',
          rows: last.rows,
          rows_a_second: Math.round(last.rows / seconds),
          seconds_left: answer !== null ? 0 : part === 0 ? null : Math.ceil((seconds / part) * (1 - part)),
          status: answer?.status ?? null,
          answer: answer?.body ?? null,
        }
      }
      const upload: Upload = {
        id,
        progress: (progress) => {
          last = progress
        },
        state,
      }
      known.set(id, upload)
      return upload
    },
    find: (id) => known.get(id),
  }
}
