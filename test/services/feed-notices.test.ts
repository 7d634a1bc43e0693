import { expect, it } from 'vitest'
import type { Card } from '../../src/cards/language/card.ts'
import { tellOfFeed } from '../../src/services/imports/feed-notices.ts'
import { apply } from '../../src/store/changes/apply.ts'
import { openCompany } from '../_helpers/company.ts'

const card: Card = { tone: 'plain', title: 'Held', plain: 'Held', blocks: [], footer: null }

it('tells the owner of a feed alone, and without one the channels that get a digest', async () => {
  await using shop = await openCompany('2026-06-01')
  await shop.say('digest at 08:00 daily UTC')
  const context = {
    workspace: shop.app.workspace,
    reach: { reaches: () => true, edits: false },
    administrators: ['boss'],
    now: shop.app.now,
  }
  const tell = () => tellOfFeed(context, 'inventory', { entity: 'stock.csv', card })
  const told = () => shop.rows<{ channel: string }>(`select channel from outbox where kind = 'notice' order by id`)
  await tell()
  await apply(
    shop.app.workspace,
    [{ kind: 'keep-feed-promise', feed: 'inventory', owner: 'test:Ben' }],
    null,
    shop.app.now(),
  )
  await tell()
  expect(told().map(({ channel }) => channel)).toEqual(['#launches', '@test:Ben'])
})
