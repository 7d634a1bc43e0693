import { describe, expect, it } from 'vitest'
import type { Action, Card } from '../../src/cards/language/card.ts'
import type { Links } from '../../src/chat/links.ts'
import { drawMessage as drawForSlack } from '../../src/chat/slack/render.ts'
import { drawMessage as drawForTeams } from '../../src/chat/teams/render.ts'
import { renderForTerminal } from '../../src/chat/terminal/render.ts'
import { typedHere } from '../../src/chat/typed-here.ts'

const rows = 400
const acts = (id: string): readonly Action[] =>
  (['acknowledge', 'why', 'snooze'] as const).map((does, i) => ({
    ...{ label: does, does, id, revision: 1, words: `/shelfready ${does} ${id}` },
    isSecondary: i > 0,
  }))

const largest = (): Card => ({
  tone: 'bad',
  title: 'Launch readiness, Mon 1 Jun',
  subtitle: '#launches · 400 not ready',
  plain: 'Launch readiness, Mon 1 Jun: 400 not ready',
  blocks: [
    {
      kind: 'items',
      title: 'To do, soonest first',
      items: Array.from({ length: rows }, (_, i) => ({
        symbol: '✖',
        text: `Summer BOGO ${i} (P-${i}), 6 Jul: decide by Fri 5 Jun · EUR 3,995 · Ben · R-${i}`,
        detail: [`Cola @ EAST 500 of 700 short from 8 Jul; start 10 Aug, or cap at 156 (/promo options P-${i})`],
        about: `R-${i}`,
        actions: acts(`R-${i}`),
      })),
      left: 0,
      where: '/shelfready risks',
    },
  ],
  footer: 'Stock of today 06:00.',
})

const links: Links = new Map(
  Array.from({ length: rows }, (_, i) => [`P-${i}`, `https://acme.slack.com/archives/C0LAUNCH1/p17640936000001${i}`]),
)

/** The least of so many runs: what others do on this machine is not counted. */
const least = (draw: (card: Card) => unknown): number =>
  Math.min(
    ...Array.from({ length: 15 }, () => {
      const card = largest()
      const begun = performance.now()
      draw(card)
      return performance.now() - begun
    }),
  )

describe('the largest digest', () => {
  it.each([
    ['Slack', (card: Card) => drawForSlack(card, 'full', links)],
    ['Teams', (card: Card) => drawForTeams(typedHere(card, '@Shelfready '), 'full', links)],
    ['the terminal', (card: Card) => renderForTerminal(card)],
  ])('is drawn for %s within 50 ms', (where, draw) => {
    const milliseconds = least(draw)
    console.log(`${rows} rows for ${where}: ${milliseconds.toFixed(1)} ms`)
    expect(milliseconds).toBeLessThan(50)
  })
})
