import type { Block, Card } from '../../cards/language/card.ts'
import { windowWords } from '../../cards/language/words.ts'
import type { Day } from '../../domain/day.ts'

/** Says a promotion whose shortage no order can prevent any more, as one would type it. */
export const lemonadeDays = (today: Day): string =>
  `promo add "Lemonade days" sku:SKU-110 at:EAST dates:"${windowWords(today + 7, today + 13, today)}" units:400`

const read = (where: 'above' | 'below') => `Read the digest ${where}: what must be done, by which day, and whose it is.`
const press = 'Under School start press Acknowledge: everyone sees that it is yours.'
const verdict = 'The verdict is there at once. On the new card press Decide... to see the ways out and what they cost.'

const onward =
  'Your own Slack or Teams: docs/install-slack.md and docs/install-teams.md. This sample company starts fresh each time.'

/** The guides that a trial posts: what to do first, step by step. */
export const firstMinutes = {
  slack: (today: Day): Card =>
    guide([
      read('above'),
      press,
      'Copy this line into the box below and press Enter. It registers a promotion:',
      ['/', lemonadeDays(today)],
      verdict,
      'At the top right act as Ben, and answer as supply would. Shelfready at the left is your own page.',
    ]),
  teamsChannel: (today: Day): Card =>
    guide([
      read('below'),
      press,
      'Open Personal Chat at the left and send this line. It registers a promotion:',
      ['', lemonadeDays(today)],
      `Come back here. ${verdict}`,
      'Ask anything in the box below: type @, choose Shelfready, then for example stock SKU-110',
    ]),
  teamsPersonal: (today: Day): Card =>
    guide([
      'Open Launches at the left (behind ☰ in a narrow window): it has the digest of a made-up company. Read it, and press Acknowledge under School start.',
      'Come back and send this line. It registers a promotion:',
      ['', lemonadeDays(today)],
      verdict,
      'Write home to see what is yours, or help for what else you can ask.',
    ]),
} as const

const title = 'Start here: your first two minutes'

/** Numbers the steps; a pair is a line to copy, which has no number. */
const guide = (steps: readonly (string | readonly [string, string])[]): Card => {
  let number = 0
  const blocks = steps.map(
    (one): Block => ({ kind: 'text', text: typeof one === 'string' ? `${++number}. ${one}` : one.join('') }),
  )
  return { tone: 'plain', title, plain: title, blocks, footer: onward }
}
