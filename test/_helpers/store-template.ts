import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const templates = new Map<string, Promise<Uint8Array>>()

const made = async (fill: (file: string) => Promise<unknown>): Promise<Uint8Array> => {
  const folder = await mkdtemp(join(tmpdir(), 'shelfready-template-'))
  try {
    await fill(join(folder, 'store.db'))
    return await readFile(join(folder, 'store.db'))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Writes a store that `fill` makes the first time in a test file, and that is copied every further time; `key` names what it holds. */
export const copyStore = async (key: string, file: string, fill: (file: string) => Promise<unknown>): Promise<void> => {
  const template = templates.get(key) ?? made(fill)
  templates.set(key, template)
  await writeFile(file, await template, { mode: 0o600 })
}
