import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isFileStore } from '../../src/chat/teams/send-file.ts'
import { isObject, listOf } from '../_helpers/slack/block-kit-shape.ts'
import { eventually, type Office, openOffice, shown, valueBehind } from '../_helpers/slack/office.ts'
import { shortCola } from '../_helpers/slack/stocked-store.ts'
import type { Message } from '../_helpers/teams/fake-teams.ts'
import { messageWords } from '../_helpers/teams/reading.ts'
import { noTroubles, openTeamsOffice, type TeamsOffice, troubles } from '../_helpers/teams/teams-office.ts'

const header = /^\ufeff[a-z_]+(,[a-z_]+)+\r\n/
const rows = 'shelfready requirements csv'

describe('in Slack the rows of what has to be ordered', () => {
  let office: Office
  beforeAll(async () => {
    office = await openOffice()
    await office.types(shortCola('Short'))
    await office.settled()
  })
  afterAll(async () => {
    await office[Symbol.asyncDispose]()
    expect(office.fake.problems).toEqual([])
  })
  const files = () => office.fake.messages(office.direct(office.ana).id).flatMap(({ files = [] }) => files)

  it('come as a file to the one who asks, wherever they ask, and a delivery made twice brings one', async () => {
    const said = shown(await office.types('/shelfready requirements csv', { trigger_id: 'once' }))
    expect(said).toContain('The file is on its way')
    await office.types('/shelfready requirements csv', { trigger_id: 'once' })
    await office.settled()
    expect(files()).toHaveLength(1)
    expect(files()[0]?.name).toMatch(/^to-order-\d{4}-\d\d-\d\d-\d+-\d+\.csv$/)
    expect(files()[0]?.text).toMatch(header)
    expect(office.fake.messages(office.launches.id).flatMap(({ files = [] }) => files)).toEqual([])
  })

  it('come by a mention in a channel, which is told where they are', async () => {
    const before = files().length
    const text = `<@${office.fake.bot.userId}> ${rows}`
    const event = {
      type: 'app_mention',
      user: office.ana.id,
      channel: office.launches.id,
      ts: '1764300000.000100',
      text,
    }
    await office.hears({ event })
    await eventually(() => expect(files()).toHaveLength(before + 1))
    await eventually(() => expect(office.fake.ephemerals.at(-1)?.text).toContain('in our direct messages'))
  })

  it('come by a button of the list', async () => {
    const before = files().length
    const { json } = await office.types('/shelfready requirements')
    const blocks = isObject(json) ? listOf(json.blocks) : []
    const value = valueBehind(blocks, 'Send me the file')
    await office.presses({ value, is_ephemeral: true })
    await eventually(() => expect(files()).toHaveLength(before + 1))
  })

  it('are found again where nobody knows whether they arrived, and are not sent twice', async () => {
    const before = files().length
    office.fake.script({ method: 'files.completeUploadExternal', fault: { kind: 'reset', commits: true } })
    await office.types('/shelfready requirements csv')
    await eventually(() => expect(files()).toHaveLength(before + 1))
    await office.settled(90_000)
    expect(files()).toHaveLength(before + 1)
  })

  it('come as text where the app may not upload', async () => {
    office.fake.removeScope('files:write')
    const direct = () => office.fake.messages(office.direct(office.ana).id).map(({ text }) => text)
    const before = direct().length
    await office.types('/shelfready requirements csv')
    await office.settled()
    expect(direct().slice(before).join('\n')).toMatch(/as CSV/)
    office.fake.addScope('files:write')
  })
})

describe('in Teams the rows of what has to be ordered', () => {
  let office: TeamsOffice
  beforeAll(async () => {
    office = await openTeamsOffice()
    await office.says(office.ana, office.launches, shortCola('Short').slice(1))
    await office.message(office.launches, 'NOT READY')
    await office.settled()
  })
  afterAll(async () => {
    await office[Symbol.asyncDispose]()
    expect(troubles(office)).toEqual(noTroubles)
  })
  const own = () => office.teams.posted(office.teams.personalChat(office.ana))
  const typeOf = (message: Message | undefined): unknown => {
    const [first] = listOf(message?.activity.attachments)
    return isObject(first) ? first.contentType : null
  }
  const asked = () => own().findLast((one) => typeOf(one) === 'application/vnd.microsoft.teams.card.file.consent')

  it('are stored where their reader lets them be, and shown in the place of the question', async () => {
    await office.says(office.ana, office.teams.personalChat(office.ana), rows)
    const question = await eventually(() => {
      const found = asked()
      if (found === undefined) throw new Error('not asked yet')
      return found
    })
    expect(office.teams.drive.size).toBe(0)
    await office.deliver(office.teams.consents(office.ana, question, true))
    await eventually(() => expect(typeOf(office.now(question))).toBe('application/vnd.microsoft.teams.card.file.info'))
    expect([...office.teams.drive.values()][0]).toMatch(header)
    await office.settled()
    expect(office.teams.drive.size).toBe(1)
  })

  it('are not stored where they are declined', async () => {
    const before = office.teams.drive.size
    await office.says(office.ana, office.teams.personalChat(office.ana), rows)
    const question = await eventually(() => {
      const found = asked()
      if (found === undefined) throw new Error('not asked yet')
      return found
    })
    const { status } = await office.deliver(office.teams.consents(office.ana, question, false))
    expect(status).toBe(200)
    await office.settled()
    expect(office.teams.drive.size).toBe(before)
  })

  it('stand in a channel as text, with a button that sends the file to the one who presses', async () => {
    await office.says(office.ana, office.launches, rows)
    const said = await eventually(() => {
      const found = office.teams.posted(office.launches).findLast((one) => messageWords(one).includes('as CSV'))
      if (found === undefined) throw new Error('not said yet')
      return found
    })
    const before = own().length
    const { words } = await office.opens(office.ana, said, 'Send me the file')
    expect(words).toContain('The file is on its way')
    await eventually(() => expect(own().length).toBe(before + 1))
    expect(typeOf(own().at(-1))).toBe('application/vnd.microsoft.teams.card.file.consent')
  })

  it('are never sent to an address that is no store of files', () => {
    for (const url of ['https://acme-my.sharepoint.com/a', 'https://x.sharepoint.us/b'])
      expect(isFileStore(url)).toBe(true)
    for (const url of [
      'http://acme.sharepoint.com/a',
      'https://sharepoint.com.evil.example/a',
      'https://evilsharepoint.com/a',
      'https://u@acme.sharepoint.com/a',
      'http://169.254.169.254/',
      'nonsense',
    ])
      expect(isFileStore(url)).toBe(false)
  })
})
