import { decideCard } from '../../cards/decisions/decide-card.ts'
import type { Card } from '../../cards/language/card.ts'
import { refusalCard } from '../../cards/language/plain-card.ts'
import type { Decision } from '../../domain/decisions/decision.ts'
import { mayAnswer } from '../../domain/decisions/decision-answer.ts'
import type { Option } from '../../domain/options/option.ts'
import { failed, ok, type Result } from '../../domain/result.ts'
import type { PromotionAssessment } from '../../services/assessment/assess-promotions.ts'
import { judgedPromotion } from '../../services/assessment/judged-promotion.ts'
import { loadOptions } from '../../services/assessment/load-options.ts'
import { loadDecisionsOf } from '../../store/decisions/decisions.ts'
import { readReason, sortArguments } from '../dispatch/arguments.ts'
import { type Argument, answer, type Command, type CommandContext, keysOf } from '../dispatch/command.ts'
import { nothingChanged, refused } from '../dispatch/refusals.ts'
import { assessNamed } from '../promotions/find-promotion.ts'
import { isPastDeadline, openOf, openWords, ownSideWords } from './find-open-decision.ts'
import { type DecisionRoles, loadDecisionRoles } from './load-decision-roles.ts'
import { optionWords, type ParsedTerms, parseTerms, termArguments } from './parse-decision-terms.ts'
import { type ProposalRequest, propose } from './propose-decision.ts'

const takes = (refusal: string): readonly Argument[] => [
  { name: 'PROMOTION', value: null, says: 'its id or its name', isNeeded: true },
  {
    name: 'OPTION',
    value: null,
    says: 'date, cap, places, sooner, expedite, part, order, transfer, substitute, cut, accept or best',
  },
  ...termArguments,
  { name: 'reason', value: '"..."', says: refusal },
]

/** Proposes a decision about a promotion; the other function agrees, counters or declines. */
export const promoDecide: Command = {
  name: 'promo decide',
  aliases: ['promo propose'],
  takes: takes('why; it is kept with the decision'),
  does: 'propose a way out, for the other side to agree',
  examples: ['/promo decide P-1', '/promo decide P-1 date reason:"ACME needs ten weeks"'],
  right: 'propose',
  run: async (context) => {
    const prepared = await prepare(context, promoDecide, 'decide')
    if (!prepared.ok) return answer(prepared.error)
    const ready = prepared.value
    const { assessed, typed, roles, open, readWhy } = ready
    const isOver = open !== null && isPastDeadline(open, context.now)
    const isOwn = open?.by.personId === context.person.id
    if (typed.kind === null) return answer(decideCard(await loadOptions(context, assessed), optionWords))
    if (open !== null && !isOwn && !isOver) return refused([openWords(open, context.today)])
    const reason = readWhy()
    if (!reason.ok) return refused(reason.error)
    return propose(context, {
      assessed,
      view: await loadOptions(context, assessed),
      typed: { ...typed, kind: typed.kind },
      reason: reason.value,
      roles,
      replaces: open === null ? null : { decision: open, how: isOver ? 'lapse' : 'withdraw' },
    })
  },
}

/** Counters a proposal with another one; with the safe date or the safe volume where nothing is named. */
export const promoCounter: Command = {
  name: 'promo counter',
  takes: takes('why; it is kept with the decision'),
  does: 'answer a proposal with another one',
  examples: ['/promo counter P-1 date reason:"the shelf is full from then on"'],
  right: 'propose',
  run: async (context) => {
    const prepared = await prepare(context, promoCounter, 'counter')
    if (!prepared.ok) return answer(prepared.error)
    const ready = prepared.value
    const { assessed, typed, roles, open, readWhy } = ready
    const { promotionId, name } = judgedPromotion(assessed)
    if (open === null || isPastDeadline(open, context.now))
      return refused([
        `There is no open proposal for ${name} (${promotionId}). Make one: /promo decide ${promotionId}.`,
      ])
    const refusal = mayAnswer(open, roles.own)
    if (refusal !== null) return refused([ownSideWords(refusal, open, `/promo decide ${promotionId}`)])
    const reason = readWhy()
    if (!reason.ok) return refused(reason.error)
    const view = await loadOptions(context, assessed)
    return propose(context, {
      assessed,
      view,
      typed: { ...typed, kind: typed.kind ?? counterOffer(view.options, open) },
      reason: reason.value,
      roles,
      replaces: { decision: open, how: 'counter' },
    })
  },
}

/** Chooses what is countered where nothing is named: the safe date, or the safe volume where a date was proposed or none is safe. */
const counterOffer = (options: readonly Option[], { terms }: Decision): ProposalRequest['typed']['kind'] => {
  const can = (kind: 'date' | 'volume') => options.some((option) => option.kind === kind && option.whyNot === null)
  return terms.kind !== 'date' && can('date') ? 'date' : 'volume'
}

/** What proposing needs: the assessed promotion, what was typed, and the proposal that is open. */
type Preparation = {
  readonly assessed: PromotionAssessment
  readonly typed: ParsedTerms
  readonly roles: DecisionRoles
  readonly open: Decision | null
  /** Reads the reason, or says what is wrong with it. A question what is possible needs none. */
  readonly readWhy: () => Result<string, readonly string[]>
}

/** Tells whether an order brings more than a promotion that is ready will sell, and can still be cut. */
const hasOrderToCut = async (context: CommandContext, assessed: PromotionAssessment): Promise<boolean> =>
  (await loadOptions(context, assessed)).options.some(({ kind, whyNot }) => kind === 'pull-back' && whyNot === null)

/** Reads what is proposed and finds the promotion it is about; or answers why nothing can be proposed. */
const prepare = async (
  context: CommandContext,
  command: Command,
  verb: 'decide' | 'counter',
): Promise<Result<Preparation, Card>> => {
  const given = sortArguments(context.words, keysOf(command))
  const [promotion = '', ...rest] = given.bare
  const typed = parseTerms(given, rest, context)
  if (given.problems.length > 0) return failed(nothingChanged(...given.problems))
  const judged = await assessNamed(context, promotion)
  if (!judged.ok) return judged
  const assessed = judged.value
  const view = judgedPromotion(assessed)
  const { verdict } = view.readiness
  const about = `${view.name} (${view.promotionId})`
  if (verdict === 'ready' && !(await hasOrderToCut(context, assessed)))
    return failed(nothingChanged(`${about} is ready. There is nothing to decide.`))
  if (verdict === 'unknown')
    return failed(
      refusalCard(
        `I cannot judge ${about} yet, so I cannot price any option. Nothing was changed. See what is missing: /promo why ${view.promotionId}.`,
      ),
    )
  const roles = await loadDecisionRoles(context, assessed.promotion)
  const all = await loadDecisionsOf(context.workspace, [view.promotionId])
  return ok({
    assessed,
    typed,
    roles,
    open: openOf(all),
    readWhy: () => {
      const text = readReason(
        given,
        `/promo ${verb} ${view.promotionId} ${rest.join(' ')} reason:"ACME needs ten weeks"`,
      )
      return given.problems.length > 0 ? failed(given.problems) : ok(text)
    },
  })
}
