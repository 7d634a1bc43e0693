import type { Database, SqliteDatabase } from '../../src/store/database/database.ts'

/** Gives the connection that writes to a store in a file. */
export const driverOf = (database: Database): SqliteDatabase['driver'] => {
  if (database.engine !== 'sqlite') throw new Error('This store is not in a file')
  return database.driver
}
