import { refusalCard } from '../../cards/language/plain-card.ts'
import { findAccounts, findNamesakes } from '../../store/people/finding-accounts.ts'
import { answer, type CommandContext, type Outcome } from '../dispatch/command.ts'

/** An account that somebody named. */
export type Found = Awaited<ReturnType<typeof findAccounts>>[number]

/** Finds the account that is meant by an id, an address or a name; or asks which. Nobody is guessed at: rights hang on it. */
export const findAccount = async (
  { workspace }: Pick<CommandContext, 'workspace'>,
  said: string,
  what = 'account',
): Promise<Found | Outcome> => {
  const ask = (sentence: string) => answer(refusalCard(`${sentence} Nothing was changed.`))
  const wanted = said.replace(/^@/, '').trim()
  if (wanted === '') return ask(`Which ${what}? Say its id or its address, such as ben@example.com.`)
  const found = await findAccounts(workspace, wanted)
  const [only] = found
  if (only !== undefined && found.length === 1) return only
  const which = (accounts: readonly Found[]) => accounts.map(({ name, id }) => `${name} (${id})`).join(', ')
  if (only !== undefined) return ask(`${found.length} accounts are called ${wanted}: ${which(found)}. Which one?`)
  const near = await findNamesakes(workspace, wanted)
  return ask(
    near.length === 0
      ? `I know no account ${wanted}. It is known once its person has done something here, or has asked whoami.`
      : `I know no account ${wanted}. Did you mean ${which(near)}? Say its id.`,
  )
}
