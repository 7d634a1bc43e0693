import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Card } from '../../src/cards/language/card.ts'
import { drawMessage as drawForSlack } from '../../src/chat/slack/render.ts'
import { drawCard } from '../../src/chat/teams/render.ts'
import { renderText } from '../../src/chat/terminal/render.ts'
import { anyText } from './arbitrary-card.ts'

const ben = '00000000-0000-0000-0000-0000000000be'

const calling = (account: string, name: string, text: string): Card => ({
  tone: 'warning',
  title: 'One risk needs you',
  plain: 'One risk needs you',
  blocks: [{ kind: 'call', people: [{ account, name }], text }],
  footer: null,
})

const called = (value: unknown): readonly unknown[] => {
  if (Array.isArray(value)) return value.flatMap(called)
  if (typeof value !== 'object' || value === null) return []
  const { type, user_id: user } = value as { readonly type?: unknown; readonly user_id?: unknown }
  return [...(type === 'user' ? [user] : []), ...Object.values(value).flatMap(called)]
}

describe('a call', () => {
  it('mentions the account in Slack by an element of its own', () => {
    const { blocks } = drawForSlack(calling('U0BEN0000', 'Ben', 'R-1 waits for you.'))
    expect(called(blocks)).toEqual(['U0BEN0000'])
    expect(JSON.stringify(blocks)).toContain('R-1 waits for you.')
  })

  it('mentions the account in Teams by an entity that stands in a text of its own', () => {
    const card = drawCard(calling(ben, 'Ben "B" <at>all</at>*', 'R-1 waits for you.'))
    const name = 'Ben B at all at'
    expect(card.msteams).toEqual({
      width: 'Full',
      entities: [{ type: 'mention', text: `<at>${name}</at>`, mentioned: { id: ben, name } }],
    })
    expect(card.body).toContainEqual({ type: 'TextBlock', wrap: true, text: `<at>${name}</at>` })
  })

  it('only names somebody whose account is of another platform', () => {
    expect(called(drawForSlack(calling(ben, 'Ben', 'x')).blocks)).toEqual([])
    expect(JSON.stringify(drawForSlack(calling(ben, 'Ben', 'x')).blocks)).toContain('"Ben"')
    expect(drawCard(calling('U0BEN0000', 'Ben', 'x')).msteams).toEqual({ width: 'Full' })
    expect(renderText(calling('@Ben', 'Ben', 'x'))).toContain('@Ben x')
  })

  it('is the only thing that calls anybody: no name and no text does', () => {
    fc.assert(
      fc.property(anyText, anyText, (name, text) => {
        const others = { kind: 'text', text } as const
        const card: Card = {
          ...calling('U0BEN0000', name, text),
          blocks: [...calling('U0BEN0000', name, text).blocks, others],
        }
        expect(called(drawForSlack(card).blocks)).toEqual(['U0BEN0000'])
        expect(JSON.stringify(drawForSlack(card).blocks)).not.toMatch(/<[!@#]/)
        const inTeams = drawCard({
          ...card,
          blocks: [{ kind: 'call', people: [{ account: ben, name }], text }, others],
        })
        expect(inTeams.msteams.entities?.map(({ mentioned }) => mentioned.id)).toEqual([ben])
        const marks = inTeams.body.filter(({ type }) => type === 'TextBlock').map(({ text: said }) => String(said))
        expect(marks).toHaveLength(1)
        expect(marks[0]).toMatch(/^<at>[\p{L}\p{M}\p{N} '.…-]+<\/at>$/u)
      }),
      { numRuns: 300 },
    )
  })
})
