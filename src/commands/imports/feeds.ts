import { feedsCard } from '../../cards/imports/feeds-card.ts'
import { loadFeedsOverview } from '../../services/imports/feeds-overview.ts'
import { loadDroppedFiles } from '../../store/imports/dropped-files.ts'
import { answer, type Command, zoneOf } from '../dispatch/command.ts'

/** Shows what came in of each feed last, what is held and why, and which files wait for answers. */
export const feeds: Command = {
  name: 'shelfready feeds',
  takes: [],
  does: 'show what came in, what is held and why',
  examples: ['/shelfready feeds'],
  right: 'see',
  run: async (context) => {
    const overview = await loadFeedsOverview(context)
    const files = await loadDroppedFiles(context.workspace)
    const waiting = files.filter(({ batch, isFetched }) => batch === null && isFetched)
    return answer(feedsCard({ ...overview, waiting }, { timeZone: zoneOf(context), today: context.today }))
  },
}
