import { createHash } from 'node:crypto'
import type { Card, Click } from '../cards/card.ts'
import { refusalCard } from '../cards/plain-card.ts'
import { after } from '../domain/delivery.ts'
import { may, type Role } from '../domain/permission.ts'
import { apply, loadReceipt } from '../store/apply.ts'
import type { Change } from '../store/change.ts'
import { isCopy } from '../store/copies.ts'
import { loadLocale } from '../store/people.ts'
import type { Answers } from './answers.ts'
import { commandOfClick } from './clicks.ts'
import { findCommand, type Said } from './find-command.ts'
import { digestMilliseconds } from './living-cards.ts'
import { type Asked, answer, type Command, type Outcome, type Person } from './outcome.ts'
import { splitTable } from './table.ts'
import { readWords } from './words.ts'

/** A person's request as the doors hand it in, with what the day and the workspace add. */
export type CommandRequest = Omit<Asked, 'words' | 'table' | 'locale' | 'role' | 'revision'> & {
  /** The platform's id of the request; the same one again gets the saved answer and does nothing. */
  readonly key: string | null
  readonly words: string | Click
  /** The answer is posted to the person, in this thread if one is named; without, it is handed back alone. */
  readonly reply: { readonly thread: string | null } | null
  /** The message whose button was pressed, or the page of one's own. */
  readonly shownIn: { readonly messageId: string } | 'home' | null
  readonly administrators: readonly string[]
  readonly answers: Answers
  /** Is told when something was written, so that it can be posted. */
  readonly onWritten: () => void
}

/** How often a decision is made again because what it was based on changed meanwhile. */
const attempts = 3

/** Answers one request: finds the command, decides, writes its changes together with the answer. */
export const runCommand = async (request: CommandRequest): Promise<Card> => {
  const { workspace, key, now, person } = request
  const read = readRequest(request)
  if (request.reply === null && 'command' in read && read.command.isLasting) return (await decide(request, read)).reply
  const said = typeof request.words === 'string' ? request.words : JSON.stringify(request.words)
  const argumentsHash = createHash('sha256').update(`${person.id}\n${said}`).digest('hex')
  for (let attempt = 0; attempt < attempts; attempt++) {
    const earlier = key === null ? null : await loadReceipt(workspace, key)
    if (earlier !== null)
      return earlier.argumentsHash === argumentsHash
        ? (earlier.reply as Card)
        : refusalCard('This request was answered before with other words. Nothing was done; ask again.')
    const { changes, reply, isShown } = await decide(request, read)
    const isSeen = isShown === true && (await isKeptUpToDate(request))
    const all = [...changes, ...(isSeen ? [] : answering(request, reply))]
    if (all.length === 0) return reply
    const receipt = key === null ? null : { requestKey: key, argumentsHash, reply }
    if ((await apply(workspace, all, receipt, now)) !== 'applied') continue
    request.onWritten()
    return reply
  }
  const busy = refusalCard(
    'Others changed the same thing at the same moment, three times over. Nothing was done; try again.',
  )
  await apply(workspace, answering(request, busy), null, now)
  request.onWritten()
  return busy
}

/** Tells whether what was done shows by itself where the button was pressed. */
const isKeptUpToDate = async ({ workspace, place, shownIn, now }: CommandRequest): Promise<boolean> =>
  shownIn === 'home' ||
  (shownIn !== null &&
    (await isCopy(workspace, { channel: place, messageId: shownIn.messageId, since: after(now, -digestMilliseconds) })))

const decide = async (request: CommandRequest, read: ReadCommand | Card): Promise<Outcome> => {
  const { workspace, person, place, placeName } = request
  if (!('command' in read)) return answer(read)
  const { command, rest, table } = read
  if (command.takes.length === 0 && rest.length > 0)
    return answer(refusalCard(`${command.name} takes no further words. Nothing was done; write it alone.`))
  const role = roleOf(person, request.administrators)
  if (!may(role, command.right))
    return answer(refusalCard('Only people of this company can ask here. Nothing was done; you see what is posted.'))
  const revision = typeof request.words === 'string' ? null : request.words.revision
  const asked = { ...request, role, locale: null, words: rest, table, revision }
  if (command.isLasting) return answer(await lastingAnswer(request, command, asked))
  const outcome = await command.run({ ...asked, locale: await loadLocale(workspace, person.id) })
  return outcome.changes.length === 0 || place === placeName
    ? outcome
    : { ...outcome, changes: [{ kind: 'name-place', place: { id: place, name: placeName } }, ...outcome.changes] }
}

/** Answers what was asked before from memory while nothing has been written since. */
const lastingAnswer = async ({ workspace, answers }: CommandRequest, command: Command, asked: Asked): Promise<Card> => {
  const { today, place, placeName, words } = asked
  const version = workspace.database.version()
  const question = JSON.stringify([workspace.id, command.name, today, place, placeName, words])
  const known = answers.recall(question, version)
  if (known !== null) return known
  const { reply } = await command.run(asked)
  answers.keep(question, version, reply)
  return reply
}

/** An answer is worth reading for a day. */
const answerMilliseconds = 24 * 60 * 60 * 1_000

/** Posts an answer to the one who asked, where it cannot be handed back. */
export const answering = (
  { reply, key, place, person, now }: Pick<CommandRequest, 'reply' | 'key' | 'place' | 'person' | 'now'>,
  card: Card,
): readonly Change[] =>
  reply === null
    ? []
    : [
        {
          kind: 'post',
          channel: place,
          about: 'answer',
          entity: key ?? '',
          card,
          notAfter: after(now, answerMilliseconds),
          form: 'private',
          person: person.id,
          ...(reply.thread === null ? {} : { thread: reply.thread }),
        },
      ]

type ReadCommand = Pick<Asked, 'table'> & Said

const readRequest = ({ words }: CommandRequest): ReadCommand | Card =>
  typeof words === 'string' ? readCommand(words) : readClick(words)

const readClick = (click: Click): ReadCommand | Card => {
  const said = commandOfClick(click)
  return said === null
    ? refusalCard(
        'That button belongs to an older Shelfready. Nothing was done; /shelfready help shows what you can ask.',
      )
    : { ...said, table: null }
}

const readCommand = (text: string): ReadCommand | Card => {
  const unreadable = unreadableWords(text)
  if (unreadable !== null) return refusalCard(unreadable)
  const split = splitTable(text)
  if (typeof split === 'string') return refusalCard(split)
  const said = readWords(split.command)
  if (typeof said === 'string') return refusalCard(said)
  const found = findCommand(said)
  if (!('command' in found)) return found
  if (split.table !== null && found.command.takesTable !== true)
    return refusalCard(`${found.command.name} takes no table. Nothing was done; write it in one line.`)
  return { ...found, table: split.table }
}

const roleOf = ({ id, guest }: Person, administrators: readonly string[]): Role =>
  guest === true ? 'guest' : administrators.includes(id) ? 'administrator' : 'member'

/** Control characters and halves of characters come from broken programs or worse, never from people. */
const unreadableWords = (text: string): string | null => {
  if (!text.isWellFormed()) return 'That holds half a character, which cannot be kept. Nothing was done; type it again.'
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is refused
  const control = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/.exec(text)?.[0]
  if (control === undefined) return null
  const code = (control.codePointAt(0) as number).toString(16).toUpperCase().padStart(4, '0')
  return `That holds a control character (U+${code}) that nobody can see. Nothing was done; type it again without.`
}
