import { noteId } from '../../cards/intelligence/note-words.ts'
import { dateWords } from '../../cards/language/words.ts'
import type { IntelligenceNote } from '../../domain/intelligence/note.ts'
import { failed, ok, type Result } from '../../domain/result.ts'
import { loadNoteVersions } from '../../store/promotions/intelligence.ts'
import type { CommandContext } from '../dispatch/command.ts'

/** Reads the number of a note, `N-3` or `3`; null where a text is none. */
export const noteNumber = (text: string): number | null => {
  const number = /^(?:n-?)?(\d{1,9})$/i.exec(text.trim())?.[1]
  return number === undefined ? null : Number(number)
}

/** Finds the note that holds under a number, with how many versions it has, or says why none does. */
export const findNote = async (
  { workspace, today }: Pick<CommandContext, 'workspace' | 'today'>,
  named: string | undefined,
): Promise<Result<{ readonly note: IntelligenceNote; readonly versions: number }, string>> => {
  const number = named === undefined ? null : noteNumber(named)
  if (named === undefined) return failed('Which note? Write its number, N-1. See them: /intel list')
  if (number === null) return failed(`"${named}" is not the number of a note, such as N-1. See them: /intel list`)
  const versions = await loadNoteVersions(workspace, number)
  const last = versions.at(-1)
  if (last === undefined) return failed(`There is no note ${noteId(number)}. See them: /intel list`)
  if (last.ended !== null)
    return failed(`${last.ended.by} ended ${noteId(number)} on ${dateWords(last.ended.on, today)}.`)
  return last.note.expires < today
    ? failed(`${noteId(number)} held until ${dateWords(last.note.expires, today)}. How it did: /intel score`)
    : ok({ note: last.note, versions: versions.length })
}
