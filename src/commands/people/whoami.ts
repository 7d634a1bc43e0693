import { whoamiCard } from '../../cards/channels/channel-card.ts'
import { standbyFacts } from '../../cards/escalation/standby-card.ts'
import { answer, type Command, zoneOf } from '../dispatch/command.ts'
import { loadOwnStandby } from './standby.ts'

/** Shows a person their accounts, roles and settings on every platform. */
export const whoami: Command = {
  name: 'shelfready whoami',
  takes: [],
  does: 'show how you are known here and how your dates and numbers are read',
  examples: ['/shelfready whoami'],
  right: 'ask',
  isPersonal: true,
  introduces: true,
  run: async (context) => {
    const card = whoamiCard({ ...context, place: context.placeName, workspace: context.workspace.name })
    const standby = standbyFacts(await loadOwnStandby(context), context.today, zoneOf(context))
    return answer({ ...card, blocks: [...card.blocks, standby] })
  },
}
