import { expect, it } from 'vitest'
import { deleteExpired } from '../../src/store/database/housekeeping.ts'
import { loadLastDigestSnapshot } from '../../src/store/delivery/outbox-queries.ts'
import { office } from '../promises/stand-in-channel.ts'

it('lets go of old receipts and digests, and keeps what the next digest is compared with', async () => {
  await using shop = await office('2026-06-01T07:00:00Z')
  await shop.say('digest at 08:00 daily UTC')
  const { workspace } = shop.app
  for (let day = 0; day < 40; day++) {
    shop.pass({ hours: 24 })
    await shop.tick()
    await shop.deliver()
  }
  const receipt = { workspace_id: workspace.id, arguments_hash: 'h', reply: 'null' }
  await workspace.database.kysely
    .insertInto('request_receipt')
    .values([
      { ...receipt, request_key: 'eight days ago', answered_at: '2026-07-03T07:00:00.000Z' },
      { ...receipt, request_key: 'six days ago', answered_at: '2026-07-05T07:00:00.000Z' },
    ])
    .execute()
  const before = await loadLastDigestSnapshot(workspace, '#launches', '2026-12-31')
  await deleteExpired(workspace, '2026-07-11T07:00:00.000Z')

  expect(shop.rows('select request_key from request_receipt')).toEqual([{ request_key: 'six days ago' }])
  const digests = shop.rows<{ entity: string; snapshot: string | null }>(
    `select entity, snapshot from outbox where kind = 'digest' order by id`,
  )
  expect(digests.every(({ entity }) => entity >= '2026-06-10')).toBe(true)
  expect(digests.length).toBeGreaterThan(25)
  expect(digests.filter(({ snapshot }) => snapshot !== null)).toHaveLength(1)
  expect(await loadLastDigestSnapshot(workspace, '#launches', '2026-12-31')).toEqual(before)
  expect(shop.rows('select count(*) as mornings from occurrence')).toEqual([{ mornings: 40 }])
})
