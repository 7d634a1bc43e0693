import type { App } from '../app.ts'
import type { Card } from '../cards/card.ts'
import { digestCard } from '../cards/digest-card.ts'
import { loadDigest } from '../commands/digest.ts'
import type { Day } from '../domain/day.ts'

/** Says what the launch-readiness digest of a channel says as of a day; posts nothing. */
export const digest = async (app: App, place: string, asOf: Day): Promise<Card> =>
  digestCard(await loadDigest({ ...app, today: asOf }), place)
