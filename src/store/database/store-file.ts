import { closeSync, constants, openSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { Refusal } from '../../domain/refusal.ts'

/** Tells whether an address names a PostgreSQL server. */
export const isPostgres = (url: string): boolean => /^postgres(ql)?:/.test(url)

/** Gives the file that a `sqlite:` URL names. Throws a Refusal for any other. */
export const fileOf = (url: string): string => {
  if (isPostgres(url))
    throw new Refusal(
      'This is done with a store in a file, and DATABASE_URL names a PostgreSQL server. Nothing was changed. ' +
        'Use the tools of PostgreSQL there, such as pg_dump, or name a file with --db.',
    )
  const path = /^sqlite:(?:\/\/(?=\/))?(.+)$/.exec(url)?.[1]
  if (path === undefined)
    throw new Refusal(
      `"${url}" is not a store. Nothing was changed. Use a form such as sqlite:./data/shelfready.db or postgres://user:password@host/database for DATABASE_URL.`,
    )
  return resolve(path)
}

/** Makes the file before SQLite does, so that nobody else may read it. */
export const prepareFile = (file: string) => {
  const folder = dirname(file)
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory())
    throw new Refusal(
      `The folder ${folder} does not exist, so the store ${file} cannot be opened. Create it, or name another file in DATABASE_URL.`,
    )
  closeSync(openSync(file, constants.O_RDWR | constants.O_CREAT, 0o600))
}
