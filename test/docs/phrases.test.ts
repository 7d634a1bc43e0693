// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the examples are sources
import { describe, expect, it } from 'vitest'
import { root } from './generated.ts'
import { allPhrases, phrasesIn } from './phrases.ts'

const phrases = allPhrases(root)

const wrong = (pattern: RegExp): readonly string[] =>
  phrases
    .filter(({ text }) => pattern.test(text.replaceAll(/\{\w+\}/g, '{}')))
    .map(({ path, line, text }) => `${path}:${line} ${text}`)

const mostWords = 25

/** The usage of the command line and the two store pages of the apps are no sentences of a conversation. */
const isNoSentence = /operator\/usage|chat\/description/

const partsOf = (text: string): readonly string[] =>
  text
    .replaceAll(/\{[^{}]*\}/g, 'X')
    .replaceAll(/\{[^{}]*\}/g, 'X')
    .split(/[.?:;·|] |\n/)

const textsOf = (source: string) => phrasesIn('example.ts', source).map(({ text }) => text)

describe('the sentences that people can see', () => {
  it('are found', () => {
    expect(phrases.length).toBeGreaterThan(1000)
    expect(phrases.some(({ text }) => text.includes('Nothing was changed'))).toBe(true)
  })

  it.each([
    ['an exclamation mark', /!(?!=)/],
    ['praise for the program', /success/i],
    ['a pleading word where nothing has to be fixed', /\bplease (?!fix|deliver)/i],
    ['blame', /\byou (failed|forgot|must|should have)\b|\b(invalid|illegal|forbidden|wrong input|bad request)\b/i],
    ['a blank before a full stop or a comma', /\w [.,](\s|$)/],
    ['two blanks between words', /[\w.,;:)}] {2}[\w(/{]/],
    [
      'a button of an older name',
      /Get the morning|Announce a promotion|Ask before you|Your page|Settle\.|Not right\.|^Do it$|^It is placed$/,
    ],
  ] as const)('have nowhere %s', (_, pattern) => {
    expect(wrong(pattern)).toEqual([])
  })

  it.each(
    [
      'are the problem',
      'one line is short',
      'already empty from',
      'whatever is sold on top',
      'Nobody stated',
      'nobody has stated',
      'cannot be judged: tell',
      'with more it is not',
      'nobody has taken it',
      'gives way:',
      'with a probability of',
      'stays as it is:',
      'takes its place',
      'the other function is asked',
      'wholly priced',
      'waiting costs nothing until',
      'holds up to',
      'Marked, not chosen',
      'What is to be done',
      'is about several',
      'It is judged at once',
      'in the way',
      'is meant as',
      'you may do everything but',
      'by who has it',
      'It comes back only if',
    ].map((before) => [before] as const),
  )('have nowhere left "%s", which was said before', (before) => {
    expect(wrong(new RegExp(before, 'i'))).toEqual([])
  })

  it.each([
    ['fix', /\bmend(s|ed)?\b/i],
    ['again', /\banew\b/i],
    ['also', /\bbesides\b/i],
    ['(default: ...)', /unless you say/],
    ['someone, everyone, anyone', /\b(some|every|any)body\b/i],
    ['no longer', /\bany more\b/],
    ['in total', /\bunits in all\b/],
    ['snooze', /\b(put|puts) aside\b/],
    ['record', /\btold of\b|\btells? of\b/],
    ['for example', /\bsay it, such as\b|\bwrite such as\b/i],
    ['location', /\b(depot|outlet)s?\b/],
  ] as const)('say "%s" and no other word for it', (_, pattern) => {
    expect(wrong(pattern)).toEqual([])
  })

  it(`have at most ${mostWords} words from one stop to the next`, () => {
    const tooLong = phrases.filter(({ text }) => partsOf(text).some((part) => part.split(/\s+/).length > mostWords))
    expect(tooLong.filter(({ path }) => !isNoSentence.test(path))).toEqual([])
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
