import { apply } from '../../src/store/changes/apply.ts'
import { openStore } from '../../src/store/database/open-store.ts'
import { type FakeSlack, openFakeSlack } from '../_helpers/slack/fake-slack.ts'
import { startBot } from '../_helpers/slack/running-bot.ts'
import { stockedStore } from '../_helpers/slack/stocked-store.ts'
import { type Figure, percentile, round } from './measure.ts'

const channels = 500
const messages = 4
/** Slack takes one message a second in each channel. */
const allowed = channels

const now = () => Temporal.Now.instant().toString({ smallestUnit: 'millisecond' })

/** Posts as many messages with nothing but the calls, as many at once as the service makes. */
const postBare = async (fake: FakeSlack, ids: readonly string[]): Promise<number> => {
  const all = ids.flatMap((channel) => Array.from({ length: messages }, () => channel))
  const start = performance.now()
  await Promise.all(
    Array.from({ length: 16 }, async () => {
      for (let channel = all.pop(); channel !== undefined; channel = all.pop())
        await (
          await fetch(`${fake.apiUrl}chat.postMessage`, {
            method: 'POST',
            headers: { authorization: `Bearer ${fake.token}`, 'content-type': 'application/json' },
            body: JSON.stringify({ channel, text: 'Card.' }),
          })
        ).text()
    }),
  )
  return (channels * messages) / ((performance.now() - start) / 1_000)
}

/** Times how fast the outbox of one service is emptied into 500 channels, against what Slack allows and against the calls alone. */
export const postToManyChannels = async (): Promise<Figure> => {
  await using fake = await openFakeSlack()
  await using store = await stockedStore()
  const ids = Array.from({ length: channels }, (_, i) => `C0POST${String(i).padStart(3, '0')}`)
  for (const id of ids) fake.addChannel({ id, name: id.toLowerCase() })
  const workspace = await openStore({ databaseUrl: `sqlite:${store.file}`, createFolder: false, workspace: 'default' })
  await using _database = workspace.database
  await apply(
    workspace,
    Array.from({ length: channels * messages }, (_, i) => ({
      ...{ kind: 'post', about: 'notice', entity: `${i}`, notAfter: null, channel: ids[i % channels] as string },
      card: { tone: 'plain', title: `Card ${i}.`, plain: `Card ${i}.`, blocks: [], footer: null },
    })),
    null,
    now(),
  )
  const start = performance.now()
  await using _bot = await startBot(fake, store.file, { isHurried: true })
  const arrived: number[] = []
  const count = () => ids.reduce((sum, id) => sum + fake.messages(id).length, 0)
  for (let seen = 0; seen < channels * messages; ) {
    await new Promise((again) => setTimeout(again, 50))
    seen = count()
    while (arrived.length < seen) arrived.push(performance.now() - start)
  }
  const [first = 0] = arrived
  const seconds = ((arrived.at(-1) as number) - first) / 1_000
  const rate = (channels * messages) / seconds
  const bare = await postBare(fake, ids)
  return {
    name: 'posting-500-channels',
    figures: {
      messages: channels * messages,
      a_second: round(rate, 0),
      ratio_of_allowed: round(rate / allowed, 2),
      bare_a_second: round(bare, 0),
      half_after_seconds: round((percentile(arrived, 0.5) - first) / 1_000, 1),
      too_fast: fake.tooFast().length,
    },
  }
}
