import { fileNoteCard, whichFeedCard } from '../../cards/imports/file-card.ts'
import { refusalCard } from '../../cards/language/plain-card.ts'
import { nearest } from '../../domain/did-you-mean.ts'
import { may } from '../../domain/people/permission.ts'
import { auditEntry, type Fields } from '../../services/audit-entry.ts'
import { type How, workOnFile } from '../../services/imports/dropped-file.ts'
import { settleBatch } from '../../services/imports/settle.ts'
import { loadShownFile, showFile } from '../../services/imports/show-file.ts'
import type { FeedKind } from '../../store/feeds/feed-rows.ts'
import { feedTables } from '../../store/feeds/feed-tables.ts'
import { loadBatch } from '../../store/imports/batch-list.ts'
import { changeFile, type DroppedFile, deleteFile, loadDroppedFile } from '../../store/imports/dropped-files.ts'
import { answer, type Command, type CommandContext, type Outcome, zoneOf } from '../dispatch/command.ts'
import { notAllowed } from '../dispatch/not-allowed.ts'
import { fileContextOf, refuseImport } from './import-rights.ts'
import { isOwnFile } from './own-file.ts'

/** Answers what a file dropped in chat is, imports it, or lets it go. */
export const feedsAnswer: Command = {
  name: 'shelfready feeds answer',
  takes: [
    { name: 'FILE', value: null, says: 'its number, such as F-12', isNeeded: true },
    { name: 'QUESTION', value: null, says: 'import, kind, mode, or what its card asks', isNeeded: true },
    {
      name: 'VALUE',
      value: null,
      says: 'yes, no or rest to import; a feed; upsert or snapshot; or a choice of the card',
      isNeeded: true,
    },
  ],
  does: 'answer what a file is, or import it',
  examples: ['/shelfready feeds answer F-12 import yes', '/shelfready feeds answer F-12 kind inventory'],
  right: 'import-promotions',
  actsAtOnce: true,
  run: async (context) => {
    const [id = '', question = '', ...rest] = context.words.map(({ value }) => value)
    const value = rest.join(' ').trim()
    if (question === '' || value === '')
      return answer(
        refusalCard('What is the answer? Nothing was changed. For example: /shelfready feeds answer F-12 import yes'),
      )
    const file = await loadDroppedFile(context.workspace, id.toUpperCase())
    if (file === null)
      return answer(refusalCard(`I have no file ${id}. Files are kept for a day. Nothing was changed. Send it again.`))
    if (!isOwnFile(context, file) && !may(context.roles, 'import-feeds'))
      return answer(await notAllowed(context, `Answering about ${file.name}`, 'import-feeds'))
    return answerAbout(context, file, question.toLowerCase().replace('.', ':'), value)
  },
}

const answerAbout = async (
  context: CommandContext,
  file: DroppedFile,
  question: string,
  value: string,
): Promise<Outcome> => {
  if (question === 'import') return decide(context, file, value.toLowerCase())
  if (file.batch !== null) return shownAlready(context, file)
  if (question === 'kind') return sayKind(context, file, value.toLowerCase())
  if (question === 'mode') {
    const mode = value.toLowerCase()
    if (mode !== 'snapshot' && mode !== 'upsert')
      return answer(refusalCard(`"${value}" is neither snapshot nor upsert. Nothing was changed.`))
    return work(context, { ...file, mode }, 'always', { mode })
  }
  // A field that is mapped once more has no column until somebody says it.
  const { [`column:${question === 'again' ? value : ''}`]: _, ...before } = file.answers
  const answers = { ...before, [question]: value }
  return work(context, { ...file, answers }, 'always', { [question]: value })
}

const decide = async (context: CommandContext, file: DroppedFile, value: string): Promise<Outcome> => {
  switch (value) {
    case 'again':
      return mapAgain(context, file)
    case 'yes':
      return file.batch === null ? work(context, file, 'whole', {}) : shownAlready(context, file)
    case 'rest':
      return file.batch === null ? work(context, file, 'the rest', {}) : shownAlready(context, file)
    case 'no':
      return file.batch === null ? cancel(context, file) : shownAlready(context, file)
    default:
      return answer(refusalCard(`"${value}" is not yes, no, rest or again. Nothing was changed.`))
  }
}

/** What was done before is not done again: the card says what came of it. */
const shownAlready = async ({ workspace }: CommandContext, file: DroppedFile): Promise<Outcome> => ({
  changes: [],
  reply:
    (await loadShownFile(workspace, file)) ??
    refusalCard(`${file.name} came in as batch ${file.batch}. Nothing was changed. See it: /shelfready feeds`),
  isShown: true,
})

const cancel = async (context: CommandContext, file: DroppedFile): Promise<Outcome> => {
  const card = fileNoteCard(`${file.name} was not imported and is deleted here. Nothing was changed.`)
  await deleteFile(context.workspace, context.now, file.id)
  await showFile(context, file, card)
  return { changes: [audited(context, file, { import: 'no' })], reply: card, isShown: true }
}

/** A held batch is refused first; then the file is read as if nobody had said anything about it. */
const mapAgain = async (context: CommandContext, file: DroppedFile): Promise<Outcome> => {
  const { workspace, now, today, person } = context
  const batch = file.batch === null ? null : await loadBatch(workspace, file.batch)
  if (batch !== null && batch.state !== 'held') return shownAlready(context, file)
  if (batch !== null) {
    const settling = { workspace, now: () => now, today: () => today }
    const { isDone } = await settleBatch(settling, 'refuse', batch.id, person.name)
    if (!isDone) return shownAlready(context, file)
  }
  await changeFile(workspace, now, file.id, { batch: null, answers: {}, kind: null })
  return work(context, { ...file, batch: null, answers: {}, kind: null }, 'always', { import: 'again' })
}

const sayKind = async (context: CommandContext, file: DroppedFile, value: string): Promise<Outcome> => {
  const kinds = Object.keys(feedTables) as readonly FeedKind[]
  const kind = kinds.find((one) => one === value)
  if (kind === undefined && value === '?') {
    const card = whichFeedCard(file, kinds, { ...context, timeZone: zoneOf(context) })
    await showFile(context, file, card)
    return { changes: [], reply: card, isShown: true }
  }
  if (kind === undefined) {
    const meant = nearest(value, kinds, (one) => one)
    const hint = meant === null ? `The feeds are ${kinds.join(', ')}.` : `Did you mean ${meant}?`
    return answer(refusalCard(`There is no feed "${value}". Nothing was changed. ${hint}`))
  }
  const refused = await refuseImport(context, kind)
  if (refused !== null) return answer(refused)
  return work(context, { ...file, kind, answers: {} }, 'always', { kind })
}

/** Works on a file by what was answered, and keeps that. */
const work = async (context: CommandContext, file: DroppedFile, how: How, said: Fields): Promise<Outcome> => {
  const { workspace, now } = context
  const { kind, mode, answers } = file
  await changeFile(workspace, now, file.id, { kind, mode, answers })
  const { card, batch } = await workOnFile(fileContextOf(context), file, how)
  return {
    changes: [audited(context, file, { ...said, ...(batch === null ? {} : { batch }) })],
    reply: card,
    isShown: true,
  }
}

const audited = (context: CommandContext, file: DroppedFile, after: Fields) =>
  auditEntry(context, {
    action: 'import-file',
    entity: file.id,
    after,
    detail: { file: file.name, sender: file.sender },
  })
