import type { Card, Click } from '../../cards/language/card.ts'
import type { FilledForm } from '../../cards/language/form.ts'
import { refusalCard } from '../../cards/language/plain-card.ts'
import { failed, ok, type Result } from '../../domain/result.ts'
import { splitTable } from '../../parsing/pasted-table.ts'
import { splitWords, unreadableWords } from '../../parsing/words.ts'
import { commandOfForm } from '../forms/form-catalogue.ts'
import type { Command, CommandContext } from './command.ts'
import { commandOfClick } from './command-of-click.ts'
import type { CommandRequest } from './command-request.ts'
import { findCommand, type ParsedCommand } from './find-command.ts'

/** A command with its words, and the table that was pasted below it. */
export type CommandCall = ParsedCommand & Pick<CommandContext, 'table'>

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
  const unreadable = unreadableWords(text)
  if (unreadable !== null) return failed(refusalCard(unreadable))
  const split = splitTable(text)
  if (!split.ok) return failed(refusalCard(split.error))
  const words = splitWords(split.value.command)
  if (!words.ok) return failed(refusalCard(words.error))
  const found = findCommand(words.value)
  if (!found.ok) return found
  const { command, rest } = found.value
  if (split.value.table !== null && command.takesTable !== true)
    return failed(refusalCard(`${command.name} takes no table. Nothing was done; write it in one line.`))
  return ok({ kind: 'words', command, rest, table: split.value.table })
}
