import { whoamiCard } from '../cards/channel-card.ts'
import { answer, type Command } from './outcome.ts'

/** Tells people how they are known here, on every platform. */
export const whoami: Command = {
  name: 'shelfready whoami',
  takes: [],
  does: 'tells how you are known here, and how your numbers and dates are read',
  examples: ['/shelfready whoami'],
  right: 'ask',
  isPersonal: true,
  introduces: true,
  run: async ({ placeName: place, workspace, ...asked }) =>
    answer(whoamiCard({ ...asked, place, workspace: workspace.name })),
}
