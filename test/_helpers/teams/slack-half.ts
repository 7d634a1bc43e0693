import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { isObject } from '../slack/block-kit-shape.ts'
import { readBody } from '../slack/fake-http.ts'
import { type FakeSlack, openFakeSlack } from '../slack/fake-slack.ts'

/** A stand-in for Slack that says of people whether their address is confirmed. */
export type SlackHalf = AsyncDisposable & {
  readonly fake: FakeSlack
  readonly apiUrl: string
  /** The ids of the people whose address Slack has had confirmed. */
  readonly confirmed: Set<string>
}

const headersOf = ({ headers }: IncomingMessage): Record<string, string> =>
  Object.fromEntries(
    ['content-type', 'authorization'].flatMap((name) => {
      const value = headers[name]
      return typeof value === 'string' ? [[name, value]] : []
    }),
  )

/** Opens a stand-in for Slack behind a server that adds `is_email_confirmed`, which the stand-in itself leaves out. */
export const openSlackHalf = async (): Promise<SlackHalf> => {
  const fake = await openFakeSlack()
  const confirmed = new Set<string>()
  const server = createServer(async (request, response) => {
    const body = (await readBody(request)) ?? ''
    const told = await fetch(`${fake.url}${request.url}`, { method: 'POST', headers: headersOf(request), body })
    const answer: unknown = await told.json().catch(() => null)
    if (isObject(answer) && isObject(answer.user) && typeof answer.user.id === 'string')
      Object.assign(answer.user, { is_email_confirmed: confirmed.has(answer.user.id) })
    const beside = ['retry-after', 'x-oauth-scopes', 'date'].flatMap((name) => {
      const value = told.headers.get(name)
      return value === null ? [] : [[name, value]]
    })
    response.writeHead(told.status, {
      'content-type': 'application/json; charset=utf-8',
      ...Object.fromEntries(beside),
    })
    response.end(JSON.stringify(answer))
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return {
    fake,
    apiUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/`,
    confirmed,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
      await fake[Symbol.asyncDispose]()
    },
  }
}
