import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addToken } from '../../src/store/imports/tokens.ts'
import { type Company, openCompany } from '../_helpers/company.ts'
import { temporaryFolder } from '../store/open-store.ts'
import { environment, main } from '../store/processes.ts'

/** Without a number it is a quick look; `npm run prove` kills three hundred times. */
const kills = Number(process.env.KILLS || 2)
const rows = process.env.KILLS ? 20_000 : 2_000
/** A service that was not killed has taken all three files after about so many milliseconds. */
const lifetime = 2_500

let company: Company
const stack = new AsyncDisposableStack()
let place: string
let folder: string
let host: string
let token: string
let pulled = ''

beforeAll(async () => {
  place = stack.use(await temporaryFolder()).path
  folder = stack.use(await temporaryFolder()).path
  company = stack.use(await openCompany(Temporal.Now.instant(), { file: join(place, 'store.db') }))
  const wish = { name: 'erp', feeds: ['inventory' as const], mayRead: false, person: null, expiresAt: null }
  token = (await addToken(company.app.workspace, wish, company.app.now())) as string
  const server = createServer((_, response) => void response.end(pulled))
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  stack.defer(() => void server.close())
  host = `127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => stack.disposeAsync())

/** A file of stock at a location, every row of which says the same figure. */
const stock = (location: string, units: number) =>
  `sku,location,on_hand,as_of\n${Array.from({ length: rows }, (_, i) => `S-${i},${location},${units},2026-06-01\n`).join('')}`

/** Gives how many rows of a location count with each figure. */
const counted = (location: string): Readonly<Record<number, number>> =>
  Object.fromEntries(
    company
      .rows<{ units: number; rows: number }>(
        `select on_hand as units, count(*) as rows from inventory i join batch b on b.id = i.batch_id and b.state = 'visible'
          where i.location = ? group by 1`,
        location,
      )
      .map((found) => [found.units, found.rows]),
  )
const batchesOf = (location: string, units: number) =>
  company.rows(
    `select distinct batch_id from inventory i join batch b on b.id = i.batch_id and b.state = 'visible'
      where i.location = ? and i.on_hand = ?`,
    location,
    units,
  ).length

const start = async (pulls: string) => {
  const words = [resolve(import.meta.dirname, 'doors-service.ts'), join(place, 'store.db'), folder, pulls, host]
  const child = spawn(process.execPath, words, { env: environment })
  const said: string[] = []
  let err = ''
  child.stderr.setEncoding('utf8').on('data', (text) => (err += text))
  const port = new Promise<number>((known) => {
    createInterface(child.stdout).on('line', (line) => {
      said.push(line)
      if (line.startsWith('port ')) known(Number(line.slice(5)))
    })
  })
  const ended = once(child, 'exit')
  await Promise.race([port, ended.then(() => Promise.reject(new Error(err)))])
  return {
    port: await port,
    said,
    kill: async () => {
      child.kill('SIGKILL')
      await ended
      expect(err).toBe('')
    },
  }
}
type Service = Awaited<ReturnType<typeof start>>

const send = async ({ port }: Service, text: string, key: string): Promise<number | null> =>
  fetch(`http://127.0.0.1:${port}/v1/feeds/inventory`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'idempotency-key': key },
    body: text,
  }).then(
    ({ status }) => status,
    () => null,
  )

const filesOf = async (name: string): Promise<readonly string[]> =>
  (await readdir(folder, { recursive: true })).filter((path) => path.endsWith(name))

describe(`an import that is killed ${kills} times at random`, () => {
  it(
    'counts whole or not at all through folder, HTTP and pull; its file is kept, and counts once in the end',
    async () => {
      for (let round = 1; round <= kills; round++) {
        const units = 10 + round
        const name = `inventory-${round}.csv`
        const key = `key-${round}`
        const ofFolder = stock('FOLDER', units)
        const ofHttp = stock('HTTP', units)
        pulled = stock('PULL', units)
        const pulls = join(place, `pulls-${round}.json`)
        const from = { type: 'url', url: `http://${host}/stock.csv` }
        await writeFile(pulls, JSON.stringify([{ name: `erp-${round}`, kind: 'inventory', every: 60, from }]))
        await writeFile(join(folder, name), ofFolder)

        const killed = await start(pulls)
        const sending = send(killed, ofHttp, key)
        await delay(Math.random() * lifetime)
        await killed.kill()
        await sending
        for (const location of ['FOLDER', 'HTTP', 'PULL']) expect([undefined, rows]).toContain(counted(location)[units])
        const [kept, ...others] = await filesOf(name)
        expect(others).toEqual([])
        expect(await readFile(join(folder, kept as string), 'utf8')).toBe(ofFolder)

        const next = await start(pulls)
        await expect.poll(() => send(next, ofHttp, key), { timeout: 60_000 }).toBe(201)
        for (const location of ['FOLDER', 'PULL'])
          await expect.poll(() => counted(location)[units], { timeout: 60_000 }).toBe(rows)
        await expect.poll(() => filesOf(name), { timeout: 60_000 }).toEqual([expect.stringMatching(/^done\//)])
        await next.kill()
        for (const location of ['FOLDER', 'HTTP', 'PULL']) expect(batchesOf(location, units), location).toBe(1)
        const told = [...killed.said, ...next.said].filter((line) => line.endsWith(name))
        expect(told.length).toBeLessThanOrEqual(1)
      }
    },
    60_000 + kills * 60_000,
  )

  it(
    'counts whole or not at all from the command line, and the same command again makes it whole',
    async () => {
      for (let round = 1; round <= kills; round++) {
        const units = 10 + round
        const file = join(place, `stock-${round}.csv`)
        await writeFile(file, stock('LINE', units))
        const words = [main, 'import', 'inventory', file, '--db', `sqlite:${join(place, 'store.db')}`]
        const child = spawn(process.execPath, words, { env: environment, stdio: 'ignore' })
        const ended = once(child, 'exit')
        await delay(Math.random() * 1_500)
        child.kill('SIGKILL')
        await ended
        expect([undefined, rows]).toContain(counted('LINE')[units])
        const again = spawn(process.execPath, words, { env: environment, stdio: 'ignore' })
        expect((await once(again, 'exit'))[0]).toBe(0)
        expect(counted('LINE')[units]).toBe(rows)
        expect(batchesOf('LINE', units)).toBe(1)
      }
    },
    60_000 + kills * 30_000,
  )
})
