import type { Card } from '../../cards/language/card.ts'
import { may } from '../../domain/people/permission.ts'
import type { Command } from './command.ts'
import type { CallerContext } from './identify.ts'
import { notAllowed } from './not-allowed.ts'

/**
 * Answers why somebody may not use a command; null where they may. Opening a form is refused like the command behind it:
 * it shows what that command may read. A form that is not known needs only the right to see.
 */
export const authorise = async (context: CallerContext, command: Command | null): Promise<Card | null> => {
  const [name, right] = command === null ? ['That form', 'see' as const] : [command.name, command.right]
  return may(context.roles, right) ? null : notAllowed(context, name, right)
}
