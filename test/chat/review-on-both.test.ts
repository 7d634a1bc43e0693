import { Readable } from 'node:stream'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { importFeed } from '../../src/feeds/import-feed.ts'
import { openBatch } from '../../src/store/feeds/batches.ts'
import { postDue } from '../_helpers/reviews.ts'
import { blockText } from '../_helpers/slack/block-kit.ts'
import { eventually } from '../_helpers/slack/office.ts'
import { inDays } from '../_helpers/slack/stocked-store.ts'
import { messageWords, pressWords } from '../_helpers/teams/reading.ts'
import { openTwoPlatforms, type TwoPlatforms } from '../_helpers/teams/two-platforms.ts'

let both: TwoPlatforms
beforeEach(async () => {
  both = await openTwoPlatforms()
})
afterEach(() => both[Symbol.asyncDispose]())

/** Brings in what cola sold a day in the promoted week. */
const sells = async (units: number): Promise<void> => {
  const { app } = both.office
  const rows = Array.from({ length: 7 }, (_, i) => `${inDays(30 + i)},SKU-100,EAST,${units},0`)
  const report = await importFeed({
    kind: 'sales',
    source: Readable.from([Buffer.from(`date,sku,location,units,stockout\n${rows.join('\n')}\n`)]),
    timeZone: app.timeZone,
    open: () =>
      openBatch(app.workspace, 'sales', {
        mode: 'upsert',
        source: 'test',
        knownOn: app.now().slice(0, 10),
        knownSaid: true,
        holdFor: () => 0,
        now: app.now,
      }),
  })
  expect(report.outcome).toBe('imported')
  await postDue(app, { reaches: () => true, edits: true })
  await both.office.settled()
}

const inSlack = () => {
  const all = both.slack.fake.messages(both.channel.id)
  return all.filter(({ blocks }) => blockText(blocks).includes('Review: Summer BOGO'))
}

describe('the review of a promotion', () => {
  it('is posted once in the thread of each card, answered by buttons on both platforms, and edited where it stands', async () => {
    const { office, slackCard, slackAna } = both
    const card = await both.registered()
    await office.pass({ hours: 38 * 24 })
    await sells(90)
    await sells(90)
    await office.restart()
    await postDue(office.app, { reaches: () => true, edits: true })
    await office.settled()
    expect(inSlack()).toHaveLength(1)
    expect(inSlack()[0]?.thread_ts).toBe(slackCard().ts)
    expect(blockText(inSlack()[0]?.blocks ?? [])).toContain('630 units, nothing lost')
    const review = await office.message(office.launches, 'Review: Summer BOGO')
    expect(review.root).toBe(card.root)

    expect(pressWords(await office.presses(office.ben, office.now(review), 'Too late'))).toContain(
      'Saved for Summer BOGO',
    )
    await eventually(() =>
      expect(blockText(inSlack()[0]?.blocks ?? [])).toContain('Did enough arrive in time? Too late'),
    )
    await both.types('/promo answer P-1 plan:high', slackAna)
    await eventually(() => expect(messageWords(office.now(review))).toContain('Was the plan right? Too high'))

    await sells(80)
    await eventually(() => expect(messageWords(office.now(review))).toContain('560 units, nothing lost'))
    await eventually(() => expect(blockText(inSlack()[0]?.blocks ?? [])).toContain('Sales were corrected after'))
    expect(inSlack()).toHaveLength(1)
    expect(office.saying(office.launches, 'Review: Summer BOGO')).toHaveLength(1)
  })
})
