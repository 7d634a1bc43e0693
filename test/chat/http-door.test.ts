import { once } from 'node:events'
import { connect } from 'node:net'
import { describe, expect, it } from 'vitest'
import { openHttpDoor } from '../../src/chat/http-door.ts'

describe('the HTTP door', () => {
  it('closes although somebody never ends a request, whom it cuts off long before it would refuse them', async () => {
    const door = await openHttpDoor({ port: 0 }, new Map())
    const half = connect(door.port, '127.0.0.1')
    half.on('error', () => {})
    let refusal = ''
    half.setEncoding('utf8').on('data', (text) => (refusal += text))
    const cutOff = once(half, 'close')
    await new Promise<void>((done) => half.write('POST /slack/events HTTP/1.1\r\nhost: x\r\n', () => done()))
    // What was written before has come before this is answered.
    expect((await fetch(`http://127.0.0.1:${door.port}/other`)).status).toBe(404)
    await door[Symbol.asyncDispose]()
    await cutOff
    expect(refusal).toBe('')
  })
})
