import { expect, it } from 'vitest'
import { apply } from '../../src/store/changes/apply.ts'
import { deleteExpired } from '../../src/store/database/housekeeping.ts'
import { loadLastDigestSnapshot } from '../../src/store/delivery/outbox-queries.ts'
import { loadLastMessages } from '../../src/store/feeds/alert-causes.ts'
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
  await deleteExpired(workspace, '2027-07-08T00:00:00.000Z')
  const left = shop.rows<{ day: string }>('select min(local_on) as day from occurrence')[0]?.day
  expect(left).toBe('2026-06-03')
})

it('forgets what a message said a week after it was sent, and that it was sent when nobody edits it any more', async () => {
  await using shop = await office('2026-06-01T07:00:00Z')
  const { workspace } = shop.app
  const post = (about: 'promotion' | 'welcome', entity: string) =>
    apply(
      workspace,
      [{ kind: 'post', channel: '#launches', about, entity, card: { plain: 'Summer Secret' }, notAfter: null }],
      null,
      shop.app.now(),
    )
  await post('promotion', 'P-1')
  await post('welcome', '#launches')
  await post('promotion', 'P-2')
  const settle = (entity: string, state: string, at: string) =>
    workspace.database.kysely
      .updateTable('outbox')
      .set({ state: state as 'sent', settled_at: at })
      .where('entity', '=', entity)
      .execute()
  await settle('P-1', 'sent', '2026-06-01T08:00:00.000Z')
  await settle('#launches', 'sent', '2026-06-01T08:00:00.000Z')
  await settle('P-2', 'parked', '2026-06-01T08:00:00.000Z')
  const said = () =>
    shop
      .rows<{ entity: string; card: string }>(
        `select entity, card from outbox where kind in ('promotion', 'welcome') order by id`,
      )
      .map(({ entity, card }) => `${entity} ${card.includes('Secret') ? 'said' : 'silent'}`)
  await deleteExpired(workspace, '2026-06-08T07:59:00.000Z')
  expect(said()).toEqual(['P-1 said', '#launches said', 'P-2 said'])
  await deleteExpired(workspace, '2026-06-08T08:01:00.000Z')
  expect(said()).toEqual(['P-1 silent', '#launches silent', 'P-2 said'])
  const last = await loadLastMessages(workspace, '#launches', 10)
  expect(last.map(({ entity }) => entity)).toEqual(['P-2'])
  await deleteExpired(workspace, '2027-07-07T00:00:00.000Z')
  expect(said()).toEqual(['#launches silent'])
})
