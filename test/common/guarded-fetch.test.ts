import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { guardedFetch } from '../../src/common/guarded-fetch.ts'
import { isPublicAddress } from '../../src/common/public-address.ts'

let served = 0
const server = createServer((request, response) => {
  served++
  if (request.url === '/away') response.writeHead(302, { location: '/' }).end()
  else response.end('x'.repeat(100))
})
let port: number
beforeAll(async () => {
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  port = (server.address() as AddressInfo).port
})
afterAll(() => void server.close())

const get = async (url: string, more: Partial<Parameters<typeof guardedFetch>[0]> = {}) => {
  const { status, body } = await guardedFetch({ url, mostBytes: 1_000, ...more })
  let text = ''
  for await (const piece of body) text += Buffer.from(piece).toString()
  return { status, text }
}

describe('a guarded call', () => {
  it('reaches a host that the operator allows, whatever its address', async () => {
    expect(await get(`http://127.0.0.1:${port}/`, { egress: [`127.0.0.1:${port}`] })).toEqual({
      status: 200,
      text: 'x'.repeat(100),
    })
  })

  it('follows no redirection and reads no more than it may', async () => {
    const egress = ['127.0.0.1']
    await expect(get(`http://127.0.0.1:${port}/away`, { egress })).rejects.toThrow('leads to another address')
    await expect(get(`http://127.0.0.1:${port}/`, { egress, mostBytes: 99 })).rejects.toThrow('more than 99 bytes')
  })

  it.each([
    ['http://example.com/', 'is not an https address'],
    ['https://127.0.0.1/', 'is not a public address'],
    ['https://2130706433/', 'is not a public address'],
    ['https://0x7f.1/', 'is not a public address'],
    ['https://[::1]/', 'is not a public address'],
    ['https://[::ffff:10.0.0.1]/', 'is not a public address'],
    ['https://169.254.169.254/latest/meta-data', 'is not a public address'],
    ['https://localhost/', 'is not a public address'],
    ['https://files.slack.com@evil.example/', 'has a name or password in it'],
    ['https://example.com:8443/', 'has a port of its own'],
    ['ftp://example.com/', 'is not an https address'],
    ['nonsense', 'is no address'],
  ])('refuses %s', async (url, reason) => {
    const before = served
    await expect(get(url)).rejects.toThrow(reason)
    expect(served).toBe(before)
  })

  it('calls only the hosts that are named, and those below one with a star', async () => {
    const hosts = ['files.slack.com', '*.sharepoint.com']
    for (const url of ['https://evil.example/', 'https://sharepoint.com.evil.example/', 'https://xfiles.slack.com/'])
      await expect(get(url, { hosts })).rejects.toThrow('is of a host that is not allowed')
  })
})

it.each([
  ['8.8.8.8', true],
  ['100.63.255.255', true],
  ['100.64.0.1', false],
  ['172.15.0.1', true],
  ['172.31.255.255', false],
  ['2606:4700::1111', true],
  ['fd00::1', false],
  ['::ffff:8.8.8.8', true],
  ['::ffff:127.0.0.1', false],
  ['64:ff9b::7f00:1', false],
  ['nonsense', false],
])('%s is public: %s', (address, isPublic) => {
  expect(isPublicAddress(address)).toBe(isPublic)
})
