import type { Card } from './card.ts'

/** What can be asked for, one real example each. */
export const helpCard = (
  commands: readonly { readonly usage: string; readonly does: string; readonly example: string }[],
): Card => ({
  tone: 'plain',
  title: commands.length === 1 ? (commands[0]?.usage ?? '') : 'What you can ask',
  plain: 'What you can ask',
  blocks: [
    {
      kind: 'items',
      title: null,
      items: commands.map(({ usage, does, example }) => ({
        symbol: '·',
        text: commands.length === 1 ? does : usage,
        detail: commands.length === 1 ? [`for example: ${example}`] : [does, `for example: ${example}`],
      })),
      more: null,
    },
  ],
  footer: 'Dates: 2026-07-06, "6 Jul", dates:"6-12 Jul". Words with blanks go in quotes. A slash in front is optional.',
})
