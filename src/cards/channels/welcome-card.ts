import { works } from '../../domain/people/work.ts'
import type { Action, Card } from '../language/card.ts'
import { filling } from '../risks/risk-actions.ts'

/** The steps of a welcome, by id. */
export const steps: ReadonlyMap<string, string> = new Map([
  ['subscribe', '/shelfready subscribe'],
  ['how-to-ask', '/shelfready help promo what-if'],
  ['home', '/shelfready home'],
  ['try-asking', '/promo what-if sku:SKU-110 dates:"next week" uplift:+60%'],
  ['see-why', '/promo why P-1'],
  ['risks', '/shelfready risks'],
  ['help', '/shelfready help'],
  ['help-more', '/shelfready help more'],
  ...works.map((work) => [`help-${work}`, `/shelfready help as ${work}`] as const),
])

/** Offers a step of a welcome. */
export const step = (label: string, id: string): Action => ({
  label,
  does: 'show',
  id,
  revision: 0,
  words: steps.get(id) as string,
})

/** Offers the form for a promotion. */
const announcing: Action = { ...filling('New promotion', 'add', 0, '/promo add'), isSecondary: false }

/** Offers the form that judges days without registering anything. */
const checking: Action = { ...filling('Check a date', 'check', 0, '/promo what-if'), isSecondary: false }

const sampleSteps = [step('Check a date', 'try-asking'), step('See why', 'see-why'), step('See the risks', 'risks')]

/** What a marketer begins with. */
export const promotionSteps: readonly Action[] = [announcing, checking]

const firstSteps: readonly Action[] = [step('Subscribe to daily digest', 'subscribe'), ...promotionSteps]

/** Says what Shelfready is and gives the first steps. `sample` names the file of the sample company; null for a company's own data. */
export const welcomeCard = (sample: string | null): Card => {
  const title =
    sample === null
      ? 'Shelfready tells this channel whether the shelf will be ready when a promotion launches.'
      : `This is a made-up company, kept in ${sample}.`
  return {
    tone: 'plain',
    title,
    plain: title,
    blocks: [],
    actions: sample === null ? firstSteps : sampleSteps,
    footer: 'help shows more. Start a line with as:Ben to speak as Ben, with in:#supply to speak in that channel.',
  }
}

/** Greets a person who added the bot, with the first steps. */
export const personalWelcomeCard = (): Card => ({
  tone: 'plain',
  title: 'Hello. I tell you whether the shelf will be ready when a promotion launches.',
  plain: 'Shelfready: will the shelf be ready when a promotion launches?',
  blocks: [
    {
      kind: 'text',
      text: 'Ask me as you would ask a colleague: "is cola ready?", "what do I have to do today?". Add me to the channel where marketing and supply talk, so that everyone reads the same verdict.',
    },
  ],
  actions: [...promotionSteps, step('My tasks', 'home')],
  footer: 'help shows what else you can ask.',
})

/** Greets a channel that the bot was added to, with the first steps. */
export const joinedCard = (): Card => ({
  tone: 'plain',
  title: 'Hello. I tell this channel whether the shelf will be ready when a promotion launches.',
  plain: 'Shelfready: will the shelf be ready when a promotion launches?',
  blocks: [
    {
      kind: 'text',
      text: 'Register a promotion and you get a verdict in seconds. Subscribe, and every working morning this channel reads what to do, who does it and by when.',
    },
  ],
  actions: firstSteps,
  footer: 'help shows what else you can ask.',
})
