import type { Card } from '../../src/cards/language/card.ts'
import { renderText } from '../../src/chat/terminal/render.ts'
import type { OutgoingMessage } from '../../src/domain/delivery.ts'
import { nothingSaid } from '../../src/store/delivery/outbox-table.ts'
import { type Begin, type Company, openCompany, sellCola } from '../_helpers/company.ts'
import { registeredId } from '../_helpers/registered.ts'
import { copyStore } from '../_helpers/store-template.ts'

/** A company whose outbox a test reads and whose jobs it runs. */
export type Stage = Company & {
  /** Everything the store holds, as text: equal before and after means that nothing at all was written. */
  readonly everything: () => string
  /** The cards in the outbox of a channel, oldest first, as text. */
  readonly posted: (channel?: string) => readonly string[]
  /** Lets what is due happen, and answers what was posted, as `#channel: text`. */
  readonly tick: () => Promise<string[]>
}

type Settings = Readonly<Record<string, string>>

/** Opens an empty company on a morning; `edits` tells that its platform can change messages that are there. */
export const stage = async (morning: string, edits = false, settings: Settings = {}, begin?: Begin): Promise<Stage> => {
  const company = await openCompany(morning, { settings, edits, ...(begin === undefined ? {} : { begin }) })
  const { app, rows } = company
  return {
    ...company,
    everything: () =>
      rows(`select name from sqlite_master where type = 'table' order by name`)
        .map(({ name }) => `${name} ${JSON.stringify(rows(`select * from "${name}"`))}`)
        .join('\n'),
    // What a message said is forgotten after a week; that there was one is not.
    posted: (channel = '#launches') =>
      rows('select card from outbox where channel = ? order by id', channel).map(({ card }) =>
        card === nothingSaid ? '' : renderText(JSON.parse(card as string) as Card),
      ),
    tick: async () => {
      const sent: string[] = []
      const jobs = await app.startJobs(
        {
          send: async ({ channel, card, outboxId }: OutgoingMessage) => {
            sent.push(`${channel}: ${renderText(card as Card)}`)
            return { kind: 'delivered', messageId: outboxId }
          },
          look: async () => ({ kind: 'absent' }),
          reaches: () => true,
          edits: false,
          pace: () => 0,
          lanes: 1,
        },
        (error) => sent.push(`surprise: ${String(error)}`),
      )
      if (jobs === null) throw new Error('another process posts')
      await using running = jobs
      await running.tick()
      await running.deliver()
      return sent
    },
  }
}

/** The id of the newest promotion, such as `P-3`. */
export const newestId = (said: string): string => {
  const id = registeredId(said)
  if (id === undefined) throw new Error(`not registered: ${said}`)
  return id
}

/** A company on Mon 1 Jun: cola sells 10 a day in EAST (400 on hand, 150 to come on 22 Jun), lemonade is plentiful. */
export const colaStage = (leadDays = 10, edits = false, settings: Settings = {}): Promise<Stage> =>
  stage('2026-06-01', edits, settings, (file) =>
    copyStore(`cola ${leadDays} ${JSON.stringify(settings)}`, file, async (template) => {
      await using cola = await openCompany('2026-06-01', { file: template, settings })
      await sellCola(cola, { leadDays, lemonade: 5_000, planDays: 200 })
    }),
  )
