import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { registration } from '../../_helpers/registered.ts'
import { eventually } from '../../_helpers/slack/office.ts'
import { inDays } from '../../_helpers/slack/stocked-store.ts'
import { cardProblems } from '../../_helpers/teams/card-problems.ts'
import { type Conversation, cardsOf, type Message } from '../../_helpers/teams/fake-teams.ts'
import { dialogOf, formOf, messageWords } from '../../_helpers/teams/reading.ts'
import { noTroubles, openTeamsOffice, type TeamsOffice, troubles } from '../../_helpers/teams/teams-office.ts'

let office: TeamsOffice
let welcome: Message
beforeAll(async () => {
  office = await openTeamsOffice()
  const general = office.teams.conversations.get(office.teams.team.id) as Conversation
  await office.installs(general, office.ana)
  welcome = await office.message(general, 'whether the shelf will be ready')
  await office.settled()
})
afterAll(async () => {
  await office[Symbol.asyncDispose]()
  expect(troubles(office)).toEqual(noTroubles)
})

const fields = { sku: 'SKU-110', at: 'EAST', from: inDays(30), to: inDays(33), units: '50' }
const rows = (name: string) =>
  office.rows(
    'select sku, location, start_on, end_on, units from promotion_line where name = ? order by batch_id',
    name,
  )
let days = 44
/** Registers, in a channel of its own, a promotion that no order saves, and gives its card and its id. */
const newCard = async (name: string) => {
  days += 2
  const where = office.teams.addChannel({ name })
  await office.says(
    office.ana,
    where,
    `promo add "${name}" sku:SKU-100 at:EAST from:${inDays(days)} to:${inDays(days)} units:700`,
  )
  const card = await office.message(where, `READY · ${name}`)
  await office.settled()
  return { card, where, id: /P-\d+/.exec(messageWords(card))?.[0] ?? '' }
}
const opens = (title: string, card: Message) => office.opens(office.ben, card, title)
const submits = async (card: Message, data: ReturnType<ReturnType<typeof formOf>['filled']>) =>
  dialogOf(await office.submits(office.ben, card, data))
/** Asks for the form in words, and gives the message that it is. */
const inline = async (words: string, where = office.teams.addChannel()) => {
  await office.says(office.ana, where, words)
  await office.settled()
  return office.teams.posted(where).at(-1) as Message
}
const inPlace = async (message: Message, inputs: Readonly<Record<string, string>>, title = 'Save') => {
  const { body } = await office.presses(office.ben, message, title, { inputs })
  const answer = body as { readonly type: string; readonly value: unknown }
  expect(answer.type).toBe('application/vnd.microsoft.card.adaptive')
  expect(cardProblems(answer.value)).toEqual([])
  return formOf(answer.value)
}

describe('the form for a promotion', () => {
  it('opens as a dialog, registers, shows the verdict to who filled it in, and the channel its card', async () => {
    const form = await opens('New promotion', welcome)
    expect(form.problems).toEqual([])
    expect(form.title).toBe('New promotion')
    const done = await submits(welcome, form.filled({ name: 'By dialog', ...fields }))
    expect(done.words).toMatch(registration('By dialog'))
    expect(done.problems).toEqual([])
    await office.settled()
    expect(office.saying(welcome.conversationId, 'READY · By dialog')).toHaveLength(1)
    expect(office.saying(welcome.conversationId, registration('By dialog'))).toEqual([])
    expect(rows('By dialog')).toMatchObject([{ sku: 'SKU-110', location: 'EAST', units: 50 }])
  })

  it('with mistakes is shown again, with what is wrong below each field and everything that was typed', async () => {
    const form = await opens('New promotion', welcome)
    const typed = {
      name: 'Wrong',
      sku: 'SKU-999',
      at: 'NOWHERE',
      from: inDays(33),
      to: inDays(30),
      units: 'many',
      type: 'bogo',
    }
    const again = await submits(welcome, form.filled(typed))
    expect(again.problems).toEqual([])
    expect(again.values).toMatchObject(typed)
    expect(again.words).toContain('✖')
    expect(rows('Wrong')).toEqual([])
    const better = await submits(welcome, again.filled({ units: '50' }))
    expect(better.values).toMatchObject({ ...typed, units: '50' })
    const lines = better.words.split('\n')
    const below = (label: string) => {
      const at = lines.indexOf(label)
      return lines.slice(at + 1, at + 3).join('\n')
    }
    expect(below('Items')).toMatch(/✖.*SKU-999/)
    const mended = await submits(
      welcome,
      better.filled({ sku: 'SKU-110', at: 'EAST', from: inDays(30), to: inDays(33) }),
    )
    expect(mended.words).toMatch(registration('Wrong'))
    expect(rows('Wrong')).toMatchObject([{ units: 50 }])
  })

  it.each(['name', 'sku', 'from', 'to'])('without %s says that it is missing, and keeps the rest', async (name) => {
    const form = await opens('New promotion', welcome)
    const typed = { name: `No ${name}`, ...fields }
    const again = await submits(welcome, form.filled({ ...typed, [name]: '' }))
    expect(again.words).toContain('✖ This is needed.')
    const { [name as keyof typeof typed]: _, ...rest } = typed
    expect(again.values).toMatchObject(rest)
    expect(Object.keys(again.values)).not.toContain(name)
  })

  it('that was registered already says as what, and registers another one where that is meant', async () => {
    const form = await opens('New promotion', welcome)
    const data = { name: 'Again', ...fields }
    await submits(welcome, form.filled(data))
    const twin = await submits(welcome, (await opens('New promotion', welcome)).filled(data))
    expect(twin.words).toMatch(/already registered as P-\d+/)
    expect(rows('Again')).toHaveLength(1)
    const other = await submits(welcome, twin.filled({ another: 'yes' }))
    expect(other.words).toMatch(registration('Again'))
    expect(rows('Again')).toHaveLength(2)
  })

  it.each(['promo add', '/promo add', 'promo register', 'promo new'])(
    'is a message to fill in where %s was typed: it registers in its place',
    async (words) => {
      const message = await inline(words)
      expect(messageWords(message)).toContain('New promotion')
      const name = `Typed ${words.replace('/', 'slash ')}`
      const done = await inPlace(message, { name, ...fields })
      expect(done.words).toMatch(registration(name))
      await office.settled()
      expect(office.saying(message.conversationId, `READY · ${name}`)).toHaveLength(1)
      expect(rows(name)).toHaveLength(1)
    },
  )

  it('in a message with mistakes is shown again in its place, with what was typed', async () => {
    const message = await inline('promo add')
    const again = await inPlace(message, { name: 'Half', sku: 'SKU-110', units: 'many' })
    expect(again.values).toMatchObject({ name: 'Half', sku: 'SKU-110', units: 'many' })
    expect(again.words).toContain('✖ This is needed.')
    expect(rows('Half')).toEqual([])
  })

  it('in a message is answered below it where an old client submits it', async () => {
    const message = await inline('promo add')
    const before = office.teams.posted(message.conversationId).length
    await office.presses(office.ben, message, 'Save', { inputs: { name: 'Old form', ...fields }, fallback: true })
    await office.settled()
    const said = office.teams.posted(message.conversationId).slice(before).map(messageWords)
    expect(said.filter((words) => registration('Old form').test(words))).toHaveLength(1)
  })

  it('in a message that an old client submits with mistakes is answered with what they are', async () => {
    const message = await inline('promo add')
    await office.presses(office.ben, message, 'Save', { inputs: { name: 'Old half' }, fallback: true })
    await eventually(() => expect(office.saying(message.conversationId, /This is needed/)).toHaveLength(1))
  })
})

describe('the form to change a promotion', () => {
  it('shows how it stands, changes what was changed, and touches nothing else', async () => {
    const { card } = await newCard('Changed')
    const form = await opens('Change...', card)
    expect(form.values).toMatchObject({
      name: 'Changed',
      sku: 'SKU-100',
      at: 'EAST',
      units: '700',
      owner: office.ana.aadObjectId,
    })
    const done = await submits(card, form.filled({ units: '300' }))
    expect(done.problems).toEqual([])
    expect(rows('Changed').at(-1)).toMatchObject({ units: 300, sku: 'SKU-100', location: 'EAST' })
    await eventually(() => expect(messageWords(office.now(card))).toContain('300 units'))
  })

  it('that others changed meanwhile changes nothing, shows how it stands now, and can be sent again', async () => {
    const { card, id, where } = await newCard('Stale')
    const form = await opens('Change...', card)
    await office.says(office.ana, where, `promo edit ${id} units:650`)
    await office.settled()
    const stale = await submits(card, form.filled({ units: '300' }))
    expect(stale.words).toMatch(/has changed since you opened the form/)
    expect(stale.values.units).toBe('650')
    expect(rows('Stale').at(-1)).toMatchObject({ units: 650 })
    await submits(card, stale.filled({ units: '300' }))
    expect(rows('Stale').at(-1)).toMatchObject({ units: 300 })
  })

  it('sent twice from two open dialogs changes once', async () => {
    const { card } = await newCard('Two dialogs')
    const [one, two] = [await opens('Change...', card), await opens('Change...', card)]
    await submits(card, one.filled({ units: '300' }))
    expect((await submits(card, two.filled({ units: '200' }))).words).toMatch(/has changed since/)
    expect(rows('Two dialogs').at(-1)).toMatchObject({ units: 300 })
  })

  it('in which nothing was changed changes nothing', async () => {
    const { card } = await newCard('Untouched')
    const form = await opens('Change...', card)
    const before = rows('Untouched').length
    expect((await submits(card, form.filled())).words).not.toBe('')
    expect(rows('Untouched')).toHaveLength(before)
  })

  it('takes what was left as it stood as it stands, though as typed it could be read in two ways', async () => {
    const { card, id, where } = await newCard('Two ways')
    await office.says(office.ana, where, `promo edit ${id} price:1.1250`)
    await office.settled()
    const form = await opens('Change...', card)
    expect(form.values.price).toBe('1.125')
    const done = await submits(card, form.filled({ owner: 'Chloe' }))
    expect(done.words).toContain('Two ways (P-')
    const last = () =>
      office.rows(`select price, owner from promotion_line where name = 'Two ways' order by batch_id desc limit 1`)
    expect(last()).toEqual([{ price: 1.125, owner: 'Chloe' }])
    const again = await opens('Change...', card)
    const wrong = await submits(card, again.filled({ price: '1.250' }))
    expect(wrong.words).toMatch(/✖.*1\.250/)
    expect(last()).toEqual([{ price: 1.125, owner: 'Chloe' }])
  })

  it('shows an uplift as people say it, and takes another one', async () => {
    const { card, id, where } = await newCard('Lifted')
    for (const [said, shown] of [
      ['1.6x', '+60%'],
      ['-10%', '-10%'],
      ['+7,5%', '+7.5%'],
    ]) {
      await office.says(office.ana, where, `promo edit ${id} uplift:${said}`)
      await office.settled()
      expect((await opens('Change...', card)).values.uplift).toBe(shown)
    }
    await submits(card, (await opens('Change...', card)).filled({ uplift: '+25%' }))
    const uplift = `select uplift from promotion_line where promotion_id = ? order by batch_id desc limit 1`
    expect(office.rows(uplift, id)).toEqual([{ uplift: 1.25 }])
  })

  it('is a message to fill in where it was typed', async () => {
    const { id, where } = await newCard('Typed change')
    const message = await inline(`promo edit ${id}`, where)
    expect(messageWords(message)).toContain(`Change ${id}`)
    await inPlace(message, { units: '310' })
    expect(rows('Typed change').at(-1)).toMatchObject({ units: 310 })
  })
})

/** The private list of risks, which offers options for each. */
const riskList = async (name: string) => {
  const { card, where, id } = await newCard(name)
  await office.says(office.ben, where, 'shelfready risks')
  await office.settled()
  const list = office.saying(where, /risks?.*·/).at(-1) as Message
  const own = office.rows<{ readonly id: number; readonly episode: number }>(
    `select id, episode from risk where identity like '%"${id}"%'`,
  )[0]
  return { card, list, risk: `R-${own?.id}`, episode: own?.episode ?? 0 }
}
const fills = async (list: Message, what: string, rev: number) => {
  const data = { v: 1, a: 'fill', id: what, rev, msteams: { type: 'task/fetch' } }
  const value = { data, context: { theme: 'default' } }
  const place = office.teams.submits(office.ben, list, {})
  return dialogOf(await office.deliver({ ...place, name: 'task/fetch', value }))
}
const riskState = (risk: string) =>
  office.rows('select state, handler_name, snoozed_until, reason from risk where id = ?', Number(risk.slice(2)))[0]

describe('the forms for a risk', () => {
  it('are offered in the list of risks', async () => {
    const { list } = await riskList('Offered')
    const said = JSON.stringify(cardsOf(list))
    expect(said).toMatch(/"snooze:R-\d+"/)
    expect(said).toMatch(/"(ordered|decide|correct):[RP]-\d+"/)
    expect(said).toMatch(/"handle:R-\d+"/)
  })

  it('put it aside until a day, or until one of those that are offered', async () => {
    const { card, list, risk, episode } = await riskList('Aside')
    const form = await fills(list, `snooze:${risk}`, episode)
    expect(form.problems).toEqual([])
    const until = inDays(10)
    const asked = await submits(card, form.filled({ until: 'day' }))
    expect(asked.problems).toEqual([])
    const done = await submits(card, asked.filled({ day: until }))
    expect(done.words).toContain('snoozed until')
    expect(riskState(risk)).toMatchObject({ state: 'acknowledged', handler_name: 'Ben' })
    expect(`${riskState(risk)?.snoozed_until}`).toContain(until)
  })

  it('settle it with what was done, which is needed', async () => {
    const { card, list, risk, episode } = await riskList('Settled')
    const form = await fills(list, `resolve:${risk}`, episode)
    const empty = await submits(card, form.filled())
    expect(empty.words).toContain('✖ This is needed.')
    expect(riskState(risk)).toMatchObject({ state: 'open' })
    await submits(card, empty.filled({ reason: 'PO-91 is placed for 350' }))
    expect(riskState(risk)).toMatchObject({ reason: 'PO-91 is placed for 350' })
    expect(riskState(risk)?.state).not.toBe('open')
  })

  it('of a risk that nobody knows say so', async () => {
    const { list } = await riskList('Unknown')
    expect((await fills(list, 'snooze:R-999', 1)).words).toContain('no open risk R-999')
    expect((await fills(list, 'resolve:R-999', 1)).words).toContain('no open risk R-999')
  })
})

describe('the form for the settings', () => {
  it('shows them and keeps what was changed, for the channel and for the person', async () => {
    const where = office.teams.addChannel({ name: 'Settings' })
    const message = await inline('shelfready settings', where)
    const form = await opens('Change...', message)
    expect(form.problems).toEqual([])
    const wrong = await submits(message, form.filled({ at: 'soon', zone: 'Europe/Atlantis' }))
    expect(wrong.words).toContain('✖ "soon" is not a time of day; write it like 08:00.')
    expect(wrong.words).toContain('✖ "Europe/Atlantis" is not a time zone')
    expect(wrong.values).toMatchObject({ at: 'soon', zone: 'Europe/Atlantis' })
    await submits(message, wrong.filled({ at: '07:30', days: 'daily', zone: 'Europe/Berlin', locale: 'de' }))
    expect(office.rows('select minute, days, time_zone from subscription where channel = ?', where.id)).toEqual([
      { minute: 450, days: 127, time_zone: 'Europe/Berlin' },
    ])
    expect(office.rows('select locale from person where id = ?', office.ben.aadObjectId)).toEqual([{ locale: 'de' }])
    const again = await opens('Change...', await inline('shelfready settings', where))
    expect(again.values).toMatchObject({ at: '07:30', days: 'daily', zone: 'Europe/Berlin', locale: 'de' })
  })

  it('lets go of what a person had chosen and has emptied, and of nothing else', async () => {
    const where = office.teams.addChannel({ name: 'Emptied' })
    await office.says(office.ben, where, 'shelfready digest at 07:30 daily Europe/Berlin')
    await office.says(office.ben, where, 'shelfready settings locale:de my-zone:Asia/Tokyo')
    await office.settled()
    const own = () => office.rows('select locale, time_zone from person where id = ?', office.ben.aadObjectId)
    const message = await inline('shelfready settings', where)
    const form = await opens('Change...', message)
    expect(form.values).toMatchObject({ locale: 'de', 'my-zone': 'Asia/Tokyo' })
    await submits(message, form.filled({ locale: '' }))
    expect(own()).toEqual([{ locale: null, time_zone: 'Asia/Tokyo' }])
    await submits(message, (await opens('Change...', message)).filled({ 'my-zone': '' }))
    expect(own()).toEqual([{ locale: null, time_zone: null }])
    expect(office.rows('select minute, days, time_zone from subscription where channel = ?', where.id)).toEqual([
      { minute: 450, days: 127, time_zone: 'Europe/Berlin' },
    ])
  })

  it('that someone else changed meanwhile changes nothing, shows how they stand now, and can be sent again', async () => {
    const where = office.teams.addChannel({ name: 'Both change' })
    await office.says(office.ana, where, 'shelfready digest at 07:30 daily Europe/Berlin')
    const message = await inline('shelfready settings', where)
    const form = await opens('Change...', message)
    await office.says(office.ana, where, 'shelfready settings at:09:15')
    await office.settled()
    const before = office.everything()
    const stale = await submits(message, form.filled({ quiet: 'nothing', locale: 'fr' }))
    expect(stale.words).toMatch(/has changed since you opened the form/)
    expect(stale.values).toMatchObject({ at: '09:15', quiet: 'line' })
    expect(office.everything()).toEqual(before)
    await submits(message, stale.filled({ quiet: 'nothing' }))
    expect(office.rows('select minute, when_quiet from subscription where channel = ?', where.id)).toEqual([
      { minute: 555, when_quiet: 'nothing' },
    ])
  })
})
