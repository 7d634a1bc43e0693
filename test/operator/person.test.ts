import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { commandLine, runProcess } from '../_helpers/command-line.ts'

const main = resolve(import.meta.dirname, '../../src/main.ts')

/** A store in which Ana and Ben have talked. */
const withPeople = async () => {
  const line = await commandLine()
  const env = { DATABASE_URL: line.database, SHELFREADY_ADMINS: 'terminal:ben' }
  await line.run('migrate')
  await runProcess([main, 'serve'], {
    cwd: line.folder,
    env,
    input: 'as:Ben shelfready settings locale:de\nas:Ana shelfready backup @ben\n',
  })
  return line
}

describe('a person', () => {
  it('is exported as JSON, and forgotten only where that is confirmed', async () => {
    await using line = await withPeople()
    const { status, out } = await line.run('export', 'ben')
    expect(status).toBe(0)
    expect(JSON.parse(out)).toMatchObject({
      person: { name: 'Ben', ids: ['terminal:ben'] },
      stored: { account: [{ id: 'terminal:ben' }], standby: [{ person_id: 'terminal:ana', backup_name: 'Ben' }] },
    })

    expect(await line.run('forget', 'Ben')).toMatchObject({ status: 2, err: expect.stringContaining('--yes') })
    expect(await line.run('forget', 'Bert', '--yes')).toMatchObject({
      status: 1,
      err: expect.stringContaining('There is no Bert'),
    })
    expect((await line.run('export', 'Ben')).status).toBe(0)

    const forgotten = await line.run('forget', '@Ben', '--yes')
    expect(forgotten.status).toBe(0)
    expect(forgotten.out).toContain('Former colleague 1 stands in their place.')
    expect(await line.run('export', 'Ben')).toMatchObject({ status: 1 })
    expect((await line.run('audit', '--json')).out).toMatch(/"former-1"/)
  })
})
