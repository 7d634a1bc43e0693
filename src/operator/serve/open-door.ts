import type { App } from '../../app.ts'
import { type HttpDoor, openHttpDoor, type Route } from '../../chat/http-door.ts'
import { Refusal } from '../../domain/refusal.ts'
import { openHttpApi } from '../../http/api.ts'
import { linkedThings } from '../../http/links/linked-things.ts'
import { openLinks } from '../../http/links/open-links.ts'
import type { HasLeft } from '../../services/links/link-reader.ts'

/** What the HTTP interface needs of the running service. */
type Serving = {
  readonly app: App
  readonly onSurprise: (error: unknown) => string
  /** Lets what changed be told soon. */
  readonly wake: () => void
  readonly hasLeft: HasLeft
}

/** Opens the port of the service: the routes of the platforms, and the HTTP interface. Throws a Refusal where the port is taken. */
export const openDoor = async (
  at: { readonly port: number; readonly host?: string | undefined },
  routes: ReadonlyMap<string, Route>,
  { app, onSurprise, wake, hasLeft }: Serving,
): Promise<HttpDoor> => {
  const { workspace, policy, timeZone, now, today } = app
  const handle = openHttpApi({ workspace, policy, timeZone, now, today, onImported: wake, onSurprise })
  try {
    const links = openLinks({ ...app, onSurprise, hasLeft }, linkedThings)
    const paths = new Set(linkedThings.map(({ path }) => path))
    const branches = [...paths].map((path) => ({ path, handle: links }))
    return await openHttpDoor(at, routes, [{ path: '/v1/', handle }, ...branches])
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
