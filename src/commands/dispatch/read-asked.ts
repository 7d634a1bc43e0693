import type { Card } from '../../cards/language/card.ts'
import { may } from '../../domain/people/permission.ts'
import { failed, ok, type Result } from '../../domain/result.ts'
import { resolveQuestion } from '../questions/resolve-question.ts'
import { type Meant, takenWords } from '../questions/resolved.ts'
import { commandNamed } from './find-command.ts'
import type { CallerContext } from './identify.ts'
import type { CommandCall, ParsedRequest } from './parse-request.ts'

/** A request whose command is known; `lead` says what a question was taken for. */
type Read = { readonly request: Exclude<ParsedRequest, { kind: 'question' }>; readonly lead: string | null }

/**
 * Reads a question as the command that it stands for, or answers which of several things is meant. Where it names nothing
 * known it is what it is without: a command, or words that nobody knows.
 */
export const readAsked = async (context: CallerContext, parsed: ParsedRequest): Promise<Result<Read, Card>> => {
  if (parsed.kind !== 'question') return ok({ request: parsed, lead: null })
  const { read, otherwise } = parsed
  const asIs = async (): Promise<Result<Read, Card>> => (otherwise.ok ? readAsked(context, otherwise.value) : otherwise)
  // Names are told to nobody who may not see; what they ask for is refused like a list.
  if (!may(context.roles, 'see'))
    return otherwise.ok || read.isLoose
      ? asIs()
      : ok({ request: callOf({ command: 'promo list', words: [] }), lead: null })
  const found = await resolveQuestion(context, read)
  if (found === null) return asIs()
  if ('card' in found) return otherwise.ok && found.isUnknown === true ? asIs() : failed(found.card)
  const request = callOf(found.meant)
  return ok({
    request,
    lead: isAsTyped(otherwise, request, found.meant) || isGreeting(request) ? null : takenWords(found.meant),
  })
}

const callOf = ({ command, words }: { readonly command: string; readonly words: CommandCall['rest'] }) => ({
  kind: 'words' as const,
  command: commandNamed(command),
  rest: words,
  table: null,
})

const isGreeting = ({ command, rest }: CommandCall): boolean => command.name === 'help' && rest.length === 0

/** What was typed as the command that it is, by id or by its whole name, needs no word about what it was taken for. */
const isAsTyped = (
  parsed: Result<ParsedRequest, Card>,
  { command, rest }: CommandCall,
  { names = [] }: Meant,
): boolean =>
  parsed.ok &&
  parsed.value.kind === 'words' &&
  parsed.value.command === command &&
  [written(rest), ...(rest.length === 1 ? names.map((name) => name.toLowerCase()) : [])].includes(
    written(parsed.value.rest),
  )

/** Writes the words of a command alike, whether a place stands behind `at` or `at:`. */
const written = (words: CommandCall['rest']): string =>
  words
    .map(({ key, value }) => (key === null ? value : key === 'at' ? `at ${value}` : `${key}:${value}`))
    .join(' ')
    .toLowerCase()
