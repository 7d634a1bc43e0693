import { describe, expect, it } from 'vitest'
import type { Action, Card } from '../../../src/cards/language/card.ts'
import { firstMinutes, lemonadeDays } from '../../../src/operator/trials/first-minutes.ts'
import { fillTrial, type Opening, postOpening } from '../../../src/operator/trials/trial.ts'
import { launches, openOffice, people } from '../../gallery/office.ts'

const place = { id: launches.id, name: launches.name }
const opening: Opening = {
  place,
  person: { id: people.Ana.id, name: people.Ana.name },
  hasDigest: true,
  guide: firstMinutes.slack,
}

const openTrial = async (moment: string) => {
  const office = await openOffice(moment)
  await fillTrial(office.app, place)
  await postOpening(office.app, opening)
  return office
}

const nothing: Card = { tone: 'plain', title: '', plain: '', blocks: [], footer: null }

const textOf = (card: Card): string => JSON.stringify(card.blocks)

/** The buttons on the row of a card that names a promotion. */
const buttonsOf = ({ blocks }: Card, name: string): readonly Action[] =>
  blocks
    .flatMap((block) => (block.kind === 'items' ? block.items : []))
    .filter(({ text }) => text.includes(name))
    .flatMap(({ actions = [] }) => actions)

const weekdays = ['2026-11-24', '2026-11-25', '2026-11-26', '2026-11-27', '2026-11-28', '2026-11-29', '2026-11-30']

describe.each(weekdays)('the first minutes of a trial that begins on %s', (day) => {
  it('work when they are followed', async () => {
    await using office = await openTrial(`${day}T10:00:00Z`)

    const [digest = nothing, guide = nothing, ...more] = (await office.happen()).map(({ card }) => card as Card)
    expect(more).toEqual([])
    expect(digest.title).toContain('#launches')
    expect(digest.title).not.toContain(launches.id)
    expect(textOf(guide)).toContain('Read the digest above')

    const press = buttonsOf(digest, 'School start').find(({ label }) => label === 'Acknowledge')
    const { does, id, revision } = press as Action
    await office.ask({ does, id, revision }, 'Ana')
    expect(textOf(await office.ask('shelfready risks mine', 'Ana'))).toContain('School start')

    const answer = await office.ask(lemonadeDays(office.app.today()), 'Ana')
    expect(answer.refusal).toBeUndefined()
    expect(`${answer.title} ${textOf(answer)}`).toMatch(/Not ready/)
    const posted = (await office.happen()).map(({ card }) => card as Card)
    expect(posted.flatMap(({ actions = [] }) => actions).map(({ label }) => label)).toContain('Decide...')
  })
})

describe('the first digest of a trial', () => {
  it('says what the cards say, because it waits for what is learned from the sales', async () => {
    await using office = await openTrial('2026-11-30T10:00:00Z')
    const [digest = nothing] = (await office.happen()).map(({ card }) => card as Card)
    const said = quantityIn(digest)
    expect(said).toMatch(/^\d+$/)
    await office.app.learn(office.app.today())
    expect(quantityIn(await office.ask('shelfready risks'))).toBe(said)
  })
})

const quantityIn = (card: Card) => /Ice cream days.*?order (\d+)/.exec(textOf(card))?.[1]
