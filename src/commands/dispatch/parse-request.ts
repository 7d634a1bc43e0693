import type { Card, Click } from '../../cards/language/card.ts'
import type { FilledForm } from '../../cards/language/form.ts'
import { refusalCard } from '../../cards/language/plain-card.ts'
import { failed, ok, type Result } from '../../domain/result.ts'
import { commandOfForm } from '../forms/form-catalogue.ts'
import { readLine } from '../reading/read-line.ts'
import type { Command, CommandContext } from './command.ts'
import { commandOfClick } from './command-of-click.ts'
import type { CommandRequest } from './command-request.ts'
import type { ParsedCommand } from './find-command.ts'

/** A command with its words, and the table that was pasted below it. */
export type CommandCall = ParsedCommand &
  Pick<CommandContext, 'table'> & {
    /** What of the typed line belongs to none of the command's values. */
    readonly mistakes?: readonly string[]
  }

/** What somebody asks for: typed or pressed words, complete; or a form, whose fields can only be read for a known person. */
export type ParsedRequest =
  | ({ readonly kind: 'words' } & CommandCall)
  /** `command` is null for a form of another version of the product. */
  | { readonly kind: 'form'; readonly command: Command | null; readonly filled: FilledForm }

/** Finds the command that a request asks for; or the card that says why nothing can be done. */
export const parseRequest = (words: CommandRequest['words']): Result<ParsedRequest, Card> => {
  if (typeof words === 'string') return parseText(words)
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

const parseText = (text: string): Result<ParsedRequest, Card> => {
  const read = readLine(text)
  return read.ok ? ok({ kind: 'words', ...read.value }) : read
}
