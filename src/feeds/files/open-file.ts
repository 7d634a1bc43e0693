import { open } from 'node:fs/promises'
import { failed } from '../../domain/result.ts'
import type { FileLimits, Opening } from './sheet.ts'
import { openText } from './text-file.ts'
import { unreadable } from './unreadable.ts'

const HEAD_BYTES = 64 * 1024

const headOf = async (path: string): Promise<{ readonly size: number; readonly head: Buffer }> => {
  await using handle = await open(path, 'r')
  const { size } = await handle.stat()
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0)
  return { size, head: buffer.subarray(0, bytesRead) }
}

/**
 * Opens a file as sheets of typed cells, whatever its name says: a workbook (XLSX), or a text of any common separator and
 * encoding. Fails with what people are told; throws what the disk throws, and when the signal of the limits is aborted.
 */
export const openFile = async (path: string, name: string, limits: FileLimits): Promise<Opening> => {
  const { size, head } = await headOf(path)
  if (size === 0) return failed(unreadable.empty(name))
  if (size > limits.bytes) return failed(unreadable.tooLarge(name, limits.bytes))
  return openText({ path, name, size, head }, limits)
}
