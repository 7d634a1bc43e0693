import type { Card } from '../../cards/language/card.ts'
import { failed, ok, type Result } from '../../domain/result.ts'
import { findAccounts, findNamesakes } from '../../store/people/finding-accounts.ts'
import type { CommandContext } from '../dispatch/command.ts'
import { nothingChanged } from '../dispatch/refusals.ts'

/** An account that somebody named. */
export type FoundAccount = Awaited<ReturnType<typeof findAccounts>>[number]

/**
 * Finds an account by its id, address or full name; or asks which one is meant. A near match is only suggested, never taken,
 * because rights are given by this.
 */
export const findAccount = async (
  { workspace }: Pick<CommandContext, 'workspace'>,
  name: string,
  what = 'account',
): Promise<Result<FoundAccount, Card>> => {
  const ask = (sentence: string) => failed(nothingChanged(sentence))
  const wanted = name.replace(/^@/, '').trim()
  if (wanted === '') return ask(`Which ${what}? Give its id or email address, such as ben@example.com.`)
  const found = await findAccounts(workspace, wanted)
  const [only] = found
  if (only !== undefined && found.length === 1) return ok(only)
  const which = (accounts: readonly FoundAccount[]) => accounts.map(({ name, id }) => `${name} (${id})`).join(', ')
  if (only !== undefined) return ask(`There are ${found.length} accounts called ${wanted}: ${which(found)}. Which one?`)
  const near = await findNamesakes(workspace, wanted)
  return ask(
    near.length === 0
      ? `I do not know an account ${wanted}. I know people once they have used me, for example with whoami.`
      : `I do not know an account ${wanted}. Did you mean ${which(near)}? Give its id.`,
  )
}
