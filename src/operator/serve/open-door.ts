import type { IncomingMessage } from 'node:http'
import type { App } from '../../app.ts'
import { type Branch, type HttpDoor, openHttpDoor, type Route } from '../../chat/http-door.ts'
import { Refusal } from '../../domain/refusal.ts'
import { openHttpApi } from '../../http/api.ts'
import { linkedThings } from '../../http/links/linked-things.ts'
import { openLinks } from '../../http/links/open-links.ts'
import type { HasLeft } from '../../services/links/link-reader.ts'

/** What the HTTP interface of a company needs of the running service. */
export type Serving = {
  readonly app: App
  readonly onSurprise: (error: unknown) => string
  /** Lets what changed be told soon. */
  readonly wake: () => void
  readonly hasLeft: HasLeft
}

/** The HTTP interface of a company: what systems send and read, and what links lead to. */
export type HttpInterface = { readonly api: Branch['handle']; readonly links: Branch['handle'] }

/** Opens the HTTP interface of a company. */
export const openInterface = ({ app, onSurprise, wake, hasLeft }: Serving): HttpInterface => {
  const { workspace, policy, timeZone, now, today } = app
  return {
    api: openHttpApi({ workspace, policy, timeZone, now, today, onImported: wake, onSurprise }),
    links: openLinks({ ...app, onSurprise, hasLeft }, linkedThings),
  }
}

/** Finds whose interface a request is for. */
export type FindInterface = (request: IncomingMessage, kind: keyof HttpInterface) => Promise<HttpInterface>

/**
 * Opens the port of the service: the routes of the platforms, the HTTP interface of each company, and other pages. Throws a
 * Refusal where the port is taken.
 */
export const openDoor = async (
  at: { readonly port: number; readonly host?: string | undefined },
  routes: ReadonlyMap<string, Route>,
  find: FindInterface,
  pages: readonly Branch[] = [],
): Promise<HttpDoor> => {
  const through =
    (kind: keyof HttpInterface): Branch['handle'] =>
    async (request, response) =>
      (await find(request, kind))[kind](request, response)
  const paths = new Set(linkedThings.map(({ path }) => path))
  try {
    return await openHttpDoor(at, routes, [
      ...pages,
      { path: '/v1/', handle: through('api') },
      ...[...paths].map((path) => ({ path, handle: through('links') })),
    ])
  } catch (error) {
    throw portRefusal(error, at.port)
  }
}

const portRefusal = (error: unknown, port: number): unknown => {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const why = { EADDRINUSE: 'is in use by another program', EACCES: 'is not allowed for this user' }[code]
  return why === undefined
    ? error
    : new Refusal(`PORT ${port} ${why}. Nothing was started. Set another PORT, or stop the program that uses it.`)
}
