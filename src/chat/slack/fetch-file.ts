import * as z from 'zod'
import type { FetchFile } from '../../cards/language/sent-file.ts'
import { isFeedName, mostFileBytes, notAFeed, tooLargeWords } from '../../cards/language/sent-file.ts'
import { download } from '../download.ts'
import type { Called, Calls } from './web-api.ts'

const described = z.object({
  file: z.object({
    name: z.string().default('the file'),
    size: z.number().default(0),
    url_private_download: z.string().optional(),
  }),
})

/** Fetches a file of Slack by its id: what Slack says of it comes first, then its bytes, with the token and from Slack alone. */
export const slackFetch =
  ({ calls, token, apiUrl }: { readonly calls: Calls; readonly token: string; readonly apiUrl: string }): FetchFile =>
  async (id) => {
    const api = new URL(apiUrl)
    const called = await calls.call('files.info', { file: id })
    if (called.kind !== 'done') return { refused: notTold(called) }
    const read = described.safeParse(called.data)
    if (!read.success) return { refused: notFetched('the file') }
    const { name, size, url_private_download: address = '' } = read.data.file
    if (!isFeedName(name)) return { refused: notAFeed(name) }
    if (size > mostFileBytes) return { refused: tooLargeWords(name) }
    const fetched = await download({
      url: address,
      headers: { authorization: `Bearer ${token}` },
      ...{ hosts: [fileHost], egress: api.hostname === 'slack.com' ? [] : [api.host], mostBytes: mostFileBytes },
    })
    if (fetched.kind === 'too large') return { refused: tooLargeWords(name) }
    // Without the scope Slack answers with its page to sign in.
    if (fetched.kind === 'done' && /^text\/html\b/i.test(fetched.type)) return { refused: noScope }
    return fetched.kind === 'done' ? { bytes: fetched.bytes } : { refused: notFetched(name) }
  }

/** The token goes to Slack's own store of files alone, or to where Slack is said to be. */
const fileHost = 'files.slack.com'

const noScope =
  'I may not read files in this Slack workspace. Nothing was changed. An administrator adds the scope files:read and installs the app again; pasted text works meanwhile.'

const notFetched = (name: string): string =>
  `Slack does not give me ${name} right now. Nothing was changed. Send it again in a moment.`

const notTold = (called: Exclude<Called, { kind: 'done' }>): string => {
  if (called.kind !== 'error') return notFetched('the file')
  switch (called.word) {
    case 'missing_scope':
    case 'no_permission':
      return noScope
    case 'file_not_found':
    case 'file_deleted':
      return 'I cannot see that file; it may be deleted. Nothing was changed. Send it to me directly.'
    default:
      return notFetched('the file')
  }
}
