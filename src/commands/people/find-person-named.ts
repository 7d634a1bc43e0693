import type { Card } from '../../cards/language/card.ts'
import { failed, ok, type Result } from '../../domain/result.ts'
import type { Person } from '../../services/context.ts'
import { findPeople } from '../../store/people/finding-accounts.ts'
import type { CommandContext } from '../dispatch/command.ts'
import { nothingChanged } from '../dispatch/refusals.ts'

/** Finds one person by name, address or id, or by `me`; or answers that nobody is called so, or several people are. */
export const findPersonNamed = async (
  { workspace, person }: CommandContext,
  name: string,
): Promise<Result<Person, Card>> => {
  const wanted = name.trim().replace(/^@/, '')
  if (/^(me|myself)$/i.test(wanted)) return ok(person)
  const found = await findPeople(workspace, wanted)
  const [only] = found
  if (only !== undefined && found.length === 1) return ok(only)
  if (wanted.toLowerCase() === person.name.toLowerCase() && only === undefined) return ok(person)
  return failed(
    nothingChanged(
      only === undefined
        ? `I do not know anyone called ${wanted}. I know people once they have used me, for example with whoami.`
        : `There are ${found.length} people called ${wanted}: ${found.map(({ id }) => id).join(', ')}. Which one?`,
    ),
  )
}
