import { mkdtempDisposable, readdir, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { AppManifestUtils, type TeamsManifest } from '@microsoft/app-manifest'
import { unzipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { teamsManifest } from '../../../src/chat/teams/manifest.ts'
import { findCommand } from '../../../src/commands/dispatch/find-command.ts'
import { menuCommands } from '../../../src/commands/dispatch/manifest.ts'
import { Refusal } from '../../../src/domain/refusal.ts'
import { writeTeamsPackage } from '../../../src/operator/teams-package.ts'
import { splitWords } from '../../../src/parsing/words.ts'
import { runProcess } from '../../_helpers/command-line.ts'

const appId = '6f1c2a9e-0b7d-4c53-9a41-2f8e5d7c1b30'
const manifestOf = (id: string, host: string | null = null) =>
  teamsManifest({ appId: id, version: '1.2.3', commands: menuCommands(), host })
const mistakesIn = (manifest: object) => AppManifestUtils.validateAgainstSchema(manifest as unknown as TeamsManifest)

describe('the manifest of the Teams app', () => {
  it.each([
    [appId, null],
    ['00000000-0000-0000-0000-000000000000', 'shelf.example.com'],
    ['ABCDEF01-2345-6789-ABCD-EF0123456789', 'shelf.example.com:8443'],
  ])('is valid by the schema of Microsoft (%s at %s)', async (id, host) => {
    expect(await mistakesIn(manifestOf(id, host))).toEqual([])
  })

  it('would not be valid with what the schema does not know', async () => {
    expect(await mistakesIn({ ...manifestOf(appId), surprise: true })).not.toEqual([])
    expect(await mistakesIn(manifestOf('no id'))).not.toEqual([])
  })

  it('names the one bot everywhere', () => {
    const { id, bots, composeExtensions } = manifestOf(appId)
    expect([id, bots[0]?.botId, composeExtensions[0]?.botId]).toEqual([appId, appId, appId])
  })

  it('knows the domain of the bot where it is told', () => {
    expect(manifestOf(appId, 'shelf.example.com').validDomains).toEqual(['shelf.example.com'])
    expect(manifestOf(appId)).not.toHaveProperty('validDomains')
  })

  it('offers the form for a promotion on a message', () => {
    expect(manifestOf(appId).composeExtensions[0]?.commands).toMatchObject([
      { id: 'announce-from-message', context: ['message'], type: 'action', title: 'Create promotion', fetchTask: true },
    ])
  })

  it('offers slash commands only where Teams has them: among others', () => {
    const lists = manifestOf(appId).bots[0]?.commandLists.map(({ scopes, triggers }) => [...scopes, ...triggers])
    expect(lists).toEqual([
      ['personal', 'mention'],
      ['team', 'mention', 'slash'],
      ['groupChat', 'mention', 'slash'],
    ])
  })
})

describe.each(menuCommands())('the menu in $scope', ({ commands }) => {
  it('is as long as Teams shows, and says nothing twice', () => {
    expect(commands).toHaveLength(10)
    expect(new Set(commands.map(({ title }) => title)).size).toBe(10)
  })

  it.each(commands)('$title is the name of a command, and its example is one too', ({ title, description }) => {
    expect(title.length).toBeLessThanOrEqual(128)
    expect(description.length).toBeLessThanOrEqual(4_000)
    expect(said(title)).toEqual({ name: title, rest: 0 })
    const [, example] = description.split('. For example: ')
    if (example !== undefined) expect(said(example).name).toBe(title)
  })
})

const said = (text: string) => {
  const words = splitWords(text)
  const found = words.ok ? findCommand(words.value) : words
  if (!found.ok) throw new Error(`"${text}" is no command`)
  return { name: found.value.command.name.replace(/^shelfready /, ''), rest: found.value.rest.length }
}

describe('the package for Teams', () => {
  it('holds the manifest and the icons, and leaves nothing else behind', async () => {
    await using folder = await mkdtempDisposable(join(tmpdir(), 'shelfready-'))
    const file = join(folder.path, 'teams.zip')
    expect(await writeTeamsPackage({ appId, host: 'shelf.example.com', file })).toBe(file)
    expect(await readdir(folder.path)).toEqual(['teams.zip'])
    const files = unzipSync(await readFile(file))
    expect(Object.keys(files).sort()).toEqual(['color.png', 'manifest.json', 'outline.png'])
    const manifest = JSON.parse(Buffer.from(files['manifest.json'] as Uint8Array).toString())
    expect(await mistakesIn(manifest)).toEqual([])
    const own = JSON.parse(await readFile(resolve(import.meta.dirname, '../../../package.json'), 'utf8'))
    expect(manifest).toMatchObject({ id: appId, version: own.version, validDomains: ['shelf.example.com'] })
    expect(manifest.version).toMatch(/^\d+\.\d+\.\d+$/)
    expect(sizeOf(files[manifest.icons.color])).toEqual([192, 192])
    expect(sizeOf(files[manifest.icons.outline])).toEqual([32, 32])
  })

  it('needs the application id, and says so', async () => {
    const refused = writeTeamsPackage({ appId: null, host: null, file: '/nowhere/teams.zip' })
    await expect(refused).rejects.toThrow(Refusal)
    await expect(refused).rejects.toThrow(/Nothing was written\. Set TEAMS_APP_ID/)
  })

  it('says where it cannot be written', async () => {
    const refused = writeTeamsPackage({ appId, host: null, file: '/nowhere/teams.zip' })
    await expect(refused).rejects.toThrow('/nowhere/teams.zip cannot be written (ENOENT)')
  })

  it('is written by the command line, which takes https addresses only', async () => {
    await using folder = await mkdtempDisposable(join(tmpdir(), 'shelfready-'))
    const run = (...words: string[]) =>
      runProcess([resolve(import.meta.dirname, '../../../src/main.ts'), 'teams-package', ...words], {
        cwd: folder.path,
        env: { TEAMS_APP_ID: appId, TEAMS_APP_PASSWORD: 'a secret of some length', TEAMS_TENANT_ID: appId },
      })
    expect(await run('--url', 'http://shelf.example.com')).toMatchObject({ status: 2, out: '' })
    expect(await readdir(folder.path)).toEqual([])
    expect(await run('--url', 'https://shelf.example.com/teams')).toMatchObject({ status: 0, err: '' })
    const files = unzipSync(await readFile(join(folder.path, 'shelfready-teams.zip')))
    const manifest = JSON.parse(Buffer.from(files['manifest.json'] as Uint8Array).toString())
    expect(manifest).toMatchObject({ id: appId, validDomains: ['shelf.example.com'] })
  })
})

/** Reads the width and height that a PNG begins with. */
const sizeOf = (png: Uint8Array | undefined) => {
  const bytes = Buffer.from(png ?? [])
  expect(bytes.subarray(1, 4).toString()).toBe('PNG')
  return [bytes.readUInt32BE(16), bytes.readUInt32BE(20)]
}
