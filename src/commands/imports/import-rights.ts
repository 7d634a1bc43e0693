import type { Card } from '../../cards/language/card.ts'
import { may, type Right } from '../../domain/people/permission.ts'
import type { FileContext } from '../../services/imports/dropped-file.ts'
import type { FeedKind } from '../../store/feeds/feed-rows.ts'
import { type CommandContext, zoneOf } from '../dispatch/command.ts'
import { notAllowed } from '../dispatch/not-allowed.ts'

/** Gives the right to bring in, release or undo a feed: a marketing plan is everybody's who plans or markets. */
const rightToImport = (kind: FeedKind): Right => (kind === 'promotions' ? 'import-promotions' : 'import-feeds')

type Asking = Pick<CommandContext, 'workspace' | 'roles' | 'areRolesOn' | 'administrators' | 'accounts'>

/** Answers why somebody may not import a feed; null where they may. */
export const refuseImport = async (context: Asking, kind: FeedKind): Promise<Card | null> =>
  may(context.roles, rightToImport(kind)) ? null : notAllowed(context, `Importing ${kind}`, rightToImport(kind))

/** Gives what working on a file for somebody needs. */
export const fileContextOf = (
  context: Asking & Omit<FileContext, 'reading' | 'mayImport' | 'refuse'> & Parameters<typeof zoneOf>[0],
): FileContext => ({
  ...context,
  reading: { timeZone: zoneOf(context), today: context.today },
  mayImport: (kind) => may(context.roles, rightToImport(kind)),
  refuse: (kind) => refuseImport(context, kind),
})
