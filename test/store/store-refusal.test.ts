import { expect, it } from 'vitest'
import { isStorageError, storeRefusal } from '../../src/store/database/store-refusal.ts'

/** What SQLite, the system or PostgreSQL calls it, and what is said of it. */
it.each([
  ['SQLITE_FULL', /the disk is full\. The last step was not saved/],
  ['ENOSPC', /the disk is full/],
  ['SQLITE_READONLY_DBMOVED', /read-only, or belongs to another user/],
  ['SQLITE_IOERR_READ', /the disk reports an error\. The last step was not saved/],
  ['EIO', /the disk reports an error/],
  ['SQLITE_CORRUPT_INDEX', /it is damaged\. Nothing was written\. Restore the last backup/],
  ['SQLITE_NOTADB', /is not a Shelfready store/],
  ['SQLITE_BUSY_SNAPSHOT', /is busy/],
  ['SQLITE_CANTOPEN', /cannot be opened/],
  ['53100', /out of disk or memory/],
  ['58030', /its disk reports an error/],
  ['XX001', /is damaged/],
  ['57P01', /cannot be reached/],
])('%s is told as a sentence that says what to do, also as the cause of another error', (code, words) => {
  const error = Object.assign(new Error('it broke'), { code })
  for (const told of [error, new Error('while writing', { cause: error })]) {
    expect(isStorageError(told)).toBe(true)
    expect((storeRefusal(told, 'shop.db') as Error).message).toMatch(words)
  }
})

it('an error of the program is handed back as it is', () => {
  const error = new TypeError('x is not a function')
  expect(storeRefusal(error, 'shop.db')).toBe(error)
})
