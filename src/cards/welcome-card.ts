import type { Action, Card } from './card.ts'

const step = (label: string, id: string, words: string): Action => ({ label, does: 'show', id, revision: 0, words })

const sampleSteps = [
  step('Ask before you promise', 'what-if', 'promo what-if sku:SKU-110 dates:"next week" uplift:+60%'),
  step('See why', 'why', 'promo why P-1'),
  step('Take what needs somebody', 'risks', 'shelfready risks'),
]

const ownSteps = [
  step('Get the morning here', 'subscribe', 'shelfready subscribe'),
  step('Ask before you promise', 'what-if', 'help promo what-if'),
  step('Announce a promotion', 'add', 'help promo add'),
]

/** Says what this is and the three things to do first. `sample` names where a made-up company is kept, or is null for one's own. */
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
    actions: sample === null ? ownSteps : sampleSteps,
    footer: 'help shows the rest. as:Ben in front of a line speaks as Ben, in:#supply in another channel.',
  }
}
