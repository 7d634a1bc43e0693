import { doctorCard } from '../../cards/doctor/doctor-card.ts'
import { answer, type Command } from '../dispatch/command.ts'

/** Tells an administrator what is wrong with the bot, and what to mend. */
export const doctor: Command = {
  name: 'shelfready doctor',
  takes: [],
  does: 'check tokens, scopes, channels, feeds, clock and store, and say what to fix',
  examples: ['/shelfready doctor'],
  right: 'administer',
  isPersonal: true,
  run: async ({ examine }) => answer(doctorCard(await examine())),
}
