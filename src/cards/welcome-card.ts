import type { Card } from './card.ts'

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
    actions: [
      {
        label: 'Ask before you promise',
        does: 'show',
        id: 'what-if',
        revision: 0,
        words: 'promo what-if sku:SKU-110 dates:"next week" uplift:+60%',
      },
      { label: 'See why', does: 'why', id: 'P-1', revision: 0, words: 'promo why P-1' },
      { label: 'Take what needs somebody', does: 'show', id: 'risks', revision: 0, words: 'shelfready risks' },
    ],
    footer: 'help shows the rest. as:Ben in front of a line speaks as Ben, in:#supply in another channel.',
  }
}
