import { connect, type Socket } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type HttpDoor, openHttpDoor } from '../../src/chat/http-door.ts'

const bodyBytes = 1_000_000

let door: HttpDoor
let sockets: Socket[]
beforeEach(async () => {
  sockets = []
  const echo = {
    bodyBytes,
    refuse: () => null,
    handle: (request: { rawBody: Buffer }, response: import('node:http').ServerResponse) =>
      void response.end(`${request.rawBody.length}`),
  }
  const branch = {
    path: '/v1/',
    handle: async (_: unknown, response: import('node:http').ServerResponse) => void response.writeHead(401).end(),
  }
  door = await openHttpDoor({ port: 0, host: '127.0.0.1' }, new Map([['/slack/events', echo]]), [branch])
})
afterEach(async () => {
  for (const socket of sockets) socket.destroy()
  await door[Symbol.asyncDispose]()
})

/** Connects so many times and says the same on each, from one of the addresses of this machine. */
const hold = async (count: number, words: string | Buffer, from = '127.0.0.1') => {
  const held = Array.from({ length: count }, () => {
    const socket = connect({ port: door.port, host: '127.0.0.1', localAddress: from })
    socket.on('error', () => {})
    socket.resume()
    socket.on('close', () => closed.add(socket))
    sockets.push(socket)
    return socket
  })
  const closed = new Set<Socket>()
  await Promise.all(held.map((socket) => new Promise((done) => socket.once('connect', done))))
  await Promise.all(
    held.map((socket) => new Promise<void>((done) => (socket.destroyed ? done() : socket.write(words, () => done())))),
  )
  return { open: () => count - closed.size, all: held }
}

const honest = async () => {
  const answer = await fetch(`http://127.0.0.1:${door.port}/slack/events`, { method: 'POST', body: 'x'.repeat(500) })
  return answer.text()
}

/** Waits less long than the door waits for a header or a body, unless told otherwise: its time-outs would hide a missing bound. */
const until = async (isSo: () => boolean, seconds = 3) => {
  for (let tries = 0; tries < 40 * seconds && !isSo(); tries++) await wait(25)
  expect(isSo()).toBe(true)
}

const half = 'POST /slack/events HTTP/1.1\r\nhost: x\r\ncontent-length:'
const almost = Buffer.concat([
  Buffer.from(`POST /slack/events HTTP/1.1\r\nhost: x\r\ncontent-length: ${bodyBytes}\r\n\r\n`),
  Buffer.alloc(bodyBytes - 1, 'a'),
])

describe('whoever holds connections and never asks anything whole', () => {
  it.each([
    ['says nothing', ''],
    ['never ends the header', half],
  ])('and %s has a bounded number of them, and others are answered', async (_, words) => {
    const one = await hold(520, words)
    expect(await honest()).toBe('500')
    await until(() => one.open() <= 500)
    const other = await hold(520, words, '127.0.0.9')
    expect(await honest()).toBe('500')
    await until(() => one.open() + other.open() <= 1_000)
  })

  it('has a bounded number of bytes buffered, and others are answered', async () => {
    const one = await hold(40, almost)
    await until(() => one.open() <= 8)
    expect(await honest()).toBe('500')
    const others = await Promise.all(['127.0.0.7', '127.0.0.8', '127.0.0.9'].map((from) => hold(7, almost, from)))
    await until(() => one.open() + others.reduce((sum, { open }) => sum + open(), 0) <= 16)
    expect(await honest()).toBe('500')
  })

  it('is cut off after seconds, in the header and in the body', async () => {
    const headers = await hold(3, half)
    const bodies = await hold(3, almost)
    const begun = performance.now()
    await until(() => headers.open() + bodies.open() === 0, 10)
    expect(performance.now() - begun).toBeGreaterThan(3_000)
  })

  it('is heard no further once it is answered', async () => {
    const upload = 'POST /v1/feeds/inventory HTTP/1.1\r\nhost: x\r\ncontent-length: 100000000\r\n\r\nsku'
    const one = await hold(3, upload)
    await until(() => one.open() === 0, 10)
  })
})
