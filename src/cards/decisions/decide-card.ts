import type { OptionKind } from '../../domain/options/option.ts'
import type { Card } from '../language/card.ts'
import { optionName } from '../options/option-words.ts'
import { type OptionsView, optionsCard } from '../options/options-card.ts'

/** The options of a promotion, each with the command that proposes it. */
export const decideCard = (view: OptionsView, words: Readonly<Record<OptionKind, readonly string[]>>): Card => {
  const card = optionsCard(view)
  const { promotionId } = view.promotion
  const possible = view.options.filter(({ whyNot }) => whyNot === null)
  return {
    ...card,
    blocks: [
      ...card.blocks,
      {
        kind: 'items',
        title: 'Propose one',
        items: possible.map(({ kind, isBest }) => ({
          symbol: isBest ? '★' : '·',
          text: `${optionName(kind)}: /promo decide ${promotionId} ${words[kind][0]}${example[kind] ?? ''} reason:"..."`,
          detail: [],
        })),
        left: 0,
        where: `/promo options ${promotionId}`,
      },
    ],
  }
}

const example: Readonly<Partial<Record<OptionKind, string>>> = {
  date: ' start:"..."',
  volume: ' cap:...',
  'ready-places': ' at:...',
}
