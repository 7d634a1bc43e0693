import type { Day } from '../../domain/day.ts'
import type { Word } from '../../parsing/words.ts'
import { aboutPromotion, ofKinds, stockOf } from './about-promotion.ts'
import type { Names } from './load-names.ts'
import { matchNames, type Named, nearestNames } from './match-names.ts'
import type { Question } from './question.ts'
import { bare, type Choice, type Meant, type Resolved, unknown, whichCard } from './resolved.ts'
import { periodIn } from './stated-words.ts'

/** Who asks, and on which day. */
export type Asker = { readonly today: Day; readonly locale: string | null }

const keys = { location: 'at', category: 'category', supplier: 'supplier', person: 'owner', item: 'item' } as const

const isKey = (kind: string): kind is keyof typeof keys => kind in keys

const isMe = (phrase: string): boolean => /^(?:me|us|mine|myself|my ?self)$/iu.test(phrase.trim())

const around = /^(?:(?:in|at|for|from|of|with|on|by|the|is|are|there|do|we|have|which|that|all)\s+)+/iu

/** Finds the command for a list of which a part is named: a place, a category, a supplier, a person or an item. */
const partOf = (phrase: string, names: Names, make: (part: readonly Word[], of: string | null) => Meant): Resolved => {
  const about = phrase.replace(around, '').trim()
  if (about === '' || /^(?:everywhere|all|everything|us|the company|total)$/iu.test(about))
    return { meant: make([], null) }
  if (isMe(about)) return { meant: make([bare('mine')], null) }
  const filters = ofKinds(names, 'location', 'category', 'supplier', 'person', 'item')
  const choice = (one: Named): Choice => ({
    label: one.name,
    meant: make([{ key: isKey(one.kind) ? keys[one.kind] : 'item', value: one.code }], one.name),
  })
  const found = (matchNames(about, filters)?.found ?? []).map(choice)
  const [only] = found
  if (only !== undefined) return found.length === 1 ? { meant: only.meant } : { card: whichCard(about, found) }
  return unknown(about, ['place', 'category', 'supplier', 'person', 'item'], nearestNames(about, filters).map(choice))
}

/** Finds the command for a list of promotions. */
export const aboutList = (
  { about, which, verdicts }: Omit<Extract<Question, { asks: 'list' }>, 'asks'>,
  names: Names,
  { today, locale }: Asker,
): Resolved => {
  const period = periodIn(about, today, locale)
  const days: readonly Word[] =
    period !== null
      ? [{ key: which === 'starting' ? 'starts' : 'dates', value: period.period }]
      : which === 'running'
        ? [{ key: 'dates', value: 'today' }]
        : []
  const severity: readonly Word[] = verdicts.length === 0 ? [] : [{ key: 'severity', value: verdicts.join(',') }]
  return partOf(period?.rest ?? about, names, (part, name) => ({
    command: 'promo list',
    words: [...part, ...severity, ...days],
    names: name === null || part[0]?.value === name ? [] : [name],
  }))
}

const unready = ['not-ready', 'at-risk', 'unknown']

/** Finds the command for a list of risks; of one promotion its card is shown, and on some days the promotions. */
export const aboutRisks = (about: string, names: Names, asker: Asker): Resolved => {
  if (/^(?:nobody|no one|anybody|somebody|anyone|someone|everybody|everyone)$/iu.test(about))
    return { meant: { command: 'shelfready risks', words: [] } }
  if (/^mine$/iu.test(about)) return { meant: { command: 'shelfready risks', words: [bare('mine')] } }
  if (isMe(about)) return { meant: { command: 'shelfready home', words: [] } }
  if (about !== '' && matchNames(about, ofKinds(names, 'promotion')) !== null)
    return aboutPromotion({ asks: 'promotion', command: 'promo show', about }, names)
  if (about !== '' && periodIn(about, asker.today, asker.locale) !== null)
    return aboutList({ about, which: 'running', verdicts: unready }, names, asker)
  return partOf(about, names, (part, name) => ({
    command: 'shelfready risks',
    words: part,
    names: name === null || part[0]?.value === name ? [] : [name],
  }))
}

/** Finds the command for what has to be ordered. */
export const aboutOrders = (about: string, names: Names): Resolved => {
  const meant = (words: readonly Word[]): Meant => ({ command: 'shelfready requirements', words })
  const suppliers = ofKinds(names, 'supplier')
  const phrase = about.replace(around, '')
  if (phrase === '') return { meant: meant([]) }
  const choice = ({ code, name }: Named): Choice => ({ label: name, meant: meant([bare(code)]) })
  const found = (matchNames(phrase, suppliers)?.found ?? []).map(choice)
  const [only] = found
  if (only !== undefined) return found.length === 1 ? { meant: only.meant } : { card: whichCard(phrase, found) }
  return unknown(phrase, ['supplier'], nearestNames(phrase, suppliers).map(choice))
}

/** Finds the command for a bare name: the card of a promotion, the stock of an item, or a list of what a place or a person has. */
export const aboutThing = (about: string, names: Names, isLoose: boolean): Resolved => {
  const risk = /^r-?\s?(\d+)$/iu.exec(about.trim())?.[1]
  if (risk !== undefined) return { meant: { command: 'shelfready risks', words: [bare(`R-${risk}`)] } }
  const found = matchNames(about, names.all)
  if (found === null) return isLoose ? null : isId(about) ? showId(about) : unknownThing(about, names)
  if (isLoose && found.fit === 'beginnings') return null
  const choices = found.found.map(thingChoice)
  const [only] = choices
  return choices.length === 1 && only !== undefined ? { meant: only.meant } : { card: whichCard(about, choices) }
}

const isId = (about: string): boolean => /^p-?\d+$/iu.test(about.trim())

const showId = (about: string): Resolved => ({ meant: { command: 'promo show', words: [bare(about)] } })

const unknownThing = (about: string, names: Names): Resolved =>
  unknown(
    about.replace(around, ''),
    ['promotion', 'item', 'place', 'person'],
    nearestNames(about, names.all).map(thingChoice),
  )

const thingChoice = (one: Named): Choice => {
  const { kind, code, name } = one
  switch (kind) {
    case 'promotion':
      return { label: `${name} (${code})`, meant: { command: 'promo show', words: [bare(code)], names: [name] } }
    case 'item':
      return { label: `Stock of ${name}`, meant: stockOf(one, null) }
    case 'person':
      return {
        label: `Risks of ${name}`,
        meant: { command: 'shelfready risks', words: [{ key: 'owner', value: code }] },
      }
    case 'supplier':
      return { label: `Orders at ${name}`, meant: { command: 'shelfready requirements', words: [bare(code)] } }
    default:
      return {
        label: `Promotions: ${name}`,
        meant: { command: 'promo list', words: [{ key: keys[kind], value: code }], names: name === code ? [] : [name] },
      }
  }
}
