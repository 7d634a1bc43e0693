import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readTranscript } from '../../src/chat/terminal/send.ts'
import { apply } from '../../src/store/changes/apply.ts'
import { registration } from '../_helpers/registered.ts'
import { openFile } from '../store/open-store.ts'
import { aWhile, type Ended, startServe } from './running.ts'
import { openShop, rowsOf, type Shop, skus, transcriptFile } from './shop.ts'
import { office } from './stand-in-channel.ts'

const rounds = 5
const today = Temporal.Now.plainDateISO('UTC')

let shop: Shop
beforeAll(async () => {
  shop = await openShop(Temporal.Now.instant(), [
    { name: '#berlin', timeZone: 'Europe/Berlin' },
    { name: '#tokyo', timeZone: 'Asia/Tokyo' },
  ])
})
afterAll(() => shop[Symbol.asyncDispose]())

const registrations = new RegExp(registration().source, 'g')

let typed = 0
const nextLine = (): string => {
  const start = today.add({ days: 10 + ++typed })
  return `promo add Sale-${typed}- sku:${skus[typed % skus.length]} at:EAST from:${start} to:${start} units:7`
}

/** Starts the service, types lines no faster than they are answered, and ends it a while after so many answers. */
const terminated = async (file: string, answers: number): Promise<Ended> => {
  const service = startServe(file)
  service.tell(nextLine(), nextLine())
  for (let heard = 1; heard <= answers; heard++) {
    await service.said(registration(), heard)
    service.tell(nextLine())
  }
  if (answers === 0) await service.said(/^Launch readiness/m)
  await aWhile(40)
  service.signal('SIGTERM')
  return service.ended
}

const states = (file: string) =>
  rowsOf<{ state: string; rows: number }>(file, `select state, count(*) as rows from outbox group by 1 order by 1`)

const expectPostedOnce = async (file: string) => {
  const ids = await rowsOf<{ id: string }>(file, `select workspace_id || '-' || id as id from outbox`)
  const posted = readTranscript(transcriptFile(file)).map(({ outboxId }) => outboxId)
  expect(posted.toSorted()).toEqual(ids.map(({ id }) => id).toSorted())
}

describe('SIGTERM', () => {
  it('ends the service with status 0 and nothing half done, five times in a row', async () => {
    const file = await shop.copy()
    let confirmed = 0
    for (let round = 0; round < rounds; round++) {
      const { status, signal, err, out } = await terminated(file, round * 2)
      expect({ status, signal, err }).toEqual({ status: 0, signal: null, err: '' })
      const asked = out.match(/^> promo add/gm)?.length ?? 0
      expect(out.match(registrations)?.length ?? 0).toBe(asked)
      confirmed += asked
      for (const { state } of await states(file)) expect(['pending', 'sent']).toContain(state)
    }
    const { status } = await startServe(file).leave()
    expect(status).toBe(0)
    expect(await states(file)).toEqual([{ state: 'sent', rows: 3 * confirmed }])
    await expectPostedOnce(file)
  })

  it('given five times ends the service at once, and what it was at is posted once by the next one', async () => {
    const file = await shop.copy()
    const service = startServe(file)
    service.tell(...Array.from({ length: 200 }, nextLine))
    await service.said(registration(), 3)
    for (let time = 0; time < 5; time++) {
      service.signal('SIGTERM')
      await aWhile(10)
    }
    const { out, err } = await service.ended
    expect(err).toBe('')
    expect(out.match(registrations)?.length).toBeLessThan(150)
    expect((await startServe(file).leave()).status).toBe(0)
    expect((await states(file)).map(({ state }) => state)).toEqual(['sent'])
    await expectPostedOnce(file)
  })

  it('stops taking up messages, however many wait; the next service posts the rest', async () => {
    const file = await shop.copy()
    const waiting = 400
    {
      await using store = await openFile(file)
      await apply(
        store.workspace,
        Array.from({ length: waiting }, (_, i) => ({
          ...{ kind: 'post', about: 'notice', entity: `${i}`, notAfter: null },
          channel: `#channel-${i % 40}`,
          card: { tone: 'plain', title: `Card ${i}`, plain: `Card ${i}`, blocks: [], footer: null },
        })),
        null,
        `${Temporal.Now.instant()}`,
      )
    }
    const service = startServe(file)
    await service.said(/posted in #channel-/, 3)
    service.signal('SIGTERM')
    const { status, err } = await service.ended
    expect({ status, err }).toEqual({ status: 0, err: '' })
    const left = await states(file)
    expect(left.map(({ state }) => state)).toEqual(['pending', 'sent'])
    await expectPostedInOrder(file)
    expect((await startServe(file).leave()).status).toBe(0)
    expect(await states(file)).toEqual([{ state: 'sent', rows: waiting }])
    await expectPostedOnce(file)
  })
})

/** Expects what was posted so far to be the oldest messages, each once. */
const expectPostedInOrder = async (file: string) => {
  const sent = await rowsOf<{ id: string }>(
    file,
    `select workspace_id || '-' || id as id from outbox where state = 'sent' order by outbox.id`,
  )
  expect(readTranscript(transcriptFile(file)).map(({ outboxId }) => outboxId)).toEqual(sent.map(({ id }) => id))
}

describe('stopping', () => {
  it('waits for the message that is being sent, and sends no other', async () => {
    await using one = await office('2026-06-01T08:00:00Z')
    await one.post('#a', 'P-1')
    await one.post('#a', 'P-2')
    const begun = Promise.withResolvers<void>()
    const send: typeof one.channel.send = async (message) => {
      begun.resolve()
      await pause(200)
      return one.channel.send(message)
    }
    await using jobs = await one.app.startJobs({ ...one.channel, send }, (error) => one.surprises.push(error))
    void jobs?.tick()
    await begun.promise
    await jobs?.stop()
    expect(one.rows('select state from outbox order by id')).toEqual([{ state: 'sent' }, { state: 'pending' }])
  })
})
