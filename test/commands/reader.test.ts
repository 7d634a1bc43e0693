import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Card } from '../../src/cards/language/card.ts'
import { renderText } from '../../src/chat/terminal/render.ts'
import { refreshCards } from '../../src/services/alerts/refresh-cards.ts'
import { apply } from '../../src/store/changes/apply.ts'
import type { Speaker } from '../_helpers/company.ts'
import { locales, noLocales } from '../_helpers/locales.ts'
import { colaStage, type Stage } from './stage.ts'

/** One blank stands for those of every width. */
const seen = (text: string) => text.replaceAll(/[\u00a0\u2009\u202f]/gu, ' ')

const summer = 'promo add "Summer" sku:SKU-100 at:EAST dates:"6-12 Jul" units:2700 price:7.99'

/** Everything a person can cause in a channel: what each step was answered, and what stood in the outbox after it. */
const story = async (cola: Stage, said: Speaker) => {
  const answers: Card[] = []
  const posts: string[] = []
  const ask = async (words: string) => {
    answers.push(await cola.ask(words, said))
    posts.push(JSON.stringify(cola.rows('select * from outbox order by id')))
  }
  const refresh = async () => {
    const { workspace, policy, timeZone, today, now } = cola.app
    const reach = { reaches: () => true, edits: true }
    const asked = { workspace, policy, timeZone, reach, today: today(), now: now() }
    await apply(workspace, await refreshCards(asked, { promotions: 'all' }), null, now())
  }
  await ask('shelfready subscribe')
  await ask(summer)
  await ask('promo add "Fair" sku:SKU-100 at:EAST dates:"20-26 Jul" units:400')
  await ask('promo add "Picnic" sku:SKU-110 at:EAST dates:"1-3 Jul" units:4000')
  await ask('promo clone P-3 dates:"3-9 Jan 2027"')
  await refresh()
  await ask('promo edit P-1 units:6000 dates:"7-13 Jul"')
  await refresh()
  await ask('shelfready ack P-1')
  await ask('shelfready snooze P-2 until:"3 Jun"')
  await ask('shelfready digest now')
  await refresh()
  await ask('shelfready resolve R-1 reason:"PO-91 is placed"')
  await cola.feed('inbound', 'order_id,sku,location,quantity,due_date\nPO-78,SKU-100,EAST,1500,2026-06-24\n')
  await ask('promo cancel P-2 why:supply')
  await refresh()
  for (const question of ['promo list', 'promo check', 'promo show P-1', 'promo why P-1', 'promo balance P-1'])
    await ask(question)
  for (const question of [
    'shelfready risks',
    'shelfready settings',
    'shelfready home',
    'promo history P-2',
    'stock SKU-100',
  ])
    await ask(question)
  await ask('promo what-if sku:SKU-100 at:EAST dates:"6-12 Jul" units:1234')
  await ask('shelfready snooze R-1 until:2026-05-01')
  return { answers, posts: posts.join('\n') }
}

/** Without the line of a chart that the terminal writes itself. */
const asText = (cards: readonly Card[]) =>
  cards
    .map((card) => renderText(card))
    .join('\n\n')
    .replaceAll(/^.* · from .* to .* units.*$/gm, '')

/** Without what the store says of the computer's own clock. */
const timeless = (store: string) => store.replaceAll(/^(batch|kysely_migration|schema_marker|workspace) .*$/gm, '')

const told = async (locale: string | undefined) => {
  await using cola = await colaStage(10, true)
  const { answers, posts } = await story(cola, locale === undefined ? {} : { locale })
  return { answers: asText(answers), posts, store: timeless(cola.everything()) }
}

describe('what a person causes in a channel', () => {
  let neutral: Awaited<ReturnType<typeof told>>
  beforeAll(async () => {
    neutral = await told(undefined)
  })

  it('is told in every way there is', async () => {
    await using cola = await colaStage(10, true)
    await story(cola, {})
    const kinds = cola.rows('select distinct kind, form from outbox').map(({ kind, form }) => `${kind} ${form}`)
    for (const kind of ['promotion null', 'promotion thread', 'promotion broadcast', 'digest null'])
      expect(kinds).toContain(kind)
    expect(neutral.store).toContain('snoozed until Wed 3 Jun:')
  })

  it('is the same, byte for byte, whichever locale is theirs', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...locales, ...noLocales), async (locale) => {
        const { answers, posts, store } = await told(locale)
        expect(posts).toBe(neutral.posts)
        expect(store).toBe(neutral.store)
        if (noLocales.includes(locale)) expect(answers).toBe(neutral.answers)
        expect(answers).not.toMatch(/undefined|NaN|\[object|Invalid Date/)
      }),
      { numRuns: 14, examples: [['de'], ['ar-EG'], ['fa'], ['ja'], ['en-US'], ['nonsense']] },
    )
  })

  it('is the same also where they chose it, and their answers are not', async () => {
    const both = async (locale: string) => {
      await using cola = await colaStage(10, true)
      await cola.say(`shelfready settings locale:${locale}`)
      const { answers, posts } = await story(cola, {})
      return { answers: asText(answers), posts }
    }
    const [german, none] = [await both('de'), await both('none')]
    expect(german.posts).toBe(none.posts)
    expect(seen(german.answers)).toMatch(/Mo\., 1\. Juni/)
    expect(none.answers).not.toMatch(/Juni/)
  })

  it('says in private what it says there, in the reader’s own way', async () => {
    const german = seen((await told('de')).answers)
    for (const words of ['Mo., 6. – So., 12. Juli', 'Mo., 1. Juni', '2.700', 'Mo to Fr', '3. Januar 2027'])
      expect(german).toContain(words)
    expect(german.replaceAll('until Wed 3 Jun', '')).not.toMatch(/\b(Mon|Tue|Wed|Thu|Fri|Sat|Sun) \d|\d,\d{3}/)
  })
})

describe('a question that was asked before', () => {
  let cola: Stage
  beforeAll(async () => {
    cola = await colaStage()
    await cola.say(summer)
  })
  afterAll(() => cola[Symbol.asyncDispose]())

  it('is answered to each reader in their own way', async () => {
    const readers = [{}, { locale: 'de-DE' }, { locale: 'en-US' }, { locale: 'fa' }, { locale: 'no such' }]
    const first = []
    for (const reader of readers) first.push(seen(await cola.say('promo show P-1', { name: 'Ben', ...reader })))
    expect(first[0]).toContain('Mon 6 to Sun 12 Jul')
    expect(first[1]).toContain('Mo., 6. – So., 12. Juli')
    expect(first[2]).toContain('Mon, Jul 6 – Sun, Jul 12')
    expect(first[3]).toMatch(/۶ ژوئیه/)
    expect(first[4]).toBe(first[0])
    for (const [i, reader] of readers.entries())
      expect(seen(await cola.say('promo show P-1', { name: 'Ben', ...reader }))).toBe(first[i])
  })

  it('is remembered for those who read alike', async () => {
    const [one, other] = [
      await cola.ask('promo list', { name: 'Ben', locale: 'de' }),
      await cola.ask('promo list', { name: 'Cleo', locale: 'de' }),
    ]
    expect(other).toBe(one)
    expect(await cola.ask('promo list', { name: 'Cleo' })).not.toBe(one)
  })

  it('goes by what a person chose before what their platform tells', async () => {
    await cola.say('shelfready settings locale:de', { name: 'Dora', locale: 'en-US' })
    expect(await cola.say('promo list', { name: 'Dora', locale: 'en-US' })).toContain('So., 12. Juli')
    await cola.say('shelfready settings locale:none', { name: 'Dora', locale: 'en-US' })
    expect(await cola.say('promo list', { name: 'Dora', locale: 'en-US' })).toContain('Mon, Jul 6')
  })
})

describe('a form', () => {
  it('says what it is about in the reader’s way, and takes back what it shows', async () => {
    await using cola = await colaStage()
    await cola.say(summer)
    await cola.say('shelfready subscribe')
    const asking = { key: null, person: { id: 'test:Ana', name: 'Ana', locale: 'en-US' }, place: '#launches' }
    const open = (id: string) => cola.app.form({ ...asking, words: { does: 'fill', id, revision: 0 } })
    await cola.say('shelfready risks')
    expect(JSON.stringify(await open('snooze:R-1'))).toMatch(/\w{3}, \w{3} \d/)
    const settings = await open('settings')
    if (!('fields' in settings)) throw new Error('no form')
    expect(settings.fields.find(({ name }) => name === 'at')?.value).toBe('08:00')
  })
})
