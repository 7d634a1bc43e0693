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
const announcing: Action = { ...filling('Announce a promotion', 'add', 0, '/promo add'), isSecondary: false }

const sampleSteps = [
  step('Ask before you promise', 'try-asking'),
  step('See why', 'see-why'),
  step('Take what needs somebody', 'risks'),
]

/** The three first steps in a channel. */
export const firstSteps: readonly Action[] = [
  step('Get the morning here', 'subscribe'),
  step('Ask before you promise', 'how-to-ask'),
  announcing,
]

/** Says what Shelfready is and gives the three first steps. `sample` names the file of the sample company; null for a company's own data. */
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
    footer: 'help shows the rest. as:Ben in front of a line speaks as Ben, in:#supply in another channel.',
  }
}

/** Greets a person who added the bot: what it does for them, and the three first steps. */
export const personalWelcomeCard = (): Card => ({
  tone: 'plain',
  title: 'Shelfready tells you whether the shelf will be ready when a promotion launches.',
  plain: 'Shelfready is here: it tells whether the shelf will be ready when a promotion launches.',
  blocks: [
    {
      kind: 'text',
      text: 'Ask before you promise, announce a promotion, or look at what is yours. Add me to the channel where marketing and supply talk as well: there everybody reads the same verdict, and every working morning what has to be done.',
    },
  ],
  actions: [step('Your page', 'home'), announcing, step('Ask before you promise', 'how-to-ask')],
  footer: 'help shows everything you can ask.',
})

/** Greets a channel that the bot was added to: what it does there, and the three first steps. */
export const joinedCard = (): Card => ({
  tone: 'plain',
  title: 'Shelfready tells this channel whether the shelf will be ready when a promotion launches.',
  plain: 'Shelfready is here: it tells whether the shelf will be ready when a promotion launches.',
  blocks: [
    {
      kind: 'text',
      text: 'Marketing registers a promotion in one line and has a verdict within seconds. Supply takes what needs somebody. Once subscribed, this channel reads every working morning what has to be done, by whom and by when.',
    },
  ],
  actions: firstSteps,
  footer: 'Promotions and their changes are told to everybody here. help shows everything you can ask.',
})
