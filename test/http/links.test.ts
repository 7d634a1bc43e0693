import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type HttpDoor, openHttpDoor } from '../../src/chat/http-door.ts'
import { type LinkedThing, openLinks } from '../../src/http/links/open-links.ts'
import { apply } from '../../src/store/changes/apply.ts'
import { loadSharedLinks, newSharedLink } from '../../src/store/links/shared-links.ts'
import { type Company, openCompany } from '../_helpers/company.ts'

let company: Company
let door: HttpDoor
let said = 'first'
const left = new Set<string>()
const stack = new AsyncDisposableStack()

const thing: LinkedThing = {
  ...{ kind: 'page', path: '/pages/', ending: '', contentType: 'text/plain; charset=utf-8' },
  read: async (_, { subject }, { personId }) => (said === '' ? null : `${subject} for ${personId}: ${said}`),
}

beforeAll(async () => {
  company = stack.use(await openCompany('2026-06-01', { settings: { SHELFREADY_ADMINS: 'test:Eve' } }))
  const { app } = company
  const hasLeft = async ({ id }: { readonly id: string }) => left.has(id)
  const handle = openLinks({ ...app, onSurprise: String, hasLeft }, [thing])
  door = stack.use(await openHttpDoor({ port: 0, host: '127.0.0.1' }, new Map(), [{ path: thing.path, handle }]))
  for (const name of ['Ana', 'Ben', 'Eve']) await company.say('whoami', { name })
})
afterAll(() => stack.disposeAsync())

const makeLink = async (name: string, subject = 'June', kind: 'page' | 'calendar' = 'page') => {
  const { workspace, now } = company.app
  const by = { person: `test:${name}`, account: `test:${name}`, name, place: '#launches' }
  const { token, change } = await newSharedLink(workspace, { kind, subject, ...by })
  expect(await apply(workspace, [change], null, now())).toBe('applied')
  return { token, id: change.link.id }
}

const read = async (token: string, headers: Record<string, string> = {}) => {
  const response = await fetch(`http://127.0.0.1:${door.port}/pages/${token}`, { headers })
  return { status: response.status, text: await response.text(), headers: response.headers }
}

describe('a link', () => {
  it('opens what it leads to for whoever has it, and says when it was read', async () => {
    const { token, id } = await makeLink('Ana')
    expect(Buffer.from(token, 'base64url')).toHaveLength(32)
    expect(await read(token)).toMatchObject({ status: 200, text: 'June for test:Ana: first' })
    const [link] = (await loadSharedLinks(company.app.workspace, 'page', 'test:Ana')).filter((one) => one.id === id)
    expect(link).toMatchObject({ lastReadAt: '2026-06-01T08:00:00.000Z', reads: 1 })
  })

  it('is kept as a hash alone', async () => {
    const { token } = await makeLink('Ana')
    expect(JSON.stringify(company.rows('select * from shared_link'))).not.toContain(token)
  })

  it('is answered 304 as long as nothing has changed', async () => {
    const { token } = await makeLink('Ana')
    const etag = (await read(token)).headers.get('etag') as string
    expect(await read(token, { 'if-none-match': etag })).toMatchObject({ status: 304, text: '' })
    expect((await read(token, { 'if-none-match': `"other", W/${etag}` })).status).toBe(304)
    said = 'second'
    expect(await read(token, { 'if-none-match': etag })).toMatchObject({ status: 200, text: /second/ })
  })

  it('tells nobody where it leads and loads nothing from elsewhere', async () => {
    const { token } = await makeLink('Ana')
    const { headers } = await read(token)
    expect(headers.get('referrer-policy')).toBe('no-referrer')
    expect(headers.get('cache-control')).toBe('private, no-cache')
    expect(headers.get('content-security-policy')).toMatch(/default-src 'none'/)
  })

  it('leads nowhere once it is revoked, whose maker has left or may not see, or that is of another kind', async () => {
    const gone = async (token: string) => {
      const answered = await read(token)
      return [answered.status, answered.text, answered.headers.get('etag')]
    }
    const never = await gone('x'.repeat(43))
    expect(never).toEqual([404, 'There is nothing here.\n', null])
    const { workspace, now } = company.app
    const revoked = await makeLink('Ana')
    await apply(workspace, [{ kind: 'revoke-shared-links', ids: [revoked.id], by: 'test:Ana' }], null, now())
    expect(await gone(revoked.token)).toEqual(never)
    expect((await loadSharedLinks(workspace, 'page', null)).map(({ id }) => id)).not.toContain(revoked.id)
    expect(await gone((await makeLink('Ana', 'June', 'calendar')).token)).toEqual(never)
    expect(await gone((await makeLink('Nobody')).token)).toEqual(never)
    const { token } = await makeLink('Ben')
    expect((await read(token)).status).toBe(200)
    left.add('test:Ben')
    expect(await gone(token)).toEqual(never)
    left.clear()
    expect((await read(token)).status).toBe(200)
    await company.say('shelfready roles on', { name: 'Eve' })
    expect(await gone(token)).toEqual(never)
    await company.say('shelfready roles off', { name: 'Eve' })
  })

  it('is read so many times a minute, however often others are tried', async () => {
    const { token } = await makeLink('Ana')
    const statuses = await Promise.all(Array.from({ length: 32 }, async () => (await read(token)).status))
    expect(statuses.filter((status) => status === 429)).toHaveLength(2)
    const misses = await Promise.all(Array.from({ length: 61 }, async () => (await read('y'.repeat(43))).status))
    expect(misses).toContain(429)
    expect((await read((await makeLink('Ana')).token)).status).toBe(200)
  })
})
