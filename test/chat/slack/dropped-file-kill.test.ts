import { describe, expect, it } from 'vitest'
import { blockText } from '../../_helpers/slack/block-kit-text.ts'
import { eventually, openOffice, valueBehind } from '../../_helpers/slack/office.ts'
import { startBot } from '../../_helpers/slack/running-bot.ts'
import { inDays } from '../../_helpers/slack/stocked-store.ts'

const isFull = process.env.PROOF === 'full'

/** Sales of cola that take long enough to be read that somebody can be told how far it is. */
const manyRows = (rows: number): string => {
  const lines = Array.from(
    { length: rows },
    (_, i) => `${inDays(-1 - (i % 700))},N-${Math.floor(i / 700)},EAST,${1 + (i % 7)}`,
  )
  return `Datum,Artikel,Filiale,Absatz\n${lines.join('\n')}\n`
}

describe.runIf(isFull)('a process that is killed while it reads a file', () => {
  it('leaves nothing of it, and the next one goes on or says that it is still there', async () => {
    await using office = await openOffice({ isHurried: true })
    const { fake, ana } = office
    const inbox = office.direct(ana)
    const words = () => fake.messages(inbox.id).map(({ text, blocks }) => `${text}\n${blockText(blocks)}`)
    const { id } = fake.uploads('umsatz.csv', manyRows(180_000))
    await office.hears({
      event: {
        ...{ type: 'message', subtype: 'file_share', channel_type: 'im', channel: inbox.id, user: ana.id },
        ...{ text: 'sales', ts: '1764300009.000100', files: [{ id, name: 'umsatz.csv' }] },
      },
    })
    const asked = await eventually(() => {
      const found = fake.messages(inbox.id).find(({ text }) => text.includes('Looks like'))
      if (found === undefined) throw new Error(words().join())
      return found
    })
    const value = valueBehind(asked.blocks, 'Import')
    await office.presses({ value, channel_id: inbox.id, message_ts: asked.ts })
    await eventually(() =>
      expect(words().join()).toMatch(/Reading umsatz\.csv: [\d,]+ rows so far, about \d+ \w+ left/),
    )
    const port = Number(new URL(office.bot.url).port)
    await office.bot.kill('SIGKILL')
    expect(office.rows(`select id from batch where state = 'visible' and source = 'umsatz.csv'`)).toEqual([])
    expect(office.rows(`select id from dropped_file`)).toHaveLength(1)
    await using _ = await startBot(fake, office.file, { port })
    await eventually(() => expect(words().join()).toMatch(/Sales imported: 180,000 rows|was interrupted/), 170_000)
    expect(words()).toHaveLength(1)
  }, 240_000)
})
