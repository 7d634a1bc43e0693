import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { eventually, type Office, openOffice } from '../_helpers/slack/office.ts'
import { signedRequest, slashCommand } from '../_helpers/slack/signed-request.ts'

type Line = { readonly msg: string } & Readonly<Record<string, unknown>>

let office: Office
beforeAll(async () => {
  office = await openOffice()
})
afterAll(() => office[Symbol.asyncDispose]())

const lines = (msg: string): readonly Line[] =>
  office.bot
    .log()
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Line)
    .filter((line) => line.msg === msg)

const register = 'add "Canary words" sku:SKU-100 at:EAST from:2027-03-01 to:2027-03-07 units:5000'

describe('the log', () => {
  it('has a line for each command, with who, where, which ids and how long, and none of its words', async () => {
    await office.types(`/promo ${register}`)
    await office.types('/promo list')
    await office.types('/promo list')
    const [registered, ...listed] = lines('command')
    expect(registered).toMatchObject({ who: office.ana.id, where: office.launches.id, what: 'promo add' })
    expect(registered?.about).toEqual([expect.stringMatching(/^P-\d+$/)])
    expect(registered?.ms).toEqual(expect.any(Number))
    expect(listed.map(({ what }) => what)).toEqual(['promo list', 'promo list'])
    expect(lines('act')).toContainEqual(
      expect.objectContaining({ what: 'register', who: office.ana.id, about: String(registered?.about) }),
    )
    expect(office.bot.log()).not.toMatch(/canary/i)
  })

  it('has a line for each message that was settled and each risk that was opened', async () => {
    await office.settled()
    const sent = office.rows<{ id: number; channel: string }>(
      `select id, channel from outbox where state = 'sent' order by id`,
    )
    await eventually(() => expect(lines('message sent').length).toBeGreaterThanOrEqual(sent.length))
    expect(lines('message sent')).toContainEqual(
      expect.objectContaining({ message: Number(sent[0]?.id), channel: sent[0]?.channel }),
    )
    await eventually(() => {
      const risks = office.rows<{ id: number }>('select id from risk order by id').map(({ id }) => Number(id))
      expect(risks.length).toBeGreaterThan(0)
      expect(lines('risk opened').map(({ risk }) => risk)).toEqual(risks)
    })
  })

  it('writes what is refused once, and how often it was when the service ends', async () => {
    for (let time = 0; time < 3; time++) {
      await office.types('/promo show P-999')
      const body = slashCommand({ command: '/promo', text: 'list' })
      const { status } = await signedRequest({ url: office.bot.url, secret: 'e'.repeat(32), body })
      expect(status).toBe(401)
    }
    expect(lines('command refused')).toHaveLength(1)
    expect(lines('request refused')).toEqual([
      expect.objectContaining({ path: '/slack/events', status: 401, from: expect.stringContaining('127.0.0.1') }),
    ])
    await office.bot.kill('SIGTERM')
    for (const msg of ['command refused', 'request refused'])
      expect(lines(msg).map(({ repeated }) => repeated)).toEqual([undefined, 2])
  })

  it('names the company by a hash, never by its name', () => {
    const workspaces = new Set(
      [...lines('command'), ...lines('act'), ...lines('message sent')].map(({ workspace }) => workspace),
    )
    expect([...workspaces]).toEqual(['37a8eec1'])
  })
})
