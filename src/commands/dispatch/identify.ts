import { actingAs } from '../../services/people/acting-as.ts'
import { loadChannelNames } from '../../store/channels/channel-names.ts'
import { findPerson } from './caller-account.ts'
import type { CommandContext } from './command.ts'
import type { CommandRequest } from './command-request.ts'

/** Everything a command may know except its words: who asks, in which roles, where and when. */
export type CallerContext = Omit<CommandContext, 'words' | 'table' | 'revision'>

/** Identifies who asks: finds the person behind the account, their roles and their settings. Writes nothing. */
export const identify = async (request: CommandRequest): Promise<CallerContext> => {
  const { workspace, person, administrators, humans } = request
  const human = await findPerson(workspace, person, humans)
  return {
    ...request,
    placeName: request.isNamed ? request.placeName : await storedPlaceName(request),
    person: { id: human.id, name: person.name },
    accounts: human.accounts,
    roles: actingAs(person, human, administrators),
    areRolesOn: human.areRolesOn,
    locale: human.locale,
    ownZone: human.timeZone,
    work: human.work,
  }
}

/** Gives the channel's name as it was stored last, where the platform does not tell it now. */
const storedPlaceName = async ({ workspace, place, placeName }: CommandRequest): Promise<string> => {
  const known = (await loadChannelNames(workspace, [place])).get(place)
  return known === undefined || known === place ? placeName : known
}

/** Gives the locale in which answers to somebody are formatted: the chosen one, else their platform's; null if neither is known. */
export const readerLocale = (
  { person }: Pick<CommandRequest, 'person'>,
  { locale }: Pick<CallerContext, 'locale'>,
): string | null => locale ?? person.locale ?? null
