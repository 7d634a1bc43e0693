import { refusalCard } from '../../cards/language/plain-card.ts'
import { agoWords, dateWords } from '../../cards/language/words.ts'
import { registeredCard } from '../../cards/promotions/registered-card.ts'
import { dayOf, isoOf } from '../../domain/day.ts'
import { isSamePromotion, type Registration } from '../../domain/promotions/same-promotion.ts'
import { judgedPromotion } from '../../services/assessment/judged-promotion.ts'
import type { PromotionRow } from '../../store/feeds/feed-rows.ts'
import { loadVisibility, type Visibility } from '../../store/feeds/visibility.ts'
import {
  loadNextPromotionId,
  loadPromotionsOfItems,
  loadRegisteredAt,
  type StoredPromotion,
} from '../../store/promotions/promotions.ts'
import { readKeyed, yesOrNo } from '../dispatch/arguments.ts'
import { type Argument, answer, type Command, type CommandContext, type Outcome } from '../dispatch/command.ts'
import { refusedList } from '../dispatch/refusals.ts'
import { draftPromotion, findNames, judgeDraft } from './draft-promotion.ts'
import { missingFields, parsePromotion, promotionArguments } from './parse-promotion.ts'
import { postCard } from './post-promotion.ts'
import { promotionChanges } from './promotion-changes.ts'

const takes: readonly Argument[] = [
  { name: 'NAME', value: null, says: 'what the promotion is called; quotes where there are blanks', isNeeded: true },
  ...promotionArguments,
  { name: 'another', value: 'yes', says: 'it is another one of the same name, start and item' },
]

/** Registers a promotion from one line, or a line and a table; assesses it and posts its card. */
export const promoAdd: Command = {
  name: 'promo add',
  aliases: ['promo register', 'promo new'],
  takes,
  takesTable: true,
  does: 'register a promotion and get a verdict; without items it is provisional, and they follow',
  examples: [
    '/promo add "Summer BOGO" sku:SKU-100 dates:"6-12 Jul" uplift:+60%',
    '/promo add "Easter" dates:"22 Mar - 5 Apr 2027"',
    '/promo add "Launch X" sku:SKU-110 at:EAST from:2026-07-06 to:2026-07-12 units:700 price:7.99',
  ],
  right: 'register',
  run: async (context) => {
    if (context.words.length === 0 && context.table === null) return answer(howTo)
    const asked = await readRequest(context)
    return asked.draft === null
      ? refusedList(asked.problems, 'registered')
      : register(context, asked.visibility, asked.draft, { another: asked.another })
  },
}

/** Reads the promotion that is asked for: its draft, or what is wrong with it. */
const readRequest = async (context: CommandContext) => {
  // Before what is registered is looked at: a promotion that is registered after this takes the id, and the commit fails.
  const promotionId = await loadNextPromotionId(context.workspace)
  const visibility = await loadVisibility(context.workspace, isoOf(context.today))
  const request = parsePromotion(context, takes)
  const another = readKeyed(request.given, 'another', yesOrNo) === 1
  const named = await findNames(context, visibility, request.lines)
  const problems = [
    ...(request.name === '' ? ['The promotion has no name. Write /promo add "Summer BOGO" ...'] : []),
    ...request.problems,
    ...missingFields({ ...request, lines: named.lines }, true),
    ...named.problems,
  ]
  if (problems.length > 0 || request.days === null) return { visibility, another, problems, draft: null }
  const draft = await draftPromotion(context, visibility, named.lines, {
    promotionId,
    name: request.name,
    days: request.days,
    terms: request.terms,
    owner: context.person.name,
  })
  return { visibility, another, problems, draft }
}

/** Says as what the promotion that is asked for is registered already; null where it is not. */
export const registeredWords = async (context: CommandContext): Promise<string | null> => {
  const { visibility, draft } = await readRequest(context)
  const same = draft === null ? null : await loadSamePromotion(context, visibility, draft)
  return same === null || draft === null ? null : sameWords(context, same, draft)
}

const sameWords = async (
  { workspace, today, now }: CommandContext,
  same: StoredPromotion,
  { rows: [first] }: StoredPromotion,
): Promise<string> => {
  const owner = same.rows.find((row) => row.owner !== null)?.owner
  const ago = agoWords(await loadRegisteredAt(workspace, same), now)
  const from = first === undefined ? '' : ` from ${dateWords(dayOf(first.start_on), today)}`
  return `${same.name}${from} is already registered as ${same.promotionId}${owner ? ` by ${owner}` : ''}, ${ago}.`
}

const howTo = refusalCard('A promotion needs a name, items and dates. Nothing was registered.', [
  `For example: ${promoAdd.examples[0]}`,
  'See all you can write: /shelfready help promo add',
])

/** Registers a draft, posts its card and answers with the verdict; refuses one that is registered already, unless `another` says it is a different one. */
export const register = async (
  context: CommandContext,
  visibility: Visibility,
  draft: StoredPromotion,
  { another }: { readonly another: boolean },
): Promise<Outcome> => {
  const same = another ? null : await answerSamePromotion(context, visibility, draft)
  if (same !== null) return same
  const assessed = await judgeDraft(context, visibility, draft)
  const view = judgedPromotion(assessed)
  return {
    changes: [
      ...promotionChanges(context, null, draft, assessed, 'register', { verdict: view.readiness.verdict }),
      ...(await postCard(context, view)),
    ],
    reply: registeredCard(view),
  }
}

/** Refuses a draft that is the same promotion as one that is registered, and names that one; null where there is none. */
export const answerSamePromotion = async (
  context: CommandContext,
  visibility: Visibility,
  draft: StoredPromotion,
): Promise<Outcome | null> => {
  const same = await loadSamePromotion(context, visibility, draft)
  if (same === null) return null
  return answer(
    refusalCard(`${await sameWords(context, same, draft)} Nothing was saved twice.`, [
      `See it: /promo show ${same.promotionId}`,
      `Change it: /promo edit ${same.promotionId} ...`,
      'Add it anyway: the same line with another:yes',
    ]),
  )
}

/** Loads the live promotion that a draft would register a second time; null when there is none. */
export const loadSamePromotion = async (
  { workspace, today }: Pick<CommandContext, 'workspace' | 'today'>,
  visibility: Visibility,
  draft: StoredPromotion,
): Promise<StoredPromotion | null> => {
  const [first] = draft.rows
  if (first === undefined) return null
  const skus = [...new Set(draft.rows.map((row) => row.sku))]
  const live = await loadPromotionsOfItems(workspace, visibility, skus, isoOf(today))
  const wanted = registration(
    draft,
    draft.rows.map((row) => ({ ...row, start: first.start_on })),
  )
  const isLive = ({ status }: PromotionRow) => status !== 'cancelled'
  return (
    live.find((promotion) =>
      isSamePromotion(
        registration(
          promotion,
          promotion.rows.filter(isLive).map((row) => ({ ...row, start: row.start_on })),
        ),
        wanted,
      ),
    ) ?? null
  )
}

const registration = ({ promotionId, name }: StoredPromotion, lines: Registration['lines']): Registration => ({
  promotionId,
  name,
  lines,
})
