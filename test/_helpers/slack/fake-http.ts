import type { IncomingMessage } from 'node:http'
import { isObject } from './block-kit.ts'
import type { Args } from './fake-call.ts'

const mostBytes = 5_000_000

/** Reads the body of a request, or null where it is too long or breaks off. */
export const readBody = async (request: IncomingMessage): Promise<string | null> => {
  const chunks: Buffer[] = []
  let bytes = 0
  try {
    for await (const chunk of request) {
      bytes += chunk.length
      if (bytes > mostBytes) return null
      chunks.push(chunk)
    }
  } catch {
    return null
  }
  return Buffer.concat(chunks).toString()
}

const asJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const jsonArguments = ['attachments', 'blocks', 'files', 'metadata', 'view']

const readNested = (args: Args): Args =>
  Object.fromEntries(
    Object.entries(args).map(([name, value]) => [
      name,
      jsonArguments.includes(name) && typeof value === 'string' ? (asJson(value) ?? value) : value,
    ]),
  )

/** Reads the arguments of a call from its body, JSON or a form, or names the error. */
export const readArgs = (contentType: string, body: string): Args | 'invalid_json' | 'invalid_post_type' => {
  const type = contentType.split(';')[0]?.trim().toLowerCase() ?? ''
  if (type === 'application/json') {
    const value = asJson(body || '{}')
    return isObject(value) ? readNested(value) : 'invalid_json'
  }
  if (type === 'application/x-www-form-urlencoded' || (type === '' && body === ''))
    return readNested(Object.fromEntries(new URLSearchParams(body)))
  return 'invalid_post_type'
}

/** Reads the token of a call: the header's, or else the argument's. */
export const readToken = (request: IncomingMessage, args: Args): string | null => {
  const header = /^Bearer\s+(.+)$/i.exec(request.headers.authorization ?? '')?.[1]
  return header ?? (typeof args.token === 'string' && args.token ? args.token : null)
}
