import { Refusal } from '../../domain/refusal.ts'

/** What goes wrong with a file: what SQLite or the system calls it, and what to say. */
const sentences: readonly (readonly [RegExp, string])[] = [
  [
    /READONLY|EROFS|EACCES|EPERM/,
    'cannot be written: the disk or the file is read-only, or belongs to another user. Let the user that runs Shelfready write there.',
  ],
  [
    /FULL|ENOSPC/,
    'cannot be written: the disk is full. The last step was not saved. Free some space and run it again.',
  ],
  [
    /IOERR|EIO/,
    'cannot be read or written: the disk reports an error. The last step was not saved. Look at the disk, and keep a copy of the store elsewhere.',
  ],
  [
    /NOTADB|CORRUPT/,
    'is not a Shelfready store, or it is damaged. Nothing was written. Restore the last backup, or name another file in DATABASE_URL.',
  ],
  [
    /BUSY|LOCKED/,
    'is busy: another program has been writing to it for several seconds. Nothing was changed. Run the command again.',
  ],
  [
    /CANTOPEN|EISDIR|ENOTDIR|ENOENT/,
    'cannot be opened: it is a folder, or a part of its path is missing. Name a file in an existing folder in DATABASE_URL.',
  ],
]

/** What goes wrong on a server, by the codes of PostgreSQL. */
const serverSentences: readonly (readonly [RegExp, string])[] = [
  [
    /^(STORE_UNREACHABLE|08...|57P0[1-3])$/,
    'cannot be reached. What was not confirmed was not saved. Start the server, or correct host and port in DATABASE_URL.',
  ],
  [/^28...$/, 'refuses the user or the password. Nothing was changed. Correct both in DATABASE_URL.'],
  [/^3D000$/, 'does not exist on its server. Nothing was changed. Create it, or correct its name in DATABASE_URL.'],
  [/^53300$/, 'has no connection left. Nothing was changed. Raise max_connections there, or end other programs.'],
  [/^53[12]00$/, 'is out of disk or memory. The last step was not saved. Make room on the server and run it again.'],
  [/^25006$/, 'is read-only: a standby, or set so. Nothing was changed. Name the primary server in DATABASE_URL.'],
  [/^42501$/, 'does not let this user do that. Nothing was changed. Make the user the owner of the database.'],
  [
    /^(55P03|57014|40001|40P01)$/,
    'is busy: another program has been writing to it for several seconds. Nothing was changed. Run the command again.',
  ],
  [
    /^58030$/,
    'cannot be read or written: its disk reports an error. The last step was not saved. Look at the disk of the server.',
  ],
  [/^XX00[12]$/, 'is damaged. Nothing was written. Restore the last backup of the server.'],
]

/** Gives the database's code of an error, or of what caused it; empty where there is none. */
const codeOf = (error: Error): string =>
  'code' in error ? String(error.code) : error.cause instanceof Error ? codeOf(error.cause) : ''

/** Tells whether a connection to the server was lost; the library gives such errors no code. */
export const isLostConnection = (error: Error): boolean =>
  /^(Connection terminated|Client has encountered a connection error|Client was closed)/.test(error.message) ||
  /^(STORE_UNREACHABLE|08...|57P0[1-3]|ECONNRESET|EPIPE)$/.test(codeOf(error))

/** Tells whether the server broke a transaction off because of another one; nothing of it was kept. */
export const isBrokenOff = (error: Error): boolean => /^(40001|40P01)$/.test(codeOf(error))

const serverCode = /^(STORE_UNREACHABLE|(?=.*\d)[0-9A-Z]{5})$/

/** Finds the sentence for an error of the database file, such as a full disk; undefined for every other error. */
const sentenceFor = (error: Error): string | undefined => {
  const code = /^Connection terminated/.test(error.message) ? 'STORE_UNREACHABLE' : codeOf(error)
  const known = serverCode.test(code) ? serverSentences : sentences
  return known.find(([pattern]) => pattern.test(code))?.[1]
}

/** Tells whether an error is about the database's file or disk, which a person can do something about. */
export const isStorageError = (error: unknown): boolean => error instanceof Error && sentenceFor(error) !== undefined

/** Turns an error of the database's file into a Refusal that says what to do, and hands back every other error. */
export const storeRefusal = (cause: unknown, name: string): unknown => {
  if (cause instanceof Refusal || !(cause instanceof Error)) return cause
  const sentence = sentenceFor(cause)
  return sentence ? new Refusal(`The store ${name} ${sentence}`, { cause }) : cause
}
