import { createHash } from 'node:crypto'
import type { Card, Click } from '../../cards/language/card.ts'
import type { FilledForm, Form } from '../../cards/language/form.ts'
import { refusalCard } from '../../cards/language/plain-card.ts'
import { formats, formattedFor } from '../../cards/language/reader-formats.ts'
import { after } from '../../domain/delivery.ts'
import { may } from '../../domain/people/permission.ts'
import { digestKeptMilliseconds, messageLifetimeMilliseconds } from '../../domain/policy.ts'
import { splitTable } from '../../parsing/pasted-table.ts'
import { splitWords, unreadableWords } from '../../parsing/words.ts'

import { momentOf } from '../../services/context.ts'
import { actingAs, type Caller } from '../../services/people/acting-as.ts'
import { apply } from '../../store/changes/apply.ts'
import type { Change } from '../../store/changes/change.ts'
import { loadRequestReceipt } from '../../store/changes/request-receipts.ts'
import { loadChannelNames } from '../../store/channels/channel-names.ts'
import type { Workspace } from '../../store/database/workspace.ts'
import { isLiveMessage } from '../../store/delivery/live-messages.ts'
import { countClosings } from '../../store/facts/cut-offs.ts'
import type { KnownUser } from '../../store/people/accounts.ts'
import type { FormContext } from '../forms/definition.ts'
import { commandOfForm, openForm, readFilled, refusedByField } from '../forms/index.ts'
import { withAllowedActions } from './allowed-actions.ts'
import type { AnswerCache } from './answer-cache.ts'
import { commandOfClick } from './click-commands.ts'
import { answer, type Command, type CommandContext, type Outcome } from './command.ts'
import { findCommand, type ParsedCommand } from './find-command.ts'
import { accountChanges, findPerson } from './identify-person.ts'
import { notAllowed } from './not-allowed.ts'

/** A person's request as the doors hand it in, with what the day and the workspace add. */
export type CommandRequest = Omit<
  CommandContext,
  'words' | 'table' | 'locale' | 'ownZone' | 'roles' | 'areRolesOn' | 'revision' | 'person' | 'accounts'
> & {
  readonly person: Caller
  /** The platform's id of the request; the same one again gets the saved answer and does nothing. */
  readonly key: string | null
  readonly words: string | Click | FilledForm
  /** The answer is posted to the person, in this thread if one is named; without, it is handed back alone. */
  readonly reply: { readonly thread: string | null } | null
  /** The channel's name is its own, and not what merely stands for it now. */
  readonly isNamed: boolean
  /** Others read the answer where it is posted. */
  readonly isOverheard: boolean
  /** The message whose button was pressed, or the page of one's own. */
  readonly shownIn: { readonly messageId: string } | 'home' | null
  readonly answers: AnswerCache<Card>
  readonly humans: AnswerCache<KnownUser>
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
    const earlier = key === null ? null : await loadRequestReceipt(workspace, key)
    if (earlier !== null)
      return earlier.argumentsHash === argumentsHash
        ? (earlier.reply as Card)
        : refusalCard('This request was answered before with other words. Nothing was done; ask again.')
    const { changes, reply, isShown } = await decide(request, read)
    const isSeen =
      (isShown === true && (await isKeptUpToDate(request))) || ('values' in read && reply.refusal !== undefined)
    const all = [
      ...changes,
      ...(isSeen ? [] : answerMessage(isForThemAlone(request, read) ? alone(request) : request, reply)),
    ]
    if (all.length === 0) return reply
    const receipt = key === null ? null : { requestKey: key, argumentsHash, reply }
    if ((await apply(workspace, all, receipt, now)) !== 'applied') continue
    request.onWritten()
    return reply
  }
  const busy = refusalCard(
    'Others changed the same thing at the same moment, three times over. Nothing was done; try again.',
  )
  await apply(workspace, answerMessage(request, busy), null, now)
  request.onWritten()
  return busy
}

/** Tells whether what was done shows by itself where the button was pressed. */
const isKeptUpToDate = async ({ workspace, place, shownIn, now }: CommandRequest): Promise<boolean> =>
  shownIn === 'home' || (shownIn !== null && (await isUpToDate(workspace, place, shownIn.messageId, now)))

/** Tells whether a message in a channel is kept up to date by itself. */
export const isUpToDate = (workspace: Workspace, channel: string, messageId: string, now: string): Promise<boolean> =>
  isLiveMessage(workspace, { channel, messageId, since: after(now, -digestKeptMilliseconds) })

/** Gives everything a command may know of whoever asks, beside its words. */
export const commandContext = async (
  request: CommandRequest,
): Promise<Omit<CommandContext, 'words' | 'table' | 'revision'>> => {
  const { workspace, person, administrators, humans } = request
  const human = await findPerson(workspace, person, humans)
  const placeName = request.isNamed ? request.placeName : await nameKept(request)
  return {
    ...request,
    placeName,
    person: { id: human.id, name: person.name },
    accounts: human.accounts,
    roles: actingAs(person, human, administrators),
    areRolesOn: human.areRolesOn,
    locale: human.locale,
    ownZone: human.timeZone,
  }
}

/** Where nobody tells now what a channel is called, it goes by what it was called before. */
const nameKept = async ({ workspace, place, placeName }: CommandRequest): Promise<string> => {
  const known = (await loadChannelNames(workspace, [place])).get(place)
  return known === undefined || known === place ? placeName : known
}

const decide = async (request: CommandRequest, read: ReadCommand | FilledForm | Card): Promise<Outcome> => {
  if ('title' in read) return answer(read)
  const by = await commandContext(request)
  const isOverheard = request.isOverheard && !isForThemAlone(request, read)
  const outcome = await formattedFor(isOverheard ? null : readerOf(request, by), () => decideFor(request, by, read))
  return isOverheard ? outcome : { ...outcome, reply: withAllowedActions(by.roles, outcome.reply) }
}

/** Guests have no conversation of their own with the bot. */
const isForThemAlone = ({ person }: CommandRequest, read: ReadCommand | FilledForm | Card): boolean =>
  person.guest !== true && 'command' in read && read.command.isPersonal === true

/** Lets an answer go to the one who asked alone, also where others would read it. */
const alone = (request: CommandRequest): CommandRequest =>
  request.reply === null || !request.isOverheard ? request : { ...request, reply: { thread: null } }

/** Tells in which locale somebody reads: the one they chose, else the one that their platform tells; null where neither is known. */
const readerOf = (
  { person }: Pick<CommandRequest, 'person'>,
  { locale }: Pick<CommandContext, 'locale'>,
): string | null => locale ?? person.locale ?? null

const decideFor = async (
  request: CommandRequest,
  by: Omit<CommandContext, 'words' | 'table' | 'revision'>,
  read: ReadCommand | FilledForm,
): Promise<Outcome> => {
  if ('command' in read) return carryOut(request, by, read)
  const refused = await refusedForm(by, read.form, read.values)
  if (refused !== null) return refuse(request, by, refused)
  const said = await readFilled(by, read)
  if ('title' in said) return answer(said)
  const outcome = await carryOut(request, by, { ...said, table: null })
  return { ...outcome, reply: refusedByField(outcome.reply, read, by) }
}

const carryOut = async (
  request: CommandRequest,
  by: Omit<CommandContext, 'words' | 'table' | 'revision'>,
  { command, rest, table }: ReadCommand,
  isKept = false,
): Promise<Outcome> => {
  const { workspace, person, place, placeName } = request
  if (!may(by.roles, command.right)) return refuse(request, by, await notAllowed(by, command.name, command.right))
  if (command.takes.length === 0 && rest.length > 0)
    return answer(refusalCard(`${command.name} takes no further words. Nothing was done; write it alone.`))
  const revision = typeof request.words === 'string' ? null : request.words.revision
  const context = { ...by, words: rest, table, revision }
  if (command.isLasting) return answer(await lastingAnswer(request, command, context))
  const outcome = await command.run(context)
  if (outcome.changes.length === 0 && command.introduces !== true) return outcome
  const keeping = isKept ? [] : await accountChanges(workspace, person)
  if (keeping.length > 0) {
    // Whose account it is may show only now: what is decided is decided by that person.
    await apply(workspace, keeping, null, request.now)
    return carryOut(request, await commandContext(request), { command, rest, table }, true)
  }
  return place === placeName || !request.isNamed || outcome.changes.length === 0
    ? outcome
    : { ...outcome, changes: [{ kind: 'name-channel', channel: { id: place, name: placeName } }, ...outcome.changes] }
}

/** Opens the form that somebody asks for, with what a message says of it; or says why not. */
export const openFormFor = async (
  request: CommandRequest,
  form: { readonly form: string; readonly subject: string },
  message: string | null,
): Promise<Form | Card> => {
  const by = await commandContext(request)
  return formattedFor(
    request.isOverheard ? null : readerOf(request, by),
    async () => (await refusedForm(by, form.form)) ?? openForm(by, form, message),
  )
}

/** Says why somebody may not use a form: what the command may not do for them, it does not show them either. */
const refusedForm = async (by: FormContext, form: string, values: FilledForm['values'] = {}): Promise<Card | null> => {
  const command = commandOfForm(form, values)
  const [name, right] = command === null ? ['That form', 'see' as const] : [command.name, command.right]
  return may(by.roles, right) ? null : notAllowed(by, name, right)
}

/** Whoever has no role yet is kept all the same, so that an administrator finds them. */
const refuse = async (
  { workspace, person }: CommandRequest,
  { roles }: Pick<CommandContext, 'roles'>,
  reply: Card,
): Promise<Outcome> => ({
  changes: roles.includes('newcomer') ? await accountChanges(workspace, person) : [],
  reply,
})

/** Answers what was asked before in the same locale from memory while nothing has been written since. */
const lastingAnswer = async (
  { workspace, answers }: CommandRequest,
  command: Command,
  context: CommandContext,
): Promise<Card> => {
  const { today, place, placeName, words } = context
  const version = workspace.database.version()
  const closings = await countClosings(workspace, today, momentOf(context))
  const question = JSON.stringify([
    workspace.id,
    command.name,
    today,
    closings,
    place,
    placeName,
    words,
    formats().locale,
  ])
  const known = answers.recall(question, version)
  if (known !== null) return known
  const { reply } = await command.run(context)
  answers.keep(question, version, reply)
  return reply
}

/** Posts an answer to the one who asked, where it cannot be handed back. */
export const answerMessage = (
  { reply, key, place, person, now }: Pick<CommandRequest, 'reply' | 'key' | 'place' | 'person' | 'now'>,
  card: Card | Form,
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
          notAfter: after(now, messageLifetimeMilliseconds),
          form: 'private',
          person: person.id,
          ...(reply.thread === null ? {} : { thread: reply.thread }),
        },
      ]

type ReadCommand = Pick<CommandContext, 'table'> & ParsedCommand

const readRequest = ({ words }: CommandRequest): ReadCommand | FilledForm | Card =>
  typeof words === 'string' ? readCommand(words) : 'does' in words ? readClick(words) : words

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
  const said = splitWords(split.command)
  if (typeof said === 'string') return refusalCard(said)
  const found = findCommand(said)
  if (!('command' in found)) return found
  if (split.table !== null && found.command.takesTable !== true)
    return refusalCard(`${found.command.name} takes no table. Nothing was done; write it in one line.`)
  return { ...found, table: split.table }
}
