import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Refusal } from '../../../domain/refusal.ts'

/** What one page of the operations port says. */
export type OpsAnswer = { readonly status: 200 | 503; readonly type: string; readonly body: string }

/** The pages, by their path. */
export type OpsPages = ReadonlyMap<string, () => Promise<OpsAnswer>>

const timeOut = 10_000
/** Whoever watches asks one question at a time; more connections than this are closed. */
const mostConnections = 20

/** Opens the operations port. Throws a Refusal where it is taken. */
export const openOpsDoor = async (
  { host, port }: { readonly host: string; readonly port: number },
  pages: OpsPages,
  onSurprise: (error: unknown) => void,
): Promise<AsyncDisposable & { readonly port: number }> => {
  const server = createServer(
    { headersTimeout: timeOut, requestTimeout: timeOut, keepAliveTimeout: 5_000 },
    async (request, response) => {
      // Nobody sends anything here.
      request.resume()
      const page = pages.get((request.url ?? '').split('?')[0] ?? '')
      const isRead = request.method === 'GET' || request.method === 'HEAD'
      if (page === undefined || !isRead)
        return void response.writeHead(page === undefined ? 404 : 405, { connection: 'close' }).end()
      try {
        const { status, type, body } = await page()
        response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' })
        response.end(request.method === 'HEAD' ? undefined : body)
      } catch (error) {
        onSurprise(error)
        response.writeHead(503, { connection: 'close' }).end()
      }
    },
  )
  server.maxConnections = mostConnections
  await listening(server, host, port)
  return {
    port: (server.address() as AddressInfo).port,
    [Symbol.asyncDispose]: async () => {
      const closed = new Promise<void>((done) => server.close(() => done()))
      server.closeAllConnections()
      await closed
    },
  }
}

const listening = (server: Server, host: string, port: number): Promise<void> =>
  new Promise((done, failed) => {
    server.once('error', ({ message }) =>
      failed(
        new Refusal(
          `OPS_PORT ${host}:${port} cannot be opened (${message}). Nothing was started. Set another OPS_PORT, or stop the program that uses it.`,
        ),
      ),
    )
    server.listen(port, host, done)
  })
