import { refusalCard } from '../../cards/language/plain-card.ts'
import { isFeedName, notAFeed } from '../../cards/language/sent-file.ts'
import type { ChatFileRequest, ChatRequest } from '../request.ts'
import { identifySender } from './identify-sender.ts'
import type { SlackFile, SlackRequest } from './requests.ts'
import type { SlackContext } from './slack-context.ts'

/** More files of one message are not taken. */
const mostFiles = 5

/** Tells whether a message brings files to import: spreadsheets, whatever is written with them, or any file without words. */
export const isForImport = ({ files = [] }: SlackRequest, words: string): boolean =>
  files.some(isSheet) || (files.length > 0 && words.trim() === '')

/** Of a file without a name Slack tells more when it is fetched. */
const isSheet = ({ name }: SlackFile): boolean => name === 'the file' || isFeedName(name)

/** Takes the spreadsheets of a message, each as a request of its own; a message without any is told what can be read. */
export const takeFiles = async (
  receiving: SlackContext,
  { words, ...asking }: Omit<ChatRequest, 'words'> & { readonly words: string },
  { files = [], thread }: SlackRequest,
  begun: number,
): Promise<void> => {
  const sheets = files.filter(isSheet).slice(0, mostFiles)
  const reply = { thread }
  if (sheets.length === 0)
    return receiving.postAnswer({ ...asking, words, reply }, refusalCard(notAFeed(files[0]?.name ?? 'the file')))
  await Promise.all(
    sheets.map(async (file) => {
      const request: ChatFileRequest = { ...asking, ...requestOf(file, asking.key, words), reply }
      try {
        await receiving.receiveFile(request, performance.now() - begun)
      } catch (error) {
        // What could not be kept is not acknowledged: Slack sends it again.
        if (receiving.busyCard(error) !== null) throw error
        await receiving.postAnswer({ ...asking, words, reply }, refusalCard(receiving.onSurprise(error)))
      }
    }),
  )
}

const requestOf = ({ id, name }: SlackFile, key: string | null, caption: string) => ({
  key: key === null ? null : `${key} ${id}`,
  words: { from: id, name, caption },
})

/** Takes the files of the message whose shortcut was used, for whoever used it: they are answered in their inbox. */
export const importFromShortcut = async (receiving: SlackContext, read: SlackRequest): Promise<void> => {
  const begun = performance.now()
  const introduced = await identifySender(receiving, read)
  const inbox = { place: `@${read.origin.userId}`, placeName: 'a direct message' }
  if ('title' in introduced) return
  const asking = { ...introduced.request, ...inbox, words: '' }
  if ((read.files ?? []).length > 0) return takeFiles(receiving, asking, { ...read, thread: null }, begun)
  const none = refusalCard(
    'That message has no file. Nothing was done. Use "Import this file" on a message with a spreadsheet.',
  )
  await receiving.postAnswer({ ...asking, reply: { thread: null } }, none)
}
