import { createHash } from 'node:crypto'
import type { Card } from '../../cards/language/card.ts'
import { refusalCard } from '../../cards/language/plain-card.ts'
import { formattedFor } from '../../cards/language/reader-formats.ts'
import { withoutSecret } from '../../common/without-secret.ts'
import type { Result } from '../../domain/result.ts'
import { withAllowedActions } from '../../services/people/allowed-actions.ts'
import { apply } from '../../store/changes/apply.ts'
import { loadRequestReceipt } from '../../store/changes/request-receipts.ts'
import { readFilled, refusedByField, withOtherMistakes } from '../forms/read-filled.ts'
import { inUnits } from '../reading/in-units.ts'
import { answerMessage, isRedrawn } from './answer-message.ts'
import { authorise } from './authorise.ts'
import { accountChanges } from './caller-account.ts'
import { answer, type CommandContext, type Outcome } from './command.ts'
import type { CommandRequest } from './command-request.ts'
import { commandNamed } from './find-command.ts'
import { type CallerContext, identify, readerLocale } from './identify.ts'
import { lastingAnswer } from './lasting-answer.ts'
import { type CommandCall, type ParsedRequest, parseRequest } from './parse-request.ts'
import { readAsked } from './read-asked.ts'
import { refusedWith } from './refusals.ts'
import { tellCommand } from './tell-command.ts'

/** How often a command runs again because what it read was changed by somebody else before it could commit. */
const attempts = 3

/**
 * Answers one request: parse, identify, authorise, run, commit. What a command decides is written together with its answer,
 * in one transaction; where that fails because its data changed meanwhile, everything but parsing is done again.
 */
export const runCommand = async (request: CommandRequest): Promise<Card> => {
  const parsed = parseRequest(request.words)
  return (await tellCommand(request, nameOf(parsed), () => carryOut(request, parsed))).reply
}

const carryOut = async (request: CommandRequest, parsed: Parsed): Promise<Outcome> => {
  if (needsNoCommit(request, parsed)) return decide(request, parsed)
  const receipt = receiptOf(request)
  for (let attempt = 0; attempt < attempts; attempt++) {
    const earlier = await earlierAnswer(request, receipt)
    if (earlier !== null) return answer(earlier)
    const outcome = await decide(request, parsed)
    // Another delivery of this request may have been carried out since: whoever finds nothing left to do hears its answer.
    const since = outcome.changes.length === 0 ? await earlierAnswer(request, receipt) : null
    if (since !== null) return answer(since)
    if (await commit(request, parsed, outcome, receipt)) return outcome
  }
  return answer(await refuseAsBusy(request))
}

/** Names what is asked for as the catalogue does, for whoever counts. */
const nameOf = (parsed: Parsed): string => {
  if (!parsed.ok) return 'unknown'
  const { value } = parsed
  return value.kind === 'question' ? 'question' : (value.command?.name ?? 'unknown')
}

type Parsed = Result<ParsedRequest, Card>

/** Identifies who asks, authorises them and runs the command; writes nothing but a new account. */
const decide = async (request: CommandRequest, parsed: Parsed): Promise<Outcome> => {
  if (!parsed.ok) return answer(parsed.error)
  const context = await identify(request)
  const isOverheard = request.isOverheard && !isPersonal(request, parsed)
  const outcome = await formattedFor(isOverheard ? null : readerLocale(request, context), () =>
    authoriseAndRun(request, context, parsed.value),
  )
  return isOverheard ? outcome : { ...outcome, reply: withAllowedActions(context.roles, outcome.reply) }
}

const authoriseAndRun = async (
  request: CommandRequest,
  context: CallerContext,
  parsed: ParsedRequest,
): Promise<Outcome> => {
  const read = await readAsked(context, parsed)
  if (!read.ok) return answer(read.error)
  const { request: asked, lead } = read.value
  const refused = await authorise(context, asked.command)
  if (refused !== null) return refuse(request, context, refused)
  if (asked.kind === 'words') {
    const outcome = await run(request, context, asked)
    return lead === null ? outcome : { ...outcome, reply: { lead, ...outcome.reply } }
  }
  const filled = await readFilled(context, asked.filled)
  if ('title' in filled) return answer(filled)
  const { mistakes, fields, call } = filled
  if (mistakes === null) {
    const outcome = await run(request, context, { ...call, table: null })
    return { ...outcome, reply: refusedByField(outcome.reply, fields) }
  }
  const { reply } = await call.command.run(contextOf(request, context, { ...call, table: null }))
  return answer(withOtherMistakes(mistakes, reply, fields))
}

/**
 * Runs a command. Whoever changes something for the first time gets their account stored before: only then it may show that
 * the account belongs to a known person, so the command is authorised and run again as that person.
 */
const run = async (request: CommandRequest, context: CallerContext, call: CommandCall): Promise<Outcome> => {
  const { command, rest, mistakes = [] } = call
  if (command.takes.length === 0 && rest.length + mistakes.length > 0)
    return answer(
      refusalCard(
        [...mistakes, `${command.name} takes no further words. Nothing was done. Write it on its own.`].join(' '),
      ),
    )
  const asking = contextOf(request, context, call)
  const { words, table, mistakes: notInUnits } = await inUnits(asking, command)
  const heard = { ...asking, words, table }
  const all = [...mistakes, ...notInUnits]
  if (all.length > 0)
    return command.actsAtOnce === true
      ? answer(refusalCard([...all, 'Nothing was done.'].join(' ')))
      : refusedWith(all, await command.run(heard))
  if (command.isLasting) return answer(await lastingAnswer(request, command, heard))
  const outcome = command.actsAtOnce === true ? null : await command.run(heard)
  if (outcome?.changes.length === 0 && command.introduces !== true) return outcome
  const account = await accountChanges(request.workspace, request.person)
  if (account.length === 0) return withPlaceName(request, outcome ?? (await command.run(heard)))
  await apply(request.workspace, account, null, request.now)
  const known = await identify(request)
  const refused = await authorise(known, command)
  if (refused !== null) return answer(refused)
  return withPlaceName(request, await command.run({ ...contextOf(request, known, call), words, table }))
}

const contextOf = (
  { words }: CommandRequest,
  context: CallerContext,
  { rest, table }: CommandCall,
): CommandContext => ({
  ...context,
  words: rest,
  table,
  revision: typeof words === 'string' ? null : words.revision,
})

/** Stores the channel's name beside what is changed, where its platform tells it. */
const withPlaceName = ({ place, placeName, isNamed }: CommandRequest, outcome: Outcome): Outcome =>
  place === placeName || !isNamed || outcome.changes.length === 0
    ? outcome
    : { ...outcome, changes: [{ kind: 'name-channel', channel: { id: place, name: placeName } }, ...outcome.changes] }

/** Stores the account of somebody without a role, so that an administrator can find them and give one. */
const refuse = async (
  { workspace, person }: CommandRequest,
  { roles }: CallerContext,
  reply: Card,
): Promise<Outcome> => ({
  changes: roles.includes('newcomer') ? await accountChanges(workspace, person) : [],
  reply,
})

/** Tells whether a request can change nothing and its answer is only returned, so that no receipt is needed. */
const needsNoCommit = ({ reply }: CommandRequest, parsed: Parsed): boolean =>
  reply === null && parsed.ok && parsed.value.kind === 'words' && parsed.value.command.isLasting === true

/** Tells whether an answer is for the one who asked alone. A guest has no direct messages with the bot. */
const isPersonal = ({ person }: CommandRequest, parsed: Parsed): boolean =>
  person.guest !== true &&
  parsed.ok &&
  (parsed.value.kind === 'words' ? parsed.value.command.isPersonal === true : isPersonalQuestion(parsed.value))

const isPersonalQuestion = (parsed: ParsedRequest): boolean => {
  if (parsed.kind !== 'question') return false
  const { question } = parsed.read
  const name = question.asks === 'line' ? question.line : question.asks === 'promotion' ? question.command : ''
  return commandNamed(name)?.isPersonal === true
}

/** What proves that a request was answered; null for a request without a key. */
type RequestReceipt = { readonly requestKey: string; readonly argumentsHash: string } | null

const receiptOf = ({ key, person, words }: CommandRequest): RequestReceipt => {
  if (key === null) return null
  const text = typeof words === 'string' ? words : JSON.stringify(words)
  return { requestKey: key, argumentsHash: createHash('sha256').update(`${person.id}\n${text}`).digest('hex') }
}

/** Gives the stored answer of a request that was answered before; a refusal where its key came with other words. */
const earlierAnswer = async ({ workspace }: CommandRequest, receipt: RequestReceipt): Promise<Card | null> => {
  const earlier = receipt === null ? null : await loadRequestReceipt(workspace, receipt.requestKey)
  if (earlier === null) return null
  return earlier.argumentsHash === receipt?.argumentsHash
    ? (earlier.reply as Card)
    : refusalCard('I have already answered this request with other words. Nothing was done. Ask again.')
}

/** Writes an outcome with its answer and receipt; false where the data it was based on have changed, and nothing was written. */
const commit = async (
  request: CommandRequest,
  parsed: Parsed,
  { changes, reply, isShown }: Outcome,
  receipt: RequestReceipt,
): Promise<boolean> => {
  const isForm = parsed.ok && parsed.value.kind === 'form'
  const isSeen = (isShown === true && (await isRedrawn(request))) || (isForm && reply.refusal !== undefined)
  const addressed = isPersonal(request, parsed) ? privately(request) : request
  const all = [...changes, ...(isSeen ? [] : answerMessage(addressed, reply))]
  if (all.length === 0) return true
  const stored = receipt === null ? null : { ...receipt, reply: withoutSecret(reply) }
  if ((await apply(request.workspace, all, stored, request.now)) !== 'applied') return false
  request.onWritten()
  return true
}

/** Takes an answer out of the thread that others read. */
const privately = (request: CommandRequest): CommandRequest =>
  request.reply === null || !request.isOverheard ? request : { ...request, reply: { thread: null } }

const refuseAsBusy = async (request: CommandRequest): Promise<Card> => {
  const busy = refusalCard('Others kept changing the same thing at the same moment. Nothing was done. Try again.')
  await apply(request.workspace, answerMessage(request, busy), null, request.now)
  request.onWritten()
  return busy
}
