import { momentWords } from '../../cards/language/words.ts'
import { findLostNumber } from '../../store/backups/lost-numbers.ts'
import type { CommandContext } from './command.ts'

const counters = { P: 'promotion', R: 'risk' } as const

/** Says where a promotion or a risk went that came after the backup from which the store was restored; null for every other name. */
export const lostWords = async (
  { workspace, timeZone, today }: CommandContext,
  name: string,
): Promise<string | null> => {
  const [, letter, number] = /^([PR])-(\d{1,15})$/i.exec(name) ?? []
  if (letter === undefined) return null
  const counter = counters[letter.toUpperCase() as keyof typeof counters]
  const lost = await findLostNumber(workspace, counter, Number(number))
  const moment = (at: string) => momentWords(at, timeZone, today)
  return lost === null
    ? null
    : `${name.toUpperCase()} is lost: the store was restored ${moment(lost.restoredAt)} from a backup that ends ${moment(lost.knownUntil)}. Nothing was changed.`
}
