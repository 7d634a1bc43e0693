import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { renderText } from '../../src/chat/terminal/render.ts'
import { colaStage, type Stage } from './stage.ts'

let cola: Stage
beforeEach(async () => {
  cola = await colaStage(70, true, { SHELFREADY_ADMINS: 'U-ADA' })
})
afterEach(() => cola[Symbol.asyncDispose]())

const ada = { id: 'U-ADA', name: 'Ada', platform: 'slack' } as const
const ben = { id: 'U-BEN', name: 'Ben', platform: 'slack' } as const
const benInTeams = { id: '29:ben', name: 'Ben B', platform: 'teams' } as const

const say = async (words: string, person: typeof ada | typeof ben | typeof benInTeams) =>
  renderText(await cola.app.handle({ key: null, person, place: '#launches', words }))

describe('an account that is joined with another one', () => {
  it('does not answer what the other one has proposed', async () => {
    await say('promo add "Summer BOGO" sku:SKU-100 at:EAST dates:"6-12 Jul" units:700 price:7.99', ada)
    await say('shelfready whoami', ben)
    await say('promo decide P-1 date reason:"ACME needs ten weeks"', benInTeams)
    await say('shelfready link 29:ben U-BEN', ada)
    expect(await say('promo agree P-1', ben)).toMatch(/Nothing was (changed|done)/)
    expect(cola.rows('select state from decision')).toEqual([{ state: 'proposed' }])
  })

  it('ends the digests that come elsewhere, each with a row of its own in the audit', async () => {
    const ended = () =>
      cola
        .rows("select actor, entity, detail from audit where action = 'subscription' order by id")
        .filter(({ detail }) => String(detail).includes('"state":"ended"'))
        .map(({ actor, entity }) => `${actor} ${entity}`)
    await say('shelfready subscribe me at:07:30', ben)
    await say('shelfready subscribe me', benInTeams)
    await say('shelfready link 29:ben U-BEN', ada)
    await say('shelfready subscribe me', benInTeams)
    expect(ended()).toEqual(['U-BEN @U-BEN'])
    await say('shelfready unsubscribe me', ben)
    expect(ended()).toEqual(['U-BEN @U-BEN', 'U-BEN @29:ben'])
  })
})
