import { describe, expect, it } from 'vitest'
import { steps } from '../../src/cards/channels/welcome-card.ts'
import { actionNames } from '../../src/cards/language/card.ts'
import { commandOfClick } from '../../src/commands/dispatch/command-of-click.ts'
import { commandOfForm, forms } from '../../src/commands/forms/form-catalogue.ts'
import { rightFor } from '../../src/services/people/allowed-actions.ts'

describe('a button needs the right of the command that it runs', () => {
  const plain = actionNames.filter((does) => does !== 'show' && does !== 'fill')
  it.each(plain)('%s', (does) => {
    const id = does === 'ask' ? 'promo show P-1' : does === 'feed' ? 'undo 999999' : 'R-1'
    expect(rightFor({ does, id })).toBe(commandOfClick({ does, id, revision: 0 })?.command.right)
  })

  it.each([
    'promo cancel P-1 why:other',
    'ack all',
    'pause',
    'settings quiet:nothing',
    'help as planner',
    'nonsense',
    '',
  ])('and a button that asks runs no command that changes something: %s', (id) => {
    expect(commandOfClick({ does: 'ask', id, revision: 0 })).toBeNull()
  })

  it.each([...steps.keys()])('the step %s of a welcome', (id) => {
    expect(rightFor({ does: 'show', id })).toBe(commandOfClick({ does: 'show', id, revision: 0 })?.command.right)
  })

  it.each(forms.map(({ id }) => id))('the form %s', (id) => {
    expect(rightFor({ does: 'fill', id: `${id}:P-1` })).toBe(commandOfForm(id)?.right)
  })

  it('and a button that no command stands behind needs none', () => {
    expect(rightFor({ does: 'show', id: 'nothing' })).toBeNull()
    expect(rightFor({ does: 'fill', id: 'nothing:P-1' })).toBeNull()
  })
})
