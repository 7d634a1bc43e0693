import { isoOf } from '../domain/day.ts'
import { type Digest, type DigestEntry, digestOf } from '../domain/digest.ts'
import { loadLivePromotionIds } from '../store/promotions.ts'
import { loadVisibility } from '../store/visibility.ts'
import { assessPromotions } from './assessing.ts'
import type { Asked } from './outcome.ts'
import { promotionView } from './promotion-view.ts'

/** Judges every promotion that is running or coming up and sorts them for the morning. */
export const loadDigest = async ({
  workspace,
  today,
  policy,
}: Pick<Asked, 'workspace' | 'today' | 'policy'>): Promise<Digest> => {
  const visibility = await loadVisibility(workspace, isoOf(today))
  const ids = await loadLivePromotionIds(workspace, visibility, isoOf(today))
  const entries: DigestEntry[] = []
  for await (const assessed of assessPromotions(workspace, ids, today, policy))
    if (assessed.lines.length > 0) entries.push(promotionView(assessed))
  return digestOf(entries, today)
}
