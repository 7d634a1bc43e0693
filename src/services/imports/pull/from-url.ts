import { type GuardedResponse, guardedFetch, NotAllowed } from '../../../common/guarded-fetch.ts'
import type { PullSource } from '../../../common/pull-sources.ts'
import { type Fetched, type Fetching, mostPulledBytes, PullFailure, spool } from './fetched.ts'

type UrlSource = Extract<PullSource['from'], { type: 'url' }>

const mostRedirections = 4
const milliseconds = 300_000

/** Fetches a file from an address, where it is another than the last one. */
export const fetchUrl = async (
  from: UrlSource,
  secrets: PullSource['secrets'],
  fetching: Fetching,
): Promise<Fetched> => {
  const { etag, modified, to, signal } = fetching
  const secret = from.header === undefined ? undefined : secrets.get(from.header.env)?.reveal()
  const { status, headers, body } = await followed(from.url, fetching, {
    ...(from.header === undefined || secret === undefined ? {} : { [from.header.name]: secret }),
    ...(etag === null ? {} : { 'if-none-match': etag }),
    ...(modified === null ? {} : { 'if-modified-since': modified }),
  })
  if (status === 304) return { kind: 'unchanged' }
  if (status !== 200) throw new PullFailure(`The server answered with HTTP ${status}.`)
  await spool(body, to, signal)
  const name = decoded(new URL(from.url).pathname.split('/').findLast((part) => part !== '') ?? 'data')
  return { kind: 'file', name, etag: headers.etag ?? null, modified: headers['last-modified'] ?? null }
}

/**
 * Calls an address, and where it leads to another, that one, as published sheets do. Elsewhere neither the headers count nor
 * what the operator allows beyond public addresses, so that a stranger's server leads nobody inside.
 */
const followed = async (
  first: string,
  { egress, signal }: Fetching,
  headers: Readonly<Record<string, string>>,
): Promise<GuardedResponse> => {
  const { host } = new URL(first)
  for (let [url, hop] = [first, 0]; hop <= mostRedirections; hop++) {
    const isHome = new URL(url).host === host
    const response = await guardedFetch({
      url,
      ...(isHome ? { headers, egress } : {}),
      ...{ mostBytes: mostPulledBytes, milliseconds, signal, givesRedirection: true },
    })
    const { location } = response.headers
    if (response.status < 300 || response.status === 304 || response.status >= 400) return response
    for await (const _ of response.body);
    const next = location === undefined ? null : URL.parse(location, url)
    if (next === null) throw new NotAllowed('leads nowhere')
    url = next.href
  }
  throw new NotAllowed('leads from one address to the next without end')
}

const decoded = (name: string): string => {
  try {
    return decodeURIComponent(name)
  } catch {
    return name
  }
}
