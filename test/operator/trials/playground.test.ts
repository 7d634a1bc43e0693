import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openPlaygroundBridge } from '../../../src/operator/trials/playground-bridge.ts'
import { anyPort } from '../../../src/operator/trials/ports.ts'

type Heard = { readonly path: string; readonly method: string; readonly body: Record<string, unknown> }

/** A server that remembers what it was sent, and answers what it is told to. */
const listening = async () => {
  const heard: Heard[] = []
  let next: unknown = { id: 'm1' }
  const server = createServer(async (request, response) => {
    const { url: path = '', method = '' } = request
    heard.push({ path, method, body: JSON.parse((await text(request)) || '{}') })
    response.setHeader('content-type', 'application/json').end(JSON.stringify(next))
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    heard,
    answers: (body: unknown) => {
      next = body
    },
    close: () => server.closeAllConnections(),
  }
}

let [bot, playground] = [await listening(), await listening()]
let bridge: AsyncDisposable
let address: string
beforeAll(async () => {
  ;[bot, playground] = [await listening(), await listening()]
  const port = await anyPort(0)
  address = `http://127.0.0.1:${port}`
  bridge = await openPlaygroundBridge({ port, bot: bot.address, playground: playground.address })
})
afterAll(async () => {
  bot.close()
  playground.close()
  await bridge[Symbol.asyncDispose]()
})

const send = async (path: string, method: string, body: unknown) => {
  const answer = await fetch(`${address}${path}`, { method, body: JSON.stringify(body) })
  return (await answer.json()) as { readonly type?: string; readonly value: Card }
}

type Element = { readonly type: string; readonly [name: string]: unknown }
type Card = { readonly body: readonly Element[]; readonly msteams?: unknown }

const cardType = 'application/vnd.microsoft.card.adaptive'
const ordered = { v: 1, a: 'fill', id: 'ordered:R-1', rev: 1 }
const button = (title: string, data: object) => ({ type: 'Action.Submit', title, data })
const opening = (data: object) => button('Ordered...', { ...data, msteams: { type: 'task/fetch' } })
const row = (...actions: readonly object[]) => ({ type: 'ActionSet', actions })
const message = (...body: readonly object[]) => ({
  attachments: [{ contentType: cardType, content: { type: 'AdaptiveCard', msteams: { width: 'Full' }, body } }],
})
const posted = '/_connector/v3/conversations/19%3Alaunches/activities'
const shown = (): Card => {
  const { attachments } = (playground.heard.at(-1) as Heard).body
  const [{ content }] = attachments as readonly [{ readonly content: Card }]
  return content
}

const press = (data: object) =>
  send('/api/messages', 'POST', {
    type: 'invoke',
    name: 'adaptiveCard/action',
    replyToId: 'm1',
    value: { action: { type: 'Action.Execute', data } },
  })

const dialog = (title: string, body: readonly object[], actions: readonly object[]) => ({
  task: { type: 'continue', value: { title, card: { content: { type: 'AdaptiveCard', body, actions } } } },
})

const field = { type: 'Input.Text', id: 'reference', isRequired: true }
const form = dialog('Order for R-1', [field], [button('Save order', { form: { id: 'ordered' } })])

/** What stands below the row of the button. */
const boxIn = ({ value }: { readonly value: Card }) => value.body[1] as Element & { readonly items: readonly Element[] }

const dataOf = (answer: { readonly value: Card }, title: string) => {
  const actions = boxIn(answer).items.at(-1)?.actions as readonly { readonly title: string; readonly data: object }[]
  return actions.find((one) => one.title === title)?.data as object
}

beforeEach(async () => {
  playground.answers({ id: 'm1' })
  await send(posted, 'POST', message(row(opening(ordered)), { type: 'TextBlock', text: 'the next row' }))
})

describe('the playground', () => {
  it('gets a button that is executed in place of one that opens a dialog, and no full width', () => {
    expect(shown().body[0]).toMatchObject({
      actions: [{ type: 'Action.Execute', data: { ...ordered, dialog: 'open' } }],
    })
    expect(JSON.stringify(shown())).not.toMatch(/task\/fetch|msteams/)
  })

  it('shows the dialog below its button, with its fields going with its own buttons alone', async () => {
    bot.answers(form)
    const answer = await press({ ...ordered, dialog: 'open' })
    expect(bot.heard.at(-1)?.body).toMatchObject({
      name: 'task/fetch',
      value: { data: ordered },
      serviceUrl: `${address}/_connector`,
    })
    expect(answer.value.body[0]).toMatchObject({ actions: [{ associatedInputs: 'none' }] })
    expect(boxIn(answer).items).toMatchObject([{ text: 'Order for R-1' }, field, { type: 'ActionSet' }])
    expect(answer.value.body[2]).toMatchObject({ text: 'the next row' })
  })

  it('sends what was filled in, and shows what is wrong or what came of it in the same place', async () => {
    bot.answers(form)
    const data = dataOf(await press({ ...ordered, dialog: 'open' }), 'Save order')
    bot.answers(dialog('Order for R-1', [{ type: 'TextBlock', text: 'A number is missing' }], []))
    const answer = await press({ ...data, reference: 'PO-91' })
    expect(bot.heard.at(-1)?.body).toMatchObject({
      name: 'task/submit',
      value: { data: { form: { id: 'ordered' }, reference: 'PO-91' } },
    })
    expect(JSON.stringify(bot.heard.at(-1)?.body.value)).not.toMatch(/dialog|below/)
    expect(boxIn(answer).items[1]).toMatchObject({ text: 'A number is missing' })
  })

  it('keeps the dialog where the message is redrawn meanwhile, though its button is gone', async () => {
    bot.answers(form)
    await press({ ...ordered, dialog: 'open' })
    await send(
      `${posted}/m1`,
      'PUT',
      message({ type: 'TextBlock', text: 'settled' }, { type: 'TextBlock', text: 'next' }),
    )
    expect(shown().body).toMatchObject([{ text: 'settled' }, { type: 'Container' }, { text: 'next' }])
  })

  it('takes the dialog away when it is closed', async () => {
    bot.answers(form)
    const data = dataOf(await press({ ...ordered, dialog: 'open' }), 'Close')
    const asked = bot.heard.length
    expect((await press(data)).value.body).toMatchObject([{ type: 'ActionSet' }, { text: 'the next row' }])
    expect(bot.heard.length).toBe(asked)
  })

  it('passes everything else on as it is', async () => {
    bot.answers({ statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: 'taken' })
    expect(await press({ v: 1, a: 'acknowledge', id: 'R-1', rev: 1 })).toMatchObject({ value: 'taken' })
    const entities = [{ type: 'mention' }]
    const card = { type: 'AdaptiveCard', msteams: { width: 'Full', entities }, body: [] }
    await send(posted, 'POST', { attachments: [{ contentType: cardType, content: card }] })
    expect(shown().msteams).toEqual({ entities })
  })
})
