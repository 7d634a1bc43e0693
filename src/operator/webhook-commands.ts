import { stripControl } from '../chat/strip-control.ts'
import { allowedUrl, NotAllowed } from '../common/guarded-fetch.ts'
import type { Config } from '../config.ts'
import { Refusal } from '../domain/refusal.ts'
import { type EventName, eventNames } from '../services/webhooks/notices.ts'
import { openWebhook } from '../services/webhooks/tell-webhooks.ts'
import { loadWebhooks, removeWebhook } from '../store/webhooks/webhooks.ts'
import type { StoreCommand } from './on-store.ts'
import { write } from './output.ts'
import { type CommandLine, UsageError } from './usage.ts'

/** Adds, lists and removes the systems that are told what happens. */
export const webhookCommand = async ({ app, line }: StoreCommand, { egress }: Config): Promise<number> => {
  const [act, word] = line.words
  switch (act) {
    case 'list': {
      const webhooks = (await loadWebhooks(app.workspace)).map(({ secret: _, ...shown }) => shown)
      if (line.values.json) return write(`${JSON.stringify(webhooks)}\n`)
      const lines = webhooks.map(({ id, url, events }) => stripControl(`${id} · ${url} · ${events.join(', ')}`))
      return write(`${lines.length === 0 ? 'There are no webhooks.' : lines.join('\n')}\n`)
    }
    case 'add': {
      if (word === undefined) throw new UsageError('"webhook add" needs a URL.')
      refuseUrl(word, egress)
      const now = app.now()
      const webhook = await openWebhook({ ...app, today: app.today(), now }, { url: word, events: eventsOf(line) })
      if (webhook === null)
        throw new Refusal('Much is being judged right now. Nothing was added. Try again in a minute.')
      process.stderr.write('Keep the key now: it is not shown again. The messages are signed with it.\n')
      const { id, url, events, secret } = webhook
      return write(line.values.json ? `${JSON.stringify({ id, url, events, secret })}\n` : `${secret}\n`)
    }
    case 'remove': {
      if (word === undefined || !/^\d{1,9}$/.test(word))
        throw new UsageError('"webhook remove" needs the number of a webhook; see them with webhook list.')
      const url = await removeWebhook(app.workspace, Number(word), app.now())
      if (url !== null) return write(`${stripControl(url)} is no longer told anything.\n`)
      throw new Refusal(`There is no webhook ${word}. Nothing was changed. See them with webhook list.`)
    }
    default:
      throw new UsageError(`"webhook" takes add, list or remove, not "${act}".`)
  }
}

const refuseUrl = (url: string, egress: readonly string[]): void => {
  try {
    allowedUrl({ url, egress })
  } catch (error) {
    if (!(error instanceof NotAllowed)) throw error
    throw new Refusal(
      `${url} ${error.message}. Nothing was added. Use a public https address, or name its host in SHELFREADY_EGRESS.`,
    )
  }
}

const eventsOf = (line: CommandLine): readonly EventName[] => {
  const named = (line.values.events ?? '').split(',').flatMap((event) => event.trim() || [])
  const unknown = named.find((event) => !(eventNames as readonly string[]).includes(event))
  if (unknown !== undefined)
    throw new UsageError(`There is no event "${unknown}". The events are ${eventNames.join(', ')}.`)
  return named.length === 0 ? eventNames : (named as EventName[])
}
