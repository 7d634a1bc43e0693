import type { App } from '../app.ts'
import { stripControl } from '../chat/strip-control.ts'
import { Refusal } from '../domain/refusal.ts'
import type { FeedKind } from '../store/feeds/feed-rows.ts'
import { feedTables } from '../store/feeds/feed-tables.ts'
import { addToken, loadTokens, revokeToken, type TokenEntry } from '../store/imports/tokens.ts'
import { findAccounts } from '../store/people/finding-accounts.ts'
import { isoText } from './line-options.ts'
import type { StoreCommand } from './on-store.ts'
import { write } from './output.ts'
import { type CommandLine, UsageError } from './usage.ts'

/** Makes, lists and ends the tokens by which systems send feeds and read. */
export const tokenCommand = async (command: StoreCommand): Promise<number> => {
  const { app, line } = command
  const [act, name] = line.words
  if (act === 'list') {
    const tokens = await loadTokens(app.workspace)
    if (line.values.json) return write(`${JSON.stringify(tokens)}\n`)
    return write(
      tokens.length === 0 ? 'There are no tokens.\n' : `${tokens.map((one) => tokenLine(one, app.now())).join('\n')}\n`,
    )
  }
  if (act !== 'add' && act !== 'revoke') throw new UsageError(`"token" takes add, list or revoke, not "${act}".`)
  if (name === undefined || !/^[\p{L}\p{N}][\p{L}\p{N}._-]{0,59}$/u.test(name))
    throw new UsageError(`"token ${act}" needs a name of letters and digits, such as erp.`)
  if (act === 'add') return add(command, name)
  const isEnded = await revokeToken(app.workspace, name, app.now())
  if (isEnded) return write(`The token ${name} is revoked.\n`)
  process.stderr.write(`There is no token ${name} in use. Nothing was changed. See them with token list.\n`)
  return 1
}

const add = async ({ app, line }: StoreCommand, name: string): Promise<number> => {
  const feeds = feedsOf(line)
  const mayRead = line.values.read === true
  const person = line.values.person === undefined ? null : await personNamed(app, line.values.person)
  if (feeds.length === 0 && !mayRead && person === null)
    throw new UsageError('"token add" needs --feeds KIND,..., --read or --person PERSON.')
  const expires = line.values.expires === undefined ? null : isoText(line.values.expires, 'expires')
  const expiresAt =
    expires === null
      ? null
      : Temporal.PlainDate.from(expires)
          .toZonedDateTime(app.timeZone)
          .toInstant()
          .toString({ smallestUnit: 'millisecond' })
  if (expiresAt !== null && expiresAt <= app.now()) throw new UsageError(`--expires ${expires} is over already.`)
  const secret = await addToken(app.workspace, { name, feeds, mayRead, person, expiresAt }, app.now())
  if (secret === null) {
    process.stderr.write(`There is a token ${name} already. Nothing was changed. Use another name.\n`)
    return 1
  }
  process.stderr.write('Keep it now: it is not shown again.\n')
  return write(line.values.json ? `${JSON.stringify({ name, token: secret })}\n` : `${secret}\n`)
}

/** Finds the account that a token is for. Rights follow it, so that only one that is known for certain will do. */
const personNamed = async ({ workspace }: App, said: string): Promise<string> => {
  const found = await findAccounts(workspace, said.replace(/^@/, '').trim())
  const [only] = found
  if (only !== undefined && found.length === 1) return only.id
  throw new Refusal(
    found.length === 0
      ? `I do not know ${said}. Nothing was changed. I know people once they have used me, for example with whoami.`
      : `There are ${found.length} accounts called ${said}: ${found.map(({ id }) => id).join(', ')}. Nothing was changed. Give one of these ids.`,
  )
}

const feedsOf = (line: CommandLine): readonly FeedKind[] => {
  const named = (line.values.feeds ?? '').split(',').map((kind) => kind.trim())
  const kinds = named.filter((kind) => kind !== '')
  const unknown = kinds.find((kind) => kind !== 'all' && !Object.hasOwn(feedTables, kind))
  if (unknown !== undefined)
    throw new UsageError(`There is no feed "${unknown}". The feeds are ${Object.keys(feedTables).join(', ')}, or all.`)
  return (kinds.includes('all') ? Object.keys(feedTables) : kinds) as FeedKind[]
}

const tokenLine = (
  { name, feeds, mayRead, person, expiresAt, revokedAt, lastUsedAt }: TokenEntry,
  now: string,
): string =>
  stripControl(
    [
      name,
      ...(feeds.length === 0 ? [] : [`sends ${feeds.join(', ')}`]),
      ...(mayRead ? ['reads'] : []),
      ...(person === null ? [] : [`acts for ${person}`]),
      revokedAt !== null
        ? `revoked ${revokedAt.slice(0, 10)}`
        : expiresAt === null
          ? 'does not expire'
          : `${expiresAt <= now ? 'expired' : 'expires'} ${expiresAt.slice(0, 10)}`,
      lastUsedAt === null ? 'never used' : `last used ${lastUsedAt.slice(0, 10)}`,
    ].join(' · '),
  )
