import { importingCard } from '../../cards/imports/importing-card.ts'
import { answer, type Command } from '../dispatch/command.ts'

/** Tells how a file comes in. */
export const importing: Command = {
  name: 'shelfready import',
  takes: [],
  does: 'show how to send me a spreadsheet',
  examples: ['/shelfready import'],
  right: 'see',
  run: async () => answer(importingCard),
}
