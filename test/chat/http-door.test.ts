import { connect } from 'node:net'
import { describe, expect, it } from 'vitest'
import { openHttpDoor } from '../../src/chat/http-door.ts'

describe('the HTTP door', () => {
  it('closes within seconds although somebody never ends a request', async () => {
    const door = await openHttpDoor({ port: 0 }, new Map())
    const half = connect(door.port, '127.0.0.1')
    half.on('error', () => {})
    await new Promise<void>((done) => half.write('POST /slack/events HTTP/1.1\r\nhost: x\r\n', () => done()))
    await new Promise((done) => setTimeout(done, 200))
    const begun = performance.now()
    await door[Symbol.asyncDispose]()
    expect(performance.now() - begun).toBeLessThan(8_000)
  }, 12_000)
})
