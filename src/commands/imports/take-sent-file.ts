import { fileNoteCard } from '../../cards/imports/file-card.ts'
import type { Card } from '../../cards/language/card.ts'
import { refusalCard } from '../../cards/language/plain-card.ts'
import { formattedFor } from '../../cards/language/reader-formats.ts'
import type { FetchFile, SentFile } from '../../cards/language/sent-file.ts'
import { may } from '../../domain/people/permission.ts'
import { auditEntry } from '../../services/audit-entry.ts'
import { workOnFile } from '../../services/imports/dropped-file.ts'
import { loadShownFile } from '../../services/imports/show-file.ts'
import { apply } from '../../store/changes/apply.ts'
import type { Change } from '../../store/changes/change.ts'
import { loadRequestReceipt } from '../../store/changes/request-receipts.ts'
import type { FeedKind } from '../../store/feeds/feed-rows.ts'
import { feedTables } from '../../store/feeds/feed-tables.ts'
import { changeFile, deleteFile, loadDroppedFile, takeUpFile } from '../../store/imports/dropped-files.ts'
import { answerMessage } from '../dispatch/answer-message.ts'
import { accountChanges } from '../dispatch/caller-account.ts'
import type { CommandRequest } from '../dispatch/command-request.ts'
import { type CallerContext, identify, readerLocale } from '../dispatch/identify.ts'
import { notAllowed } from '../dispatch/not-allowed.ts'
import { fileContextOf } from './import-rights.ts'

/** A request that brings a file. */
type FileRequest = Omit<CommandRequest, 'words'> & { readonly words: SentFile }

const underWay = new Map<string, Promise<Card>>()

/**
 * Takes a file that somebody sent: fetches it, keeps it for a day, and asks about it or imports it. One message in the inbox of
 * the sender shows what comes of it. A request that is delivered again brings no second file.
 */
export const takeSentFile = (request: FileRequest, fetchFile: FetchFile): Promise<Card> => {
  const key = `${request.workspace.id} ${request.key}`
  const known = request.key === null ? undefined : underWay.get(key)
  if (known !== undefined) return known
  const taken = takeOnce(request, fetchFile).finally(() => underWay.delete(key))
  underWay.set(key, taken)
  return taken
}

const takeOnce = async (request: FileRequest, fetchFile: FetchFile): Promise<Card> => {
  const { workspace, key, now, person } = request
  const earlier = key === null ? null : await loadRequestReceipt(workspace, key)
  if (earlier !== null) return earlier.reply as Card
  const context = await identify({ ...request, words: '' })
  return formattedFor(readerLocale({ person }, context), async () => {
    if (!may(context.roles, 'import-promotions')) {
      const reply = await notAllowed(context, 'Importing a file', 'import-promotions')
      const account = context.roles.includes('newcomer') ? await accountChanges(workspace, person) : []
      await close(request, reply, [...account, ...told(request, reply)])
      return reply
    }
    await apply(workspace, await accountChanges(workspace, person), null, now)
    return takeFrom(request, context, fetchFile)
  })
}

const takeFrom = async (request: FileRequest, context: CallerContext, fetchFile: FetchFile): Promise<Card> => {
  const { workspace, now, person, words } = request
  const sourceKey = request.key ?? `${person.id} ${words.from}`
  const inbox = `@${person.id}`
  const file = await takeUpFile(workspace, now, {
    ...{ name: words.name, sender: context.person.name, channel: inbox, kind: kindIn(words.caption), sourceKey },
  })
  if (!file.isFetched) {
    const fetched = await fetchFile(words.from)
    if ('refused' in fetched) {
      const reply = refusalCard(fetched.refused)
      await deleteFile(workspace, now, file.id)
      await close(request, reply, told(request, reply))
      return reply
    }
    await changeFile(workspace, now, file.id, { content: fetched.bytes })
  }
  const shown = await loadShownFile(workspace, file)
  const { card, batch } = await (file.batch !== null && shown !== null
    ? { card: shown, batch: file.batch }
    : workOnFile(fileContextOf(context), (await loadDroppedFile(workspace, file.id)) ?? file, 'unless known'))
  const elsewhere = fileNoteCard(`I have ${words.name}. What I make of it is in our direct messages.`)
  const audited = auditEntry(context, {
    ...{
      action: 'import-file',
      entity: file.id,
      after: { received: words.name, ...(batch === null ? {} : { batch }) },
    },
    detail: { file: words.name },
  })
  await close(request, card, [audited, ...(request.place === inbox ? [] : told(request, elsewhere))])
  return card
}

/** Answers privately where a file was sent. */
const told = (request: FileRequest, reply: Card): readonly Change[] =>
  answerMessage({ ...request, reply: request.reply ?? { thread: null } }, reply)

/** Keeps that a request is answered, with what belongs to that. */
const close = async ({ workspace, key, now, onWritten }: FileRequest, reply: Card, changes: readonly Change[]) => {
  const receipt = key === null ? null : { requestKey: key, argumentsHash: '', reply }
  await apply(workspace, changes, receipt, now)
  onWritten()
}

const otherNames: Readonly<Record<string, FeedKind>> = {
  stock: 'inventory',
  orders: 'inbound',
  'open orders': 'inbound',
  'lead times': 'lead-times',
  'demand plan': 'demand-plan',
  forecast: 'demand-plan',
  'marketing plan': 'promotions',
}

/** Reads from what was written with a file which feed it is; null where that names none, or several. */
const kindIn = (caption: string): FeedKind | null => {
  const said = ` ${caption.toLowerCase().replaceAll(/[^a-z-]+/g, ' ')} `
  const named = [
    ...(Object.keys(feedTables) as FeedKind[]).map((kind) => [kind, kind] as const),
    ...Object.entries(otherNames),
  ].flatMap(([word, kind]) => (said.includes(` ${word} `) ? [kind] : []))
  const [first = null, ...others] = new Set(named)
  return others.length === 0 ? first : null
}
