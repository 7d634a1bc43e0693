import { noteCard, refusalCard } from '../cards/plain-card.ts'
import { writtenForAll } from '../cards/reader.ts'
import { actionWords, riskId } from '../cards/risk-words.ts'
import { listWords } from '../cards/words.ts'
import { after } from '../domain/delivery.ts'
import type { RiskRecord } from '../domain/risk.ts'
import type { Change } from '../store/change.ts'
import { loadCopies } from '../store/copies.ts'
import { type Asked, answer, type Outcome } from './outcome.ts'
import { loadEntries, loadRegister } from './risk-register.ts'

/** The risks somebody means, and what of the other ones has to be kept because all were looked at. */
export type FoundRisks = { readonly found: readonly RiskRecord[]; readonly changes: readonly Change[] }

/**
 * Finds the risks that people name: `R-3`, every one of a promotion (`P-1`), or `all` that nobody has taken; answers what
 * is wrong with what they said. Everything is judged first: what people take on is the risk as it is now.
 */
export const findRisks = async (
  asked: Asked,
  said: readonly string[],
  command: string,
): Promise<FoundRisks | Outcome> => {
  const ask = (sentence: string) => answer(refusalCard(`${sentence} Nothing was changed.`))
  if (said.length === 0) return ask(`Which risk? Say its number, such as ${command} R-1; /shelfready risks shows them.`)
  const register = await loadRegister(asked, await loadEntries(asked))
  const open = [...register.records.values()].filter((record) => record.state !== 'closed')
  const found = new Set<RiskRecord>()
  for (const word of said) {
    const wanted = word.toUpperCase()
    const matching = open.filter(
      (record) =>
        riskId(record) === wanted ||
        (wanted === 'ALL' && record.state === 'open') ||
        record.subject.promotions.some((promotion) => promotion.promotionId.toUpperCase() === wanted),
    )
    if (matching.length === 0)
      return ask(
        wanted === 'ALL'
          ? 'There is no risk that nobody has taken.'
          : `There is no open risk ${word}; it may be settled. /shelfready risks shows those there are.`,
      )
    for (const record of matching) found.add(record)
  }
  const changed = [...found].filter((record) => (asked.revision ?? 0) > 0 && record.episode !== asked.revision)
  if (changed.length > 0)
    return ask(
      `${listWords(changed.map(riskId))} was settled and has come up again since that was shown, so it is another question now. Look at it first: /shelfready risks.`,
    )
  const acted = new Set([...found].map((record) => record.id))
  return {
    found: [...found],
    changes: register.changes.filter((change) => change.kind !== 'keep-risk' || !acted.has(change.risk.id)),
  }
}

const mostNotes = 20
const mostStories = 3

/** A story is worth reading for a day. */
const storyMilliseconds = 24 * 60 * 60 * 1_000

/** Keeps in the history of a risk's promotions what somebody did about it, and tells it in the threads of their cards. */
export const handlingTold = async (
  { workspace, reach, person, placeName, now, today }: Asked,
  record: RiskRecord,
  action: 'acknowledge' | 'snooze' | 'resolve',
  { detail, words }: { readonly detail: Readonly<Record<string, unknown>>; readonly words: string },
): Promise<readonly Change[]> => {
  const promotions = record.subject.promotions.map(({ promotionId }) => promotionId)
  const first = promotions.slice(0, mostStories)
  const copies = reach.edits
    ? (await loadCopies(workspace, 'promotion', first)).filter(({ entity }) => first.includes(entity))
    : []
  const card = writtenForAll(() =>
    noteCard(`${person.name} ${words} ${riskId(record)}: ${actionWords(record.subject, record.orderBy, today)}.`),
  )
  return [
    ...promotions.slice(0, mostNotes).map(
      (promotionId): Change => ({
        kind: 'note',
        actor: person.id,
        place: placeName,
        action,
        entity: promotionId,
        detail: { name: person.name, risk: riskId(record), ...detail },
      }),
    ),
    ...copies
      .filter(({ channel }) => reach.reaches(channel))
      .map(
        ({ channel, entity }): Change => ({
          kind: 'post',
          channel,
          about: 'promotion',
          entity,
          card,
          notAfter: after(now, storyMilliseconds),
          form: 'thread',
        }),
      ),
  ]
}
