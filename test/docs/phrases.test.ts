// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the examples are sources
import { describe, expect, it } from 'vitest'
import { root } from './generated.ts'
import { allPhrases, phrasesIn } from './phrases.ts'

const phrases = allPhrases(root)

const wrong = (pattern: RegExp): readonly string[] =>
  phrases.filter(({ text }) => pattern.test(text)).map(({ path, line, text }) => `${path}:${line} ${text}`)

const textsOf = (source: string) => phrasesIn('example.ts', source).map(({ text }) => text)

describe('the sentences that people can see', () => {
  it('are found', () => {
    expect(phrases.length).toBeGreaterThan(1000)
    expect(phrases.some(({ text }) => text.includes('Nothing was changed'))).toBe(true)
  })

  it.each([
    ['an exclamation mark', /!(?!=)/],
    ['praise for the program', /success/i],
    ['a pleading word where nothing is to be mended', /\bplease (?!fix|deliver)/i],
    ['blame', /\byou (failed|forgot|must|should have)\b|\b(invalid|illegal|forbidden|wrong input|bad request)\b/i],
    ['a blank before a full stop or a comma', /\w [.,](\s|$)/],
  ] as const)('have nowhere %s', (_, pattern) => {
    expect(wrong(pattern)).toEqual([])
  })
})

describe('a sentence is found', () => {
  it.each([
    ['in a string', "card('Nothing was changed.')", ['Nothing was changed.']],
    ['in a template, with the names of what is filled in', '`${name} is ${verdict}.`', ['{name} is {verdict}.']],
    ['with what a function is given', '`by ${dateWords(due, today)}`', ['by {due}']],
    ['with both of two words', "`${n} ${n === 1 ? 'row is' : 'rows are'} left`", ['{n} {row is|rows are} left']],
    ['in a label of one word', "({ label: 'Save' })", ['Save']],
    ['once in a file', "['Not now', 'Not now']", ['Not now']],
  ] as const)('%s', (_, source, texts) => {
    expect(textsOf(source)).toEqual(texts)
  })

  it.each([
    ['an import', "import 'a file of ours'"],
    ['a type', "type Kind = 'not ready'; const kind: Kind = 'not ready'"],
    ['a comparison', "kind === 'not ready'"],
    ['a key', "({ 'not ready': 1 })"],
    ['SQL', 'sql`select all from risk`'],
    ['a line of the log', "log.info('starts up now')"],
    ['an error of the program', "new Error('not judged yet')"],
    ['an identifier', "['not-ready', 'SHORT_IN_WINDOW', 'promotionId']"],
  ] as const)('and not %s', (_, source) => {
    expect(textsOf(source)).toEqual([])
  })
})
