import { describe, expect, it } from 'vitest'
import { names, replacing, standInOf } from '../../../src/domain/people/traces.ts'

const traces = { ids: ['U0ANA', 'terminal:ana'], names: ['Ana Lind', 'Ana'], emails: ['ana.lind@shop.example'] }
const replace = replacing(traces, standInOf(traces, 3), ['Ana Lindqvist', 'Mariana', 'Ben'])

describe('in the place of a forgotten person', () => {
  it.each([
    ['Ana Lind', 'Former colleague 3'],
    ['ANA LIND', 'Former colleague 3'],
    ["Ana's order", "Former colleague 3's order"],
    ['<@U0ANA> asked', '<@former-3> asked'],
    ['@u0ana', '@former-3'],
    ['{"actor":"terminal:ana","name":"Ana"}', '{"actor":"former-3-2","name":"Former colleague 3"}'],
    ['to ana.lind@shop.example, now', 'to Former colleague 3, now'],
    ['owner:@ana', 'owner:@Former colleague 3'],
    ['ana', 'Former colleague 3'],
    ['{"owner":"ana"}', '{"owner":"Former colleague 3"}'],
  ])('%s becomes %s', (before, after) => expect(replace(before)).toBe(after))

  it.each(['Mariana', 'Ana Lindqvist', 'U0ANA2', 'Anagram', 'a promotion that ana wrote', 'Ben', 'banana'])(
    '%s stays',
    (text) => expect(replace(text)).toBe(text),
  )

  it('finds a name that JSON writes otherwise', () => {
    const quoted = { ids: [], emails: [], names: ['Jo "Flash" O\\Neil'] }
    expect(names(quoted)(JSON.stringify({ name: quoted.names[0] }))).toBe(true)
  })
})
