import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, it } from 'vitest'
import { commands } from '../../src/commands/index.ts'
import { slashCommands } from '../../src/commands/manifest.ts'

const manifest = JSON.parse(readFileSync(resolve(import.meta.dirname, '../../manifest.json'), 'utf8'))

it('the manifest offers exactly the slash commands of the catalogue', () => {
  expect(manifest.features.slash_commands).toEqual(slashCommands())
})

it('every command is reached by a slash command, whose hint names it', () => {
  for (const { name } of commands.filter((command) => command.name !== 'help')) {
    const [first = '', ...rest] = name.split(' ')
    const found = slashCommands().find(({ command }) => command === `/${first}`)
    expect(found?.usage_hint).toContain(rest.join(' '))
  }
})
