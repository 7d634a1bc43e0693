import { readdir, writeFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { PullSource } from '../../src/common/pull-sources.ts'
import { readConfig } from '../../src/config.ts'
import { pullOwed } from '../../src/jobs/pull-sources.ts'
import { owedPulls, type PullContext, pullSource } from '../../src/services/imports/pull/pull-source.ts'
import { takePullingLock } from '../../src/store/database/posting-lock.ts'
import { refuseBatch } from '../../src/store/imports/settle-batch.ts'
import { openStore, type Store, temporaryFolder } from '../store/open-store.ts'

let answer: (request: IncomingMessage, response: ServerResponse) => void
let asked: IncomingMessage[]
const server = createServer((request, response) => {
  asked.push(request)
  answer(request, response)
})
let host: string
let store: Store
beforeAll(async () => {
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  host = `127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => void server.close())
beforeEach(async () => {
  store = await openStore()
  asked = []
  clock = Date.parse('2026-06-01T06:00:00Z')
})
afterEach(() => store[Symbol.asyncDispose]())

let clock: number
const now = () => new Date(clock).toISOString()
const throws = (error: unknown): never => {
  throw error
}
const context = (more: Partial<Pick<PullContext, 'egress' | 'signal' | 'onSurprise'>> = {}) => ({
  ...{ workspace: store.workspace, timeZone: 'UTC', now, egress: [host], signal: new AbortController().signal },
  onSurprise: throws,
  ...more,
})

/** Reads sources as the settings do. */
const sourcesOf = async (sources: unknown, environment: Readonly<Record<string, string>> = {}) => {
  await using folder = await temporaryFolder()
  const path = join(folder.path, 'pulls.json')
  await writeFile(path, typeof sources === 'string' ? sources : JSON.stringify(sources))
  return readConfig({ ...environment, SHELFREADY_PULLS: path }).pulls
}
const stock = (url: string, more: object = {}) => ({
  ...{ name: 'erp', kind: 'inventory', every: 15, from: { type: 'url', url } },
  ...more,
})
const one = async (source: object, environment?: Readonly<Record<string, string>>) =>
  (await sourcesOf([source], environment))[0] as PullSource
const counted = (units: number, items = 1) =>
  `sku,location,on_hand,as_of\n${Array.from({ length: items }, (_, i) => `S${i},EAST,${units},2026-05-31\n`).join('')}`
const batches = () => store.database.driver.prepare('select door, sender, source, state from batch order by id').all()
const kept = () => store.database.driver.prepare('select * from pull').get() as Record<string, string | null>

describe('the file of sources', () => {
  it('is refused with all its mistakes', async () => {
    const mistakes = await sourcesOf([
      { ...stock('ftp://a.example/x'), every: 0, secret: 'x' },
      stock('https://a.example/x', { kind: 'sales', snapshot: true }),
      stock('https://a.example/x', { kind: 'stocks' }),
    ]).catch((error: Error) => error.message)
    expect(mistakes).toContain('source 1 from url: is not an http address')
    expect(mistakes).toContain('source 1 every')
    expect(mistakes).toContain('"secret"')
    expect(mistakes).toContain('source 2 snapshot: only inventory and inbound can be a snapshot')
    expect(mistakes).toContain('source 3 kind')
    await expect(sourcesOf([stock('https://a.example/'), stock('https://a.example/')])).rejects.toThrow('two sources')
    await expect(sourcesOf('{')).rejects.toThrow('SHELFREADY_PULLS: the file')
    expect(() => readConfig({ SHELFREADY_PULLS: '/nowhere.json', PORT: 'x' })).toThrow(/PORT[\s\S]*nowhere\.json/)
  })

  it('names secrets, and does not show them', async () => {
    const source = stock('https://a.example/x', {
      from: { type: 'url', url: 'https://a.example/x', header: { name: 'x-key', env: 'ERP_KEY' } },
    })
    await expect(sourcesOf([source])).rejects.toThrow('erp: the environment variable ERP_KEY is not set')
    expect(JSON.stringify([...(await one(source, { ERP_KEY: 'hidden' })).secrets])).not.toContain('hidden')
  })
})

describe('an address that is pulled', () => {
  it('is imported once, with its secret, and asked after only for what is new', async () => {
    answer = (request, response) =>
      request.headers['if-none-match'] === '"1"'
        ? response.writeHead(304).end()
        : response.writeHead(200, { etag: '"1"', 'last-modified': 'Mon, 01 Jun 2026 05:00:00 GMT' }).end(counted(5))
    const from = {
      type: 'url',
      url: `http://${host}/export/stock%20east.csv?x=1`,
      header: { name: 'x-key', env: 'ERP_KEY' },
    }
    const source = await one(stock('', { from }), { ERP_KEY: 'open sesame' })
    expect((await pullSource(context(), source)).pulled).toEqual({
      kind: 'imported',
      words: ['stock east.csv was imported: 1 new, 0 changed, 0 unchanged.'],
    })
    expect((await pullSource(context(), source)).pulled.kind).toBe('unchanged')
    expect(
      asked.map(({ headers }) => [headers['x-key'], headers['if-none-match'], headers['if-modified-since']]),
    ).toEqual([
      ['open sesame', undefined, undefined],
      ['open sesame', '"1"', 'Mon, 01 Jun 2026 05:00:00 GMT'],
    ])
    expect(batches()).toEqual([{ door: 'pull', sender: 'erp', source: 'stock east.csv', state: 'visible' }])
    expect((await readdir(tmpdir())).filter((name) => name.startsWith('shelfready-pull-'))).toEqual([])
  })

  it('is fetched again after a file that was wrong, though the server says it is the same', async () => {
    answer = (request, response) =>
      request.headers['if-none-match'] === undefined
        ? response.writeHead(200, { etag: '"1"' }).end('sku,location,on_hand,as_of\nA,EAST,many,2026-05-31\n')
        : response.writeHead(304).end()
    const source = await one(stock(`http://${host}/stock.csv`))
    for (const _ of [1, 2]) {
      const { pulled } = await pullSource(context(), source)
      expect(pulled.kind).toBe('failed')
      expect(pulled.words.join('\n')).toMatch(/its only row is wrong[\s\S]*"many"/)
    }
    expect(batches().filter((batch) => (batch as { state: string }).state === 'visible')).toEqual([])
  })

  it.each([
    ['https://127.0.0.1/stock.csv', 'is not a public address'],
    ['http://example.com/stock.csv', 'is not an https address'],
    ['https://169.254.169.254/latest', 'is not a public address'],
  ])('%s is not called unless its host is allowed', async (url, reason) => {
    const { pulled } = await pullSource(context({ egress: [] }), await one(stock(url)))
    expect(pulled.words.join()).toContain(reason)
  })

  it('may lead to another address, but not inside, and takes no secret there', async () => {
    answer = (request, response) =>
      request.url === '/old.csv'
        ? response.writeHead(302, { location: '/new.csv' }).end()
        : request.url === '/new.csv'
          ? response.end(counted(7))
          : response.writeHead(307, { location: `http://localhost:${host.split(':')[1]}/new.csv` }).end()
    expect((await pullSource(context(), await one(stock(`http://${host}/old.csv`)))).pulled.kind).toBe('imported')
    const count = asked.length
    const { pulled } = await pullSource(
      context({ egress: [host, 'localhost'] }),
      await one(stock(`http://${host}/inside.csv`)),
    )
    expect(pulled.words.join()).toContain('is not an https address')
    expect(asked.length).toBe(count + 1)
  })

  it('says how it fails', async () => {
    answer = (_, response) => response.writeHead(503).end()
    const source = await one(stock(`http://${host}/stock.csv`))
    expect((await pullSource(context(), source)).pulled.words).toEqual(['The server answered with HTTP 503.'])
    const gone = await one(stock('http://127.0.0.1:1/stock.csv'))
    expect((await pullSource(context({ egress: ['127.0.0.1:1'] }), gone)).pulled.words.join()).toContain(
      'does not answer',
    )
  })

  it('is not blamed for what goes wrong here, which the log alone shows', async () => {
    answer = (_, response) => response.end(counted(5))
    store.database.driver.exec(
      `create trigger broken before insert on batch begin select raise(abort, 'disk I/O of the store'); end`,
    )
    const surprises: unknown[] = []
    const onSurprise = (error: unknown) => surprises.push(error)
    const { pulled } = await pullSource(context({ onSurprise }), await one(stock(`http://${host}/stock.csv`)))
    expect(pulled).toEqual({
      kind: 'failed',
      words: [
        'erp was not imported: something went wrong on my side, and the log says what. Nothing was changed. The next pull tries again.',
      ],
    })
    expect(surprises.map(String).join()).toContain('disk I/O of the store')
    expect(kept()).toMatchObject({ cause: pulled.words[0] })
  })

  it('is not fetched while a batch of it is held, and again once that is refused', async () => {
    answer = (_, response) => response.end(counted(20, 40))
    const source = await one(stock(`http://${host}/stock.csv`))
    await pullSource(context(), source)
    answer = (_, response) => response.end(counted(20_000, 40))
    const { pulled } = await pullSource(context(), source)
    expect(pulled.kind).toBe('held')
    expect(pulled.words[0]).toBe('stock.csv is held as batch 2. Nothing counts yet.')
    expect((await pullSource(context(), source)).pulled.kind).toBe('waiting')
    expect(asked.length).toBe(2)
    await refuseBatch(store.workspace, 2, { person: 'Ben', now: now(), today: '2026-06-01' })
    answer = (_, response) => response.end(counted(21, 40))
    expect((await pullSource(context(), source)).pulled.kind).toBe('imported')
  })
})

describe('the job', () => {
  const options = (pulls: readonly PullSource[]) => ({
    ...{ ...context(), pulls, administrators: ['boss'], reach: { reaches: () => true, edits: false } },
  })
  const run = (pulls: readonly PullSource[]) => pullOwed(options(pulls), new AbortController().signal)
  const told = () =>
    store.database.driver.prepare(`select card from outbox where kind = 'notice' order by id`).pluck().all() as string[]

  it('pulls what is owed, says once that it fails and why, and once that it works again', async () => {
    const sources = await sourcesOf([stock(`http://${host}/stock.csv`)])
    answer = (_, response) => response.writeHead(500).end()
    await run(sources)
    clock += 14 * 60_000
    await run(sources)
    expect(asked.length).toBe(1)
    clock += 60_000
    await run(sources)
    expect(asked.length).toBe(2)
    expect(kept()).toMatchObject({ cause: 'The server answered with HTTP 500.', worked_at: null, tried_at: now() })
    answer = (_, response) => response.end(counted(5))
    for (const _ of [1, 2]) {
      clock += 15 * 60_000
      await run(sources)
    }
    expect(told().map((card) => JSON.parse(card).title)).toEqual(['erp cannot be pulled', 'erp works again'])
    expect(told()[0]).toContain('HTTP 500')
    expect(kept()).toMatchObject({ cause: null, told_at: null, result: expect.stringContaining('was imported') })
  })

  it('leaves the sources to another process that pulls', async () => {
    const sources = await sourcesOf([stock(`http://${host}/stock.csv`)])
    answer = (_, response) => response.end(counted(5))
    {
      using _ = takePullingLock(store.database)
      await run(sources)
      expect(asked.length).toBe(0)
    }
    await run(sources)
    expect(asked.length).toBe(1)
  })

  it('ends a pull when it is stopped, which is owed again', async () => {
    const sources = await sourcesOf([stock(`http://${host}/stock.csv`)])
    const stopping = new AbortController()
    answer = (_, response) => {
      response.write('sku,')
      setTimeout(() => stopping.abort(), 20)
    }
    await expect(pullOwed(options(sources), stopping.signal)).rejects.toThrow()
    expect(await owedPulls(context(), sources)).toEqual(sources)
  })
})
