import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { environment, main } from '../../store/processes.ts'

/** Imports a file of stock in a process of its own, as an operator does on a day. */
export const importStock = async (store: string, file: string, day: string): Promise<void> => {
  const words = [main, 'import', 'inventory', file, '--as-of', day, '--db', `sqlite:${store}`]
  const child = spawn(process.execPath, words, { stdio: ['ignore', 'ignore', 'pipe'], env: environment })
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text) => (said += text))
  const [status] = await once(child, 'close')
  if (status !== 0) throw new Error(`the import ended with ${status}: ${said}`)
}
