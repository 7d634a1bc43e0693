import { globSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import {
  brokenLinks,
  misplacedWords,
  missingPaths,
  settings,
  unknownChatCommands,
  unknownOperatorCommands,
  unknownScripts,
  unknownSettings,
} from './checks.ts'
import { generatedDocuments, root } from './generated.ts'
import type { Document } from './markdown.ts'

const documents: readonly Document[] = globSync(['README.md', 'docs/**/*.md'], { cwd: root })
  .toSorted()
  // Its sentences are parts, in whose places anything may stand.
  .filter((path) => path !== 'docs/phrases.md')
  .map((path) => ({ path, text: readFileSync(resolve(root, path), 'utf8') }))

const textOf = (path: string) => documents.find((document) => document.path === path)?.text ?? ''
const aDocument = (text: string): Document => ({ path: 'docs/example.md', text })

describe.each(documents.map((document) => [document.path, document] as const))('%s', (_, document) => {
  it('links to files and headings that are there', () => {
    expect(brokenLinks(document, documents)).toEqual([])
  })

  it('names npm scripts and operator commands that exist', () => {
    expect([...unknownScripts(document), ...unknownOperatorCommands(document)]).toEqual([])
  })

  it('names chat commands that the catalogue knows', () => {
    expect(unknownChatCommands(document)).toEqual([])
  })

  it('names settings, files and folders that exist', () => {
    expect([...unknownSettings(document), ...missingPaths(document)]).toEqual([])
  })
})

describe('the documents', () => {
  it.each([...generatedDocuments()])('%s is as `npm run docs` writes it', (path, text) => {
    expect(readFileSync(resolve(root, path), 'utf8'), `${path} is out of date: run npm run docs`).toBe(text)
  })

  it('explain every setting, which .env.example offers', () => {
    const offered = [...readFileSync(resolve(root, '.env.example'), 'utf8').matchAll(/^#?([A-Z_]+)=/gm)]
    expect(offered.map(([, name]) => name).toSorted()).toEqual(settings.toSorted())
    expect(settings.filter((name) => !textOf('docs/operations.md').includes(`| \`${name}\` |`))).toEqual([])
  })

  it('have one line for each word of the glossary, in order', () => {
    expect(textOf('docs/glossary.md').match(/^- /gm)?.length).toBeGreaterThan(50)
    expect(misplacedWords({ path: 'docs/glossary.md', text: textOf('docs/glossary.md') })).toEqual([])
  })

  it('begin with a README of fewer than 200 lines', () => {
    expect(textOf('README.md').split('\n').length).toBeLessThan(200)
  })
})

describe('a mistake in a document is found', () => {
  it.each([
    ['a link to no file', brokenLinks, '[x](nowhere.md)'],
    ['a link to no heading', brokenLinks, '# One\n\n[x](#two)'],
    ['a picture that is missing', brokenLinks, '![x](missing.png)'],
    ['an npm script', unknownScripts, 'Run `npm run nonsense`.'],
    ['an operator command', unknownOperatorCommands, 'Run `npm run shelfready -- nonsense`.'],
    ['an option of an operator command', unknownOperatorCommands, '```\nnpm run shelfready -- assess --nonsense\n```'],
    ['a chat command', unknownChatCommands, 'Say `/promo nonsense P-1`.'],
    ['a key of a chat command', unknownChatCommands, 'Say `/promo edit P-1 dats:"6-12 Jul"`.'],
    ['a setting', unknownSettings, 'Set `SHELFREADY_NONSENSE`.'],
    ['a file', missingPaths, 'See `src/nonsense/`.'],
    ['a word that stands twice', misplacedWords, '- **item**: a thing.\n- **Item**: a thing.'],
    ['words out of order', misplacedWords, '- **lot**: a thing.\n- **item**: a thing.'],
    ['a word without a sentence', misplacedWords, '- **item**'],
  ] as const)('%s', (_, check, text) => {
    expect(check(aDocument(text), [aDocument(text)])).not.toEqual([])
  })
})
