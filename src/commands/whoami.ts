import { whoamiCard } from '../cards/channel-card.ts'
import { answer, type Command } from './outcome.ts'

/** Tells people how they are known here. */
export const whoami: Command = {
  name: 'shelfready whoami',
  takes: [],
  does: 'tells how you are known here, and how your numbers and dates are read',
  examples: ['/shelfready whoami'],
  right: 'see',
  run: async ({ person, role, placeName: place, locale, workspace }) =>
    answer(whoamiCard({ person, role, place, locale, workspace: workspace.name })),
}
