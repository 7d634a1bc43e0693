import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { drawHome, drawMessage } from '../../src/chat/slack/render.ts'
import { drawMessage as drawInTeams } from '../../src/chat/teams/render.ts'
import { anyCard } from '../chat/arbitrary-card.ts'

/** What makes Slack notify a channel, a workspace or a group. */
const calls = /<!(?:channel|here|everyone|subteam)/

/** Writes a payload without the values that come back with a press, which nobody sees. */
const shown = (payload: unknown) =>
  JSON.stringify(payload, (key, value) => (key === 'value' || key === 'private_metadata' ? undefined : value))

describe('no card, whatever stands in it, notifies more than the people that it names', () => {
  it('in Slack', () => {
    fc.assert(
      fc.property(anyCard, (card) => {
        for (const level of ['full', 'basic', 'text'] as const) {
          const { text, blocks } = drawMessage(card, level)
          expect(shown([text, blocks])).not.toMatch(calls)
          expect(JSON.stringify(blocks)).not.toMatch(/"type":"(?:broadcast|usergroup)"/)
        }
        expect(shown(drawHome(card))).not.toMatch(calls)
      }),
      { numRuns: 60 },
    )
  })

  it('in Teams', () => {
    fc.assert(
      fc.property(anyCard, (card) => {
        const { attachments = [] } = drawInTeams(card) as { attachments?: readonly { content?: unknown }[] }
        const entities = attachments.flatMap(
          ({ content }) =>
            (content as { msteams?: { entities?: readonly { mentioned: Mentioned }[] } })?.msteams?.entities ?? [],
        )
        for (const { mentioned } of entities) {
          expect(mentioned.type ?? 'user').toBe('user')
          expect(mentioned.id).not.toMatch(/@thread\./)
        }
      }),
      { numRuns: 60 },
    )
  })
})

type Mentioned = { readonly id: string; readonly type?: string }
