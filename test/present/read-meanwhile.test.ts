import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readConfig } from '../../src/config.ts'
import { dayOf } from '../../src/domain/day.ts'
import { clearBacklog, loadBacklog } from '../../src/services/present/bring-up-to-date.ts'
import { ownJudges } from '../../src/services/present/judges.ts'
import { openPicture, type Picture } from '../../src/services/present/picture.ts'
import { openDatabase } from '../../src/store/database/open-database.ts'
import { openWorkspace } from '../../src/store/database/workspace.ts'
import { openCompany, sellCola } from '../_helpers/company.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shelfready-read-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** A picture that somebody else reads right before whoever judges reads it. */
const readByOthers = (picture: Picture): Picture => ({
  ...picture,
  refresh: async () => {
    await picture.refresh()
    return picture.refresh()
  },
})

describe('promotions that somebody reads while they are judged', () => {
  it('get their risks all the same', async () => {
    const file = join(folder, 'store.db')
    const now = '2026-06-01T08:10:00Z'
    {
      await using cola = await openCompany(Temporal.Instant.from('2026-06-01T08:00:00Z'), { file })
      await sellCola(cola, { leadDays: 70, lemonade: 5_000, planDays: 200 })
      await cola.feed(
        'promotions',
        'promotion_id,sku,location,name,start,end,units\nF-1,SKU-100,EAST,Summer BOGO,2026-07-06,2026-07-12,700\n',
      )
    }
    await using database = openDatabase(`sqlite:${file}`, { createFolder: false })
    const workspace = await openWorkspace(database, 'default')
    const context = { ...readConfig({}), workspace, now, today: dayOf('2026-06-01') }
    const picture = readByOthers(openPicture(workspace))
    const backlog = await loadBacklog(context)
    expect(backlog.promotions.map(({ promotionId }) => promotionId)).toEqual(['F-1'])
    await clearBacklog({ context, picture, judges: ownJudges }, backlog)
    const stored = database.driver.prepare('select id, state from risk').all()
    expect(stored).toEqual([{ id: 1, state: 'open' }])
    expect(picture.records().size).toBe(1)
  })
})
