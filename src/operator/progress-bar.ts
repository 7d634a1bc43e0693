import { count } from '../parsing/numbers.ts'
import type { ImportProgress } from '../services/imports/incoming-file.ts'

const cells = 24
const rowsALine = 50_000

/** Says how far an import is, `[######----] 42 %, 420,000 rows, 18,200 a second, 32 s left`. */
const progressWords = ({ rows, bytes, totalBytes }: ImportProgress, milliseconds: number): string => {
  const part = totalBytes === 0 ? 0 : Math.min(1, bytes / totalBytes)
  const bar = '#'.repeat(Math.round(part * cells)).padEnd(cells, '-')
  const seconds = Math.max(0.001, milliseconds / 1_000)
  const left = part === 0 ? null : Math.ceil((seconds / part) * (1 - part))
  const words = [`${Math.floor(part * 100)} %`, `${count(rows)} rows`, `${count(Math.round(rows / seconds))} a second`]
  return `[${bar}] ${[...words, ...(left === null ? [] : [`${count(left)} s left`])].join(', ')}`
}

/** Shows how far an import is: one line in place in a terminal, else a line every 50,000 rows. */
export const openProgressBar = (
  stream: NodeJS.WriteStream,
): Disposable & { readonly show: (progress: ImportProgress) => void } => {
  const begun = performance.now()
  let told = 0
  let isShown = false
  return {
    show: (progress) => {
      if (!stream.isTTY && progress.rows - told < rowsALine) return
      told = progress.rows
      isShown = true
      const words = progressWords(progress, performance.now() - begun)
      stream.write(stream.isTTY ? `\r${words}\u001b[K` : `${words}\n`)
    },
    [Symbol.dispose]: () => {
      if (isShown && stream.isTTY) stream.write('\r\u001b[K')
    },
  }
}
