import type { Card, Click } from '../../cards/language/card.ts'
import type { FilledForm } from '../../cards/language/form.ts'
import { refusalCard } from '../../cards/language/plain-card.ts'
import { failed, ok, type Result } from '../../domain/result.ts'
import { commandOfForm } from '../forms/form-catalogue.ts'
import type { ReadQuestion } from '../questions/question.ts'
import { readQuestion } from '../questions/read-question.ts'
import { commandText, readLine } from '../reading/read-line.ts'
import type { Command, CommandContext } from './command.ts'
import { commandOfClick } from './command-of-click.ts'
import type { CommandRequest } from './command-request.ts'
import { commandNamed, type ParsedCommand } from './find-command.ts'
import { onlyReads } from './only-reads.ts'

/** A command with its words, and the table that was pasted below it. */
export type CommandCall = ParsedCommand &
  Pick<CommandContext, 'table'> & {
    /** What of the typed line belongs to none of the command's values. */
    readonly mistakes?: readonly string[]
  }

/** What somebody asks for: typed or pressed words, complete; or a form, whose fields can only be read for a known person. */
export type ParsedRequest =
  | ({ readonly kind: 'words' } & CommandCall)
  /** A question in plain words, which can only be read for a known person; and what it is if it names nothing that is known. */
  | { readonly kind: 'question'; readonly read: ReadQuestion; readonly otherwise: Result<ParsedRequest, Card> }
  /** `command` is null for a form of another version of the product. */
  | { readonly kind: 'form'; readonly command: Command | null; readonly filled: FilledForm }

/** Finds the command that a request asks for; or the card that says why nothing can be done. */
export const parseRequest = (words: CommandRequest['words']): Result<ParsedRequest, Card> => {
  if (typeof words === 'string') return withQuestion(commandText(words), parseText(words))
  if ('does' in words) return parseClick(words)
  return ok({ kind: 'form', command: commandOfForm(words.form, words.values), filled: words })
}

const parseClick = (click: Click): Result<ParsedRequest, Card> => {
  const parsed = commandOfClick(click)
  return parsed === null
    ? failed(
        refusalCard(
          'That button belongs to an older Shelfready. Nothing was done; /shelfready help shows what you can ask.',
        ),
      )
    : ok({ kind: 'words', ...parsed, table: null })
}

/**
 * A text that is no command may be a question. So may one that begins like a command that only reads: `why is cola not ready`.
 * A command that changes something is never one, and asked with a question mark it is explained.
 */
const withQuestion = (text: string, parsed: Result<ParsedRequest, Card>): Result<ParsedRequest, Card> => {
  const command = parsed.ok && parsed.value.kind === 'words' ? parsed.value : null
  if (command !== null && !onlyReads(command.command)) return isAsked(text, command) ? explained(command) : parsed
  if (command !== null && (command.rest.length === 0 || command.rest.some(({ key }) => key !== null))) return parsed
  const read = readQuestion(text)
  return read === null ? parsed : ok({ kind: 'question', read, otherwise: parsed })
}

const isAsked = (text: string, { rest, table }: CommandCall): boolean =>
  table === null && /[^"'”»’]\s*\?\s*$/u.test(text) && (rest.at(-1)?.key ?? null) === null

const explained = ({ command }: CommandCall): Result<ParsedRequest, Card> =>
  ok({
    kind: 'words',
    command: commandNamed('help'),
    rest: command.name === 'help' ? [] : command.name.split(' ').map((value) => ({ key: null, value })),
    table: null,
  })

const parseText = (text: string): Result<ParsedRequest, Card> => {
  const read = readLine(text)
  return read.ok ? ok({ kind: 'words', ...read.value }) : read
}
