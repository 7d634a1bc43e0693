import { refusalCard } from '../../cards/language/plain-card.ts'
import { rolesCard, switchedCard } from '../../cards/people/roles-card.ts'
import { pageNumber, readKeyed, sortArguments } from '../dispatch/arguments.ts'
import { answer, type Command, type CommandContext, keysOf, type Outcome } from '../dispatch/command.ts'
import { loadRolesView } from './role-holders.ts'

/** Shows who has which role, and whether roles count. */
export const roles: Command = {
  name: 'shelfready roles',
  takes: [{ name: 'page', value: '2', says: 'the next page' }],
  does: 'show who has which role, and whether roles are on',
  examples: ['/shelfready roles'],
  right: 'see',
  run: async (context) => {
    const given = sortArguments(context.words, keysOf(roles))
    const page = readKeyed(given, 'page', pageNumber) ?? 1
    if (given.bare.length > 0) given.problems.push(`roles takes on or off, not ${given.bare[0]}.`)
    if (given.problems.length > 0) return answer(refusalCard(`${given.problems.join(' ')} Nothing was changed.`))
    return answer(rolesCard(await loadRolesView(context, page)))
  },
}

/** Switches roles on: from now on they decide what everybody may do. */
export const rolesOn: Command = {
  name: 'shelfready roles on',
  takes: [],
  does: 'turn roles on: everyone may do what their role allows',
  examples: ['/shelfready roles on'],
  right: 'administer',
  run: (context) => switchRoles(context, true),
}

/** Switches roles off: everybody of the company may do everything but administer. */
export const rolesOff: Command = {
  name: 'shelfready roles off',
  takes: [],
  does: 'turn roles off: everyone may do everything except admin tasks',
  examples: ['/shelfready roles off'],
  right: 'administer',
  run: (context) => switchRoles(context, false),
}

/** Switches roles on or off with an audit entry; refuses to switch them off where no administrator could switch them on again. */
const switchRoles = async (context: CommandContext, isOn: boolean): Promise<Outcome> => {
  const { person, placeName: place } = context
  const view = await loadRolesView(context)
  const word = isOn ? 'on' : 'off'
  if (view.isOn === isOn) return answer(refusalCard(`Roles are already ${word}. Nothing was changed.`))
  if (!isOn && context.administrators.length === 0)
    return answer(
      refusalCard(
        'SHELFREADY_ADMINS lists no administrator, so nobody could switch roles on again. Nothing was changed. List one there first.',
      ),
    )
  return {
    changes: [
      { kind: 'switch-roles', isOn, by: person.id },
      {
        kind: 'audit',
        actor: person.id,
        place,
        action: 'roles',
        entity: 'roles',
        detail: { name: person.name, before: view.isOn ? 'on' : 'off', after: word },
      },
    ],
    reply: switchedCard({ ...view, isOn, switched: { by: person.name, at: context.now } }),
  }
}
