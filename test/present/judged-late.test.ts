import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { readConfig } from '../../src/config.ts'
import { dayOf } from '../../src/domain/day.ts'
import { clearBacklog, loadBacklog } from '../../src/services/present/bring-up-to-date.ts'
import { type Judges, ownJudges } from '../../src/services/present/judges.ts'
import { openPicture } from '../../src/services/present/picture.ts'
import { openDatabase } from '../../src/store/database/open-database.ts'
import { openWorkspace } from '../../src/store/database/workspace.ts'
import { openCompany, sellCola } from '../_helpers/company.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shelfready-late-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

it('a judgement that comes after a newer one of another service does not take its place', async () => {
  const file = join(folder, 'store.db')
  const now = '2026-06-01T08:10:00Z'
  const promotion = (units: number) =>
    `promotion_id,sku,location,name,start,end,units\nF-1,SKU-100,EAST,Summer BOGO,2026-07-06,2026-07-12,${units}\n`
  await using cola = await openCompany(Temporal.Instant.from('2026-06-01T08:00:00Z'), { file })
  await sellCola(cola, { leadDays: 70, lemonade: 5_000, planDays: 200 })
  await cola.feed('promotions', promotion(700))
  await using database = openDatabase(`sqlite:${file}`, { createFolder: false })
  const workspace = await openWorkspace(database, 'default')
  const context = { ...readConfig({}), workspace, now, today: dayOf('2026-06-01') }
  const slow: Judges = {
    ...ownJudges,
    judge: async (judging, ids) => {
      const judged = await ownJudges.judge(judging, ids)
      await cola.feed('promotions', promotion(900))
      const picture = openPicture(workspace)
      await clearBacklog({ context, picture, judges: ownJudges }, await loadBacklog(context))
      return judged
    },
  }
  await clearBacklog({ context, picture: openPicture(workspace), judges: slow }, await loadBacklog(context))
  const picture = openPicture(workspace)
  await picture.refresh()
  expect(picture.entry('F-1')?.readiness.lines.map(({ demand }) => Math.round(demand?.mean ?? 0))).toEqual([900])
  expect(database.driver.prepare('select count(*) as marks from outdated_promotion').get()).toEqual({ marks: 0 })
})
