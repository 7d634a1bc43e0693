import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { openHttpDoor } from '../../src/chat/http-door.ts'
import { openHttpApi } from '../../src/http/api.ts'
import { addToken } from '../../src/store/imports/tokens.ts'
import { openCompany } from '../_helpers/company.ts'
import { temporaryFolder } from '../store/open-store.ts'

const document = readFileSync(resolve(import.meta.dirname, '../../docs/http.md'), 'utf8')
const calls = [...document.matchAll(/^# (\d{3}): .*\n(curl .*)$/gm)].map(([, status, line]) => [line, status] as const)

it('shows lines of curl that are answered as it says', async () => {
  expect(calls.length).toBe(document.match(/^curl /gm)?.length)
  await using folder = await temporaryFolder()
  await using company = await openCompany('2026-06-01')
  const { app } = company
  const handle = openHttpApi({
    ...app,
    onImported: () => {},
    onSurprise: (error) => {
      throw error
    },
  })
  await using door = await openHttpDoor({ port: 0, host: '127.0.0.1' }, new Map(), [{ path: '/v1/', handle }])
  const token = { feeds: [], mayRead: false, person: null, expiresAt: null }
  const env = {
    PATH: process.env.PATH ?? '',
    URL: `http://127.0.0.1:${door.port}`,
    TOKEN: (await addToken(app.workspace, { ...token, name: 'erp', feeds: ['inventory'] }, app.now())) as string,
    READER: (await addToken(app.workspace, { ...token, name: 'reader', mayRead: true }, app.now())) as string,
  }
  const row = { sku: 'A', location: 'EAST', on_hand: 5, as_of: '2026-06-01' }
  await writeFile(join(folder.path, 'stock.csv'), 'sku,location,on_hand,as_of\nA,EAST,5,2026-06-01\n')
  await writeFile(join(folder.path, 'empty.csv'), 'sku,location,on_hand,as_of\n')
  await writeFile(join(folder.path, 'stock.ndjson'), `${JSON.stringify(row)}\n`)
  for (const [line, status] of calls) {
    const run = promisify(execFile)('bash', ['-c', `${line} -o /dev/null -w '%{http_code}'`], { cwd: folder.path, env })
    expect([line, (await run).stdout]).toEqual([line, status])
  }
})
