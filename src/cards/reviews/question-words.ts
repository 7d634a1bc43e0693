import type { Question } from '../../domain/reviews/questions.ts'
import { sideWord } from '../decisions/decision-words.ts'
import { countWords, numberWords, percentWords, tenthWords, unitWords } from '../language/words.ts'
import { sumWords } from '../risks/risk-words.ts'
import { monthWords } from './period-words.ts'

/** Asks leadership a question: first the numbers that call for it, then what is to be decided. */
export const questionWords = (question: Question): { readonly fact: string; readonly ask: string } => {
  switch (question.kind) {
    case 'capacity':
      return capacityWords(question)
    case 'stockouts': {
      const lost = sumWords(question.lost)
      return {
        fact: `${percentWords(question.share)} of ${countWords(question.promotions, 'promotion')} stocked out${lost === null ? '' : `, and ${lost} of revenue was lost`}.`,
        ask: 'Which promotions do we no longer launch before their stock is covered?',
      }
    }
    case 'supplier': {
      const [lost, of] = [sumWords(question.lost) ?? 'nothing', sumWords(question.of) ?? 'nothing']
      return {
        fact:
          lost === of
            ? `All of the ${of} was lost by items of ${question.supplier}.`
            : `Items of ${question.supplier} lost ${lost} of the ${of} that was lost in all.`,
        ask: `What do we agree with ${question.supplier}: earlier orders, more stock, or a second source?`,
      }
    }
    case 'margin':
      return {
        fact: `Promotions earned ${sumWords(negative(question.margin)) ?? 'nothing'} less than normal sales would have.`,
        ask: 'Which of them would we run again?',
      }
    case 'unanswered': {
      const atRisk = sumWords(question.atRisk)
      return {
        fact: `${countWords(question.proposals, 'proposal')} got no answer in time${atRisk === null ? '' : `, with ${atRisk} at risk`}.`,
        ask: 'Who decides when marketing and supply do not?',
      }
    }
    case 'forecast':
      return {
        fact: `Over ${countWords(question.lines, 'line')} the ${question.whose === 'marketer' ? "marketers' uplifts" : "planners' overrides"} missed by ${percentWords(question.worse)} more than history alone.`,
        ask: 'When does history count instead?',
      }
    case 'bias':
      return {
        fact: `At launch, forecasts were ${percentWords(Math.abs(question.share))} too ${question.share > 0 ? 'high' : 'low'} over ${countWords(question.lines, 'line')}.`,
        ask: question.share > 0 ? 'Do we order less, or sell harder?' : 'Do we plan for more, or promise less?',
      }
    case 'freight':
      return {
        fact: `Emergency freight cost ${sumWords(question.spent) ?? 'nothing'}, after ${sumWords(question.before) ?? 'nothing'} in the period before.`,
        ask: 'Would earlier announcements cost us less?',
      }
    case 'notice':
      return {
        fact: `Promotions were announced ${tenthWords(question.days)} days ahead on average, ${tenthWords(question.before)} in the period before.`,
        ask: 'What would bring that notice back?',
      }
    case 'leftover':
      return {
        fact: `${sumWords(question.cost) ?? 'Nothing'} of stock was left from ${countWords(question.promotions, 'launch', 'launches')} that were not ready or had no stated demand.`,
        ask: 'What must be known before we launch?',
      }
    case 'one-sided':
      return {
        fact: `${sideWord(question.side)} gave way ${countWords(question.times, 'time')}, ${question.side === 'marketing' ? 'supply' : 'marketing'} ${question.other === 0 ? 'never' : countWords(question.other, 'time')}.`,
        ask: 'Is that the balance we want?',
      }
  }
}

const negative = (money: Readonly<Record<string, number>>) =>
  Object.fromEntries(Object.entries(money).map(([currency, amount]) => [currency, -amount]))

const capacityWords = ({
  supplier,
  isOwn,
  month,
  units,
  limit,
  best,
  above,
  others,
}: Extract<Question, { readonly kind: 'capacity' }>) => {
  const who = isOwn ? `our own ${supplier}` : supplier
  const against =
    above === 'limit'
      ? `its weekly limit allows ${numberWords(limit ?? 0)}`
      : `its best four weeks ever brought ${numberWords(best?.units ?? 0)}`
  return {
    fact: `Promotions ask ${who} for ${unitWords(units)} in ${monthWords(month)}; ${against}.${others === 0 ? '' : ` So it is in ${countWords(others, 'other month')}.`}`,
    ask: isOwn
      ? 'Which of them moves, or what would more capacity cost?'
      : `Which of them moves, or what do we agree with ${supplier}?`,
  }
}
