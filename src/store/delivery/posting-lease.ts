import Sqlite from 'better-sqlite3'
import { leaseMilliseconds, renewMilliseconds } from '../../domain/delivery.ts'
import type { Database } from '../database/database.ts'
import { takePostingLock } from '../database/posting-lock.ts'
import { prepareFile } from '../database/store-file.ts'

/** The right to post from a store, for as long as it is renewed. */
export type PostingLease = Disposable & {
  /** Tells whether nobody else can have it: it was renewed in time, by the clock of this process. */
  readonly isHeld: () => boolean
  /** Tells whether another process has it now; it never comes back. */
  readonly isLost: () => boolean
  /** Tells whether another company of this process has it as well. */
  readonly isShared: () => boolean
}

type Shared = {
  readonly lease: Omit<PostingLease, 'isShared'>
  holders: number
}

const shared = new WeakMap<Database, Shared>()

/**
 * Takes the right to post from a store in a file, or answers null while another process has it. It is taken over at once
 * from a process that ended, whose lock the kernel gave back, and within seconds from one that hangs and renews nothing.
 * On a server every process posts: there each message and each digest is claimed by itself.
 */
export const takePostingLease = (database: Database, owner: string): PostingLease | null => {
  if (database.engine === 'postgres') return leaseOfEach(database)
  const known = shared.get(database)
  const isKnown = known !== undefined && !known.lease.isLost()
  const lease = isKnown ? known.lease : takeLease(database, owner)
  if (lease === null) return null
  const own = isKnown ? known : { lease, holders: 0 }
  own.holders++
  shared.set(database, own)
  return {
    ...lease,
    isShared: () => own.holders > 1,
    [Symbol.dispose]: () => {
      own.holders--
      if (own.holders > 0) return
      if (shared.get(database) === own) shared.delete(database)
      lease[Symbol.dispose]()
    },
  }
}

/** Where every process posts, the lock beside the store only tells others on the machine that one does. */
const leaseOfEach = (database: Database): PostingLease => {
  const lock = takePostingLock(database)
  return {
    ...{ isHeld: () => true, isLost: () => false, isShared: () => lock?.isShared() ?? false },
    [Symbol.dispose]: () => lock?.[Symbol.dispose](),
  }
}

const takeLease = (database: Database, owner: string): Shared['lease'] | null => {
  let lock = takePostingLock(database)
  const rows = openRows(`${database.file}.lease`)
  const close = () => {
    rows[Symbol.dispose]()
    lock?.[Symbol.dispose]()
    lock = null
  }
  const fence = orClose(close, () => rows.take(owner, lock !== null))
  if (fence === null) {
    close()
    return null
  }
  let renewedAt = performance.now()
  let isLost = false
  // A process that hangs renews nothing, so it loses the right to one that does not.
  const beat = setInterval(() => {
    const moment = performance.now()
    try {
      lock ??= takePostingLock(database)
      isLost = !rows.renew(owner, fence, lock !== null)
      if (isLost) clearInterval(beat)
      else renewedAt = moment
    } catch {
      // The file is busy: the lease runs on, and is renewed with the next beat.
    }
  }, renewMilliseconds).unref()
  return {
    isHeld: () => !isLost && performance.now() - renewedAt < leaseMilliseconds,
    isLost: () => isLost,
    [Symbol.dispose]: () => {
      clearInterval(beat)
      if (!isLost) rows.release(owner, fence)
      close()
    },
  }
}

const orClose = <T>(close: () => void, work: () => T): T => {
  try {
    return work()
  } catch (error) {
    close()
    throw error
  }
}

const busyMilliseconds = 500

/**
 * Opens the file that tells who posts, apart from the store so that renewing does not count as a change of it. Moments are
 * those of the machine since it started: the clock on the wall may jump.
 */
const openRows = (file: string) => {
  prepareFile(file)
  const driver = new Sqlite(file, { timeout: busyMilliseconds })
  driver.pragma('journal_mode = MEMORY')
  driver.pragma('synchronous = OFF')
  driver.exec(`create table if not exists lease
    (id integer primary key check (id = 1), owner text not null, fence integer not null, until integer not null,
     is_locked integer not null) strict`)
  return {
    /** Gives the fencing number; null while another has it. Who has the lock takes it from one who had the lock and ended. */
    take: (owner: string, isLocked: boolean): number | null => {
      const now = machineTime()
      const row = driver
        .prepare(
          `insert into lease values (1, @owner, 1, @until, @isLocked) on conflict (id) do update
           set owner = excluded.owner, fence = lease.fence + 1, until = excluded.until, is_locked = excluded.is_locked
           where lease.until <= @now or lease.until > @until or (@isLocked = 1 and lease.is_locked = 1)
           returning fence`,
        )
        .get({ owner, now, until: now + leaseMilliseconds, isLocked: isLocked ? 1 : 0 }) as
        | { readonly fence: number }
        | undefined
      return row?.fence ?? null
    },
    renew: (owner: string, fence: number, isLocked: boolean): boolean =>
      driver
        .prepare('update lease set until = ?, is_locked = ? where owner = ? and fence = ?')
        .run(machineTime() + leaseMilliseconds, isLocked ? 1 : 0, owner, fence).changes === 1,
    release: (owner: string, fence: number): void =>
      void driver.prepare('update lease set until = 0 where owner = ? and fence = ?').run(owner, fence),
    [Symbol.dispose]: () => void driver.close(),
  }
}

const nanoseconds = 1_000_000n
const machineTime = () => Number(process.hrtime.bigint() / nanoseconds)
