import { type Day, isoOf, weekdayOf } from '../../domain/day.ts'
import { quotedWord } from '../../parsing/words.ts'
import { keeperOf } from '../../services/present/present.ts'
import { loadAccountNames } from '../../store/people/finding-accounts.ts'
import type { Command, CommandContext } from '../dispatch/command.ts'

/** Names and days of a company that examples are made of; what there is none of stays as the example has it. */
type Real = {
  readonly promotion: string | null
  readonly promotionName: string | null
  readonly item: string | null
  readonly location: string | null
  readonly supplier: string | null
  readonly risk: string | null
  readonly order: string | null
  readonly person: string
  readonly today: Day
}

/** Loads what examples are made of: the promotion, the item and the risk that most need somebody. Judges nothing. */
export const loadReal = async ({ workspace, today, person }: CommandContext): Promise<Real> => {
  const { picture } = keeperOf(workspace)
  await picture.refresh()
  const promotions = picture.entries().filter(({ status }) => status !== 'cancelled')
  const first =
    promotions.find(({ readiness }) => readiness.verdict === 'not-ready') ??
    promotions.find(({ readiness }) => readiness.problems.length > 0) ??
    promotions[0]
  const line = first?.readiness.problems[0] ?? first?.readiness.lines[0]
  const risks = [...picture.records().values()]
    .filter(({ endedAt, id }) => endedAt === null && id > 0)
    .sort((a, b) => a.id - b.id)
  const ordering = risks.find(({ subject }) => subject.action.kind === 'order')
  const risk = risks.find(({ state }) => state === 'open') ?? risks[0]
  const numbered = (record: typeof risk) => (record === undefined ? null : `R-${record.id}`)
  return {
    promotion: first?.promotionId ?? null,
    promotionName: first?.name ?? null,
    item: line?.line.sku ?? null,
    location: line?.line.location ?? null,
    supplier: ordering?.subject.action.kind === 'order' ? (ordering.subject.action.supplier ?? null) : null,
    risk: numbered(risk),
    order: numbered(ordering),
    person:
      (await loadAccountNames(workspace)).find((name) => name !== person.name && !/["@]/.test(name)) ?? person.name,
    today,
  }
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

const dayWords = (day: Day): string => {
  const [, month, date] = isoOf(day).split('-').map(Number)
  return `${date} ${months[(month ?? 1) - 1]}`
}

const weeksAhead = 28

/** Writes a command's first example with names and days of the company, so that it works as it stands. */
export const realExample = (command: Pick<Command, 'name' | 'examples'>, real: Real): string => {
  const monday = real.today - weekdayOf(real.today) + weeksAhead
  const needsOrder = command.name === 'shelfready ordered'
  const put = (text: string, pattern: RegExp, value: string | null) =>
    value === null ? text : text.replaceAll(pattern, () => value)
  const word = (code: string | null) => (code === null ? null : quotedWord(code))
  return [
    [/\bP-1\b/g, word(real.promotion)],
    [/\bSKU-1[01]0\b/g, word(real.item)],
    [/\bEAST\b/g, word(real.location)],
    [/\bACME\b(?=$| csv)/g, word(real.supplier)],
    [/@(?:ben|chloe|ana)\b/g, /^\S+$/.test(real.person) ? `@${real.person}` : `"${real.person}"`],
    [/\bR-1\b/g, needsOrder ? (real.order ?? real.risk) : real.risk],
    [/"\d+-\d+ [A-Z][a-z]{2}"/g, `"${dayWords(monday)} - ${dayWords(monday + 6)}"`],
    [/"\d+ [A-Z][a-z]{2}"/g, `"${dayWords(monday - 7)}"`],
  ].reduce(
    (text, [pattern, value]) => put(text, pattern as RegExp, value as string | null),
    command.examples[0] as string,
  )
}
