import { copyFile, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readTranscript } from '../../src/chat/terminal/send.ts'
import { readConfig } from '../../src/config.ts'
import { restoreStore } from '../../src/operator/backup-commands.ts'
import { backUp } from '../../src/store/backups/back-up.ts'
import { openSource } from '../../src/store/moving/source-store.ts'
import { runCommand } from '../_helpers/command-line.ts'
import { registration } from '../_helpers/registered.ts'
import { type Service, startServe, startTold } from './running.ts'
import { openShop, rowsOf, type Shop, transcriptFile } from './shop.ts'

const zone = 'Europe/Berlin'
const at = (time: string) => Temporal.PlainDateTime.from(`2026-06-03T${time}`).toZonedDateTime(zone).toInstant()
const tomorrow = (time: string) => at(time).add({ hours: 24 })

let shop: Shop
beforeAll(async () => {
  shop = await openShop(at('06:00'), [{ name: '#berlin', timeZone: zone }])
})
afterAll(() => shop[Symbol.asyncDispose]())

const restored = (file: string, backup: string, moment: Temporal.Instant, isPartialAllowed = false) =>
  restoreStore({ backup, store: file, workspace: 'default', isPartialAllowed }, readConfig({}), () => moment)

const moveFrom = async (file: string) => openSource(file)[Symbol.dispose]()

const messages = (file: string) => readTranscript(transcriptFile(file)).length

const posting = async (file: string, moment: Temporal.Instant): Promise<Service> => {
  const service = startTold(file)
  service.tell(`at ${moment}`, 'post')
  await service.said(/^posting/m)
  return service
}

const ticked = async (service: Service, moment: Temporal.Instant) => {
  service.tell(`at ${moment}`)
  await service.said(new RegExp(`^was ${moment}`, 'm'))
}

const promotion = 'promo add Cola-week sku:SKU-3 at:EAST from:2026-06-20 to:2026-06-26 units:900'

const idIn = (out: string): string => registration().exec(out)?.[0]?.match(/P-\d+/)?.[0] ?? ''

const loseStore = async (file: string) => {
  for (const end of ['', '-wal', '-shm', '.posting', '.lease']) await rm(`${file}${end}`, { force: true })
}

/** A store with its backup of half past seven, lost at nine: the digest of eight is posted and a promotion registered by then. */
const lostAtNine = async () => {
  const file = await shop.copy()
  const backup = `${file}.backup`
  const service = await posting(file, at('07:30'))
  await ticked(service, at('07:31'))
  await backUp(file, backup)
  await ticked(service, at('08:00'))
  service.tell(`say #berlin ${promotion}`)
  await service.said(registration())
  await ticked(service, at('08:10'))
  const { out } = await service.kill('SIGKILL')
  await loseStore(file)
  return { file, backup, lost: idIn(out), posted: messages(file) }
}

describe('a restored backup', () => {
  it('posts nothing that was due until now, gives no number twice, and says where a lost promotion went', async () => {
    const { file, backup, lost, posted } = await lostAtNine()
    expect(posted).toBeGreaterThanOrEqual(2)
    expect(lost).toBe('P-1')
    const { companies } = await restored(file, backup, at('09:00'))
    expect(companies).toMatchObject([{ workspace: 'default', next: 'P-1001' }])
    const service = await posting(file, at('09:05'))
    await ticked(service, at('09:06'))
    await ticked(service, at('09:30'))
    expect(messages(file)).toBe(posted)
    service.tell(`say #berlin shelfready ack ${lost}`, `say #berlin promo edit ${lost} units:5`)
    await service.said(/P-1 is lost: the store was restored .*07:00 from a backup that ends .*\n/, 2)
    service.tell(`say #berlin ${promotion}`)
    await service.said(registration())
    await ticked(service, tomorrow('08:01'))
    const { out } = await service.leave()
    expect(idIn(out)).toBe('P-1001')
    const digests = readTranscript(transcriptFile(file)).filter((line) =>
      JSON.stringify(line).includes('Launch readiness'),
    )
    expect(digests.length).toBe(2)
  }, 60_000)

  it('gives no number twice where an older backup is restored once more', async () => {
    const file = await shop.copy()
    const backup = `${file}.backup`
    await backUp(file, backup)
    const numbers: number[] = []
    for (const minute of [0, 1, 2, 3]) {
      if (minute > 0) await restored(file, backup, at('09:00').add({ minutes: minute }))
      const service = startTold(file)
      service.tell(`at ${at('09:00').add({ minutes: minute })}`, `say #berlin ${promotion}`)
      await service.said(registration())
      const { out } = await service.leave()
      numbers.push(Number(idIn(out).slice(2)))
    }
    expect(new Set(numbers).size).toBe(4)
    expect(numbers).toEqual(numbers.toSorted((a, b) => a - b))
  }, 60_000)

  it('looks for a message that was not settled before it sends it', async () => {
    const file = await shop.copy()
    const backup = `${file}.backup`
    const typing = startTold(file)
    typing.tell(`at ${at('07:30')}`, `say #berlin ${promotion}`)
    await typing.said(registration())
    await typing.leave()
    await backUp(file, backup)
    const service = await posting(file, at('07:40'))
    await ticked(service, at('07:41'))
    await service.leave()
    const posted = messages(file)
    expect(posted).toBeGreaterThan(0)
    const { companies } = await restored(file, backup, at('07:50'))
    expect(companies[0]?.unsettled).toBeGreaterThan(0)
    const again = await posting(file, at('07:55'))
    await ticked(again, at('07:56'))
    await again.leave()
    expect(messages(file)).toBe(posted)
    expect(await rowsOf(file, `select distinct state from outbox`)).toEqual([{ state: 'sent' }])
  }, 60_000)

  it('is not put in the place of a store that is served, and keeps the one that was there', async () => {
    const file = await shop.copy()
    const backup = `${file}.backup`
    await backUp(file, backup)
    const service = await posting(file, at('07:30'))
    await expect(restored(file, backup, at('07:31'))).rejects.toThrow('A service runs on')
    await service.leave()
    const before = await rowsOf(file, 'select count(*) as rows from audit')
    const { kept } = await restored(file, backup, at('07:32'))
    expect(await rowsOf(kept as string, 'select count(*) as rows from audit')).toEqual(before)
  }, 60_000)

  it('is refused where it is missing, damaged or no store, and nothing is changed', async () => {
    const file = await shop.copy()
    const backup = `${file}.backup`
    await backUp(file, backup)
    const whole = await readFile(backup)
    const [other, before] = [`${file}.other`, await readFile(file)]
    for (const bytes of [whole.subarray(0, whole.length / 2), Buffer.alloc(9_000, 7), overwritten(whole, 6)]) {
      await writeFile(other, bytes)
      await expect(restored(file, other, at('07:31'))).rejects.toThrow(/damaged/)
    }
    new Sqlite(`${file}.plain`).exec('create table t (a)').close()
    await expect(restored(file, `${file}.plain`, at('07:31'))).rejects.toThrow('not a backup of a Shelfready store')
    await expect(restored(file, `${file}.gone`, at('07:31'))).rejects.toThrow('There is no file')
    expect(await readFile(file)).toEqual(before)
  })
})

const pageSize = 4_096

const overwritten = (whole: Buffer, page: number): Buffer => {
  const bytes = Buffer.from(whole)
  bytes.fill(0xa5, page * pageSize, (page + 1) * pageSize)
  return bytes
}

describe('a backup', () => {
  it('has every row of one moment while others write, is for its owner alone, and overwrites nothing', async () => {
    const file = await shop.copy()
    const writer = new Sqlite(file)
    writer.exec(`create table filler (n integer, text text)`)
    const add = writer.prepare(`insert into filler values (?, ?)`)
    let n = 0
    const writing = setInterval(
      () =>
        writer.transaction(() => {
          for (let i = 0; i < 200; i++) add.run(n++, 'x'.repeat(500))
        })(),
      1,
    )
    for (let i = 0; i < 20; i++) await new Promise((resume) => setTimeout(resume, 5))
    const backup = await backUp(file, `${file}.backup`)
    clearInterval(writing)
    writer.close()
    const copy = new Sqlite(`${file}.backup`, { readonly: true })
    const { rows, most } = copy.prepare('select count(*) as rows, max(n) as most from filler').get() as Record<
      string,
      number
    >
    copy.close()
    expect(rows).toBeGreaterThan(0)
    expect((rows as number) % 200).toBe(0)
    expect(most).toBe((rows as number) - 1)
    expect(backup.rows).toBeGreaterThan(rows as number)
    expect((await stat(`${file}.backup`)).mode & 0o777).toBe(0o600)
    await expect(backUp(file, `${file}.backup`)).rejects.toThrow('exists already')
  })
})

describe('a damaged store', () => {
  it.each([
    ['a page in the middle is overwritten', (whole: Buffer) => overwritten(whole, 6)],
    ['two pages are swapped', (whole: Buffer) => swapped(whole, 4, 9)],
    ['it is cut off', (whole: Buffer) => whole.subarray(0, pageSize * Math.floor(whole.length / pageSize / 2))],
    ['its header is zeroed', (whole: Buffer) => Buffer.concat([Buffer.alloc(100), whole.subarray(100)])],
    ['its first page is overwritten behind the header', (whole: Buffer) => overwrittenFrom(whole, 100, pageSize)],
    ['its end is overwritten', (whole: Buffer) => overwritten(whole, whole.length / pageSize - 2)],
  ])('is found at the start where %s, and confirms nothing', async (_, damage) => {
    const file = await shop.copy()
    await rowsOf(file, 'pragma wal_checkpoint(TRUNCATE)')
    await writeFile(file, damage(await readFile(file)))
    const service = startServe(file)
    service.tell(promotion)
    const { status, out, err } = await service.leave()
    expect(out).not.toMatch(registration())
    expect(err).toMatch(/damaged/)
    expect(status).toBe(1)
  })
})

const overwrittenFrom = (whole: Buffer, from: number, to: number): Buffer => {
  const bytes = Buffer.from(whole)
  bytes.fill(0xa5, from, to)
  return bytes
}

const swapped = (whole: Buffer, a: number, b: number): Buffer => {
  const bytes = Buffer.from(whole)
  whole.copy(bytes, a * pageSize, b * pageSize, (b + 1) * pageSize)
  whole.copy(bytes, b * pageSize, a * pageSize, (a + 1) * pageSize)
  return bytes
}

describe('the main file of a store', () => {
  it('copied alone while it is in use is refused, at the start and as a backup', async () => {
    const file = await shop.copy()
    const service = await posting(file, at('07:30'))
    service.tell(`say #berlin ${promotion}`)
    await service.said(registration())
    const lone = join(`${file}.lone`)
    await copyFile(file, lone)
    const before = await readFile(lone)
    // Whoever looks at it leaves it as it is, or nobody would know any more that something is missing.
    for (const words of [['doctor'], ['backup', `${lone}.backup`], ['migrate', '--dry'], ['feeds'], ['audit']]) {
      const { status, out, err } = await runCommand([...words, '--db', `sqlite:${lone}`], { cwd: dirname(lone) })
      expect(`${out}${err}`, words[0]).toContain('is a copy that was made while the store was in use')
      expect(status, words[0]).toBe(1)
    }
    await expect(moveFrom(lone)).rejects.toThrow('is a copy that was made')
    const { status, err } = await startServe(lone).leave()
    expect(err).toContain('is a copy that was made while the store was in use')
    expect(status).toBe(1)
    expect(await readFile(lone)).toEqual(before)
    await expect(restored(file.replace('.db', '-other.db'), lone, at('07:31'))).rejects.toThrow('without the log')
    await restored(`${file}.anyway`, lone, at('07:31'), true)
    expect(await rowsOf(`${file}.anyway`, 'select 1 as one from lost_number limit 1')).toEqual([{ one: 1 }])
    await service.leave()
  }, 60_000)

  it('is the whole store once the last of its processes has ended in order, though the one that posted was killed', async () => {
    const file = await shop.copy()
    const killed = await posting(file, at('07:30'))
    const other = startTold(file)
    other.tell(`at ${at('07:30')}`)
    await other.said(/^was/m)
    await killed.kill('SIGKILL')
    other.tell(`say #berlin ${promotion}`)
    await other.said(registration())
    await other.leave()
    const { status, err } = await startServe(file).leave()
    expect({ status, err }).toEqual({ status: 0, err: '' })
  }, 60_000)

  it('is the whole store once the service has ended in order, or was killed and its log is there', async () => {
    const file = await shop.copy()
    const killed = await posting(file, at('07:30'))
    killed.tell(`say #berlin ${promotion}`)
    await killed.said(registration())
    await killed.kill('SIGKILL')
    const ended = await posting(file, at('07:31'))
    await ended.leave()
    const copy = `${file}.copy`
    await copyFile(file, copy)
    expect(await rowsOf(copy, `select count(*) as rows from promotion_line where promotion_id = 'P-1'`)).toEqual([
      { rows: 1 },
    ])
    const { status } = await startServe(copy).leave()
    expect(status).toBe(0)
  }, 60_000)
})
