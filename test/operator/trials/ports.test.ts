import { createServer } from 'node:http'
import type { Server } from 'node:net'
import { describe, expect, it } from 'vitest'
import { Refusal } from '../../../src/domain/refusal.ts'
import { openLocalClient } from '../../../src/operator/trials/local-client.ts'
import { anyPort, needPort } from '../../../src/operator/trials/ports.ts'

const taken = (host?: string): Promise<Server & AsyncDisposable> =>
  new Promise((done) => {
    const server = createServer((_, answer) => answer.setHeader('connection', 'close').end('somebody else'))
    server.listen({ port: 0, host }, () => done(server))
  })

const portOf = (server: Server): number => (server.address() as { readonly port: number }).port

describe('a port', () => {
  it.each([undefined, '127.0.0.1', '0.0.0.0'])('that is taken at %s is said, with what to do', async (host) => {
    await using server = await taken(host)
    const port = portOf(server)
    await expect(needPort(port, 'try:slack')).rejects.toThrow(
      new Refusal(
        `Port ${port} is in use by another program. Nothing was started.\nEnd what uses it (an earlier trial?), or choose another port: npm run try:slack -- --port ${port + 1}`,
      ),
    )
    expect(await anyPort(port)).not.toBe(port)
  })

  it('that is free is taken', async () => {
    const port = await anyPort(0)
    await needPort(port, 'try:slack')
    expect(await anyPort(port)).toBe(port)
  })
})

const program = (script: string, about: string) =>
  openLocalClient({ program: process.execPath, words: ['--eval', script], about, mark: 'the mark of this run' })

describe('a local client', () => {
  it('is told from another program that answers at its port', async () => {
    await using server = await taken()
    await using client = program('setInterval(() => {}, 1000)', `http://localhost:${portOf(server)}/about`)
    await expect(client.answers()).rejects.toThrow(/^Another program answers at http:\/\/localhost:\d+ instead/)
  })

  it('that ends is said, with its own words', async () => {
    await using client = program('console.error("no such file"); process.exit(1)', 'http://localhost:1/about')
    await expect(client.answers()).rejects.toThrow(
      'The local client did not start: no such file. Nothing else was changed.',
    )
    expect(client.ended.aborted).toBe(true)
  })

  it('answers as soon as it tells its mark', async () => {
    const port = await anyPort(0)
    const script = `require('node:http').createServer((_, answer) => answer.end('the mark of this run')).listen(${port})`
    await using client = program(script, `http://localhost:${port}/about`)
    await client.answers()
  })
})
