import { join } from 'node:path'
import { makeTemplate, temporaryDatabase } from '../_helpers/engine.ts'
import { startPostgres } from '../_helpers/postgres.ts'
import { openFakeSlack } from '../_helpers/slack/fake-slack.ts'
import { startBot } from '../_helpers/slack/running-bot.ts'
import { fillCompany } from './answering.ts'
import { type Figure, percentile, round } from './measure.ts'
import { startBare } from './service/calibration.ts'
import { folder, morning, openShop, shop, sku } from './shop.ts'
import { hammer } from './slack.ts'

const promotions = 500
const rounds = 3
const each = 100
const acts = 20

/** Answers the same signed commands from the same data in a file and on PostgreSQL, in turn, and with two replicas at once. */
export const signedOnEngines = async (): Promise<Figure> => {
  await using place = await folder()
  const file = join(place.path, 'engines.db')
  {
    await using app = await openShop(file)
    await fillCompany(app, promotions)
  }
  await using server = await startPostgres()
  await makeTemplate(server.url)
  await using database = await temporaryDatabase(async () => {}, file, server.url)
  await using fake = await openFakeSlack()
  fake.addUser({ id: 'U0ANA0000', name: 'ana' })
  fake.addChannel({ id: 'C0LAUNCH0', name: 'launches' })
  using bare = await startBare(fake.apiUrl)
  const how = { at: `${morning}T06:00:00Z`, isHurried: true }
  await using sqlite = await startBot(fake, file, how)
  await using one = await startBot(fake, database.url, how)
  await using other = await startBot(fake, database.url, how)
  const check = (i: number) => `check P-${1 + ((i * 37) % promotions)}`
  const act = (who: string) => (i: number) =>
    `add "${who} ${i}" sku:${sku(0)} at:${shop(0)} from:${morning.slice(0, 4)}-12-01 to:${morning.slice(0, 4)}-12-07 units:10 another:yes`
  for (const { url } of [bare, sqlite, one, other]) await hammer(url, each, check)
  const found = { bare: [] as number[], sqlite: [] as number[], postgres: [] as number[], both: [] as number[] }
  const acted = { sqlite: [] as number[], postgres: [] as number[] }
  for (let turn = 0; turn < rounds; turn++) {
    found.bare.push(await hammer(bare.url, each, check))
    found.sqlite.push(await hammer(sqlite.url, each, check))
    found.postgres.push(await hammer(one.url, each, check))
    const two = await Promise.all([hammer(one.url, each, check), hammer(other.url, each, check)])
    found.both.push(Math.min(...two) * 2)
    acted.sqlite.push(await hammer(sqlite.url, acts, act(`file ${turn}`)))
    acted.postgres.push(await hammer(one.url, acts, act(`server ${turn}`)))
  }
  const middle = (values: readonly number[]) => percentile(values, 0.5)
  return {
    name: 'signed-on-engines',
    figures: {
      bare_per_second: round(middle(found.bare), 0),
      sqlite_per_second: round(middle(found.sqlite), 0),
      postgres_per_second: round(middle(found.postgres), 0),
      ratio: round(middle(found.postgres) / middle(found.sqlite)),
      two_replicas_ratio: round(middle(found.both) / middle(found.postgres)),
      sqlite_acts_per_second: round(middle(acted.sqlite), 0),
      postgres_acts_per_second: round(middle(acted.postgres), 0),
      ratio_of_acts: round(middle(acted.postgres) / middle(acted.sqlite)),
    },
  }
}
