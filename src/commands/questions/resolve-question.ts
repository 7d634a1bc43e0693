import type { CallerContext } from '../dispatch/identify.ts'
import { aboutItem, whenItem } from './about-item.ts'
import { aboutList, aboutOrders, aboutRisks, aboutThing } from './about-lists.ts'
import { aboutPromotion } from './about-promotion.ts'
import { loadNames } from './load-names.ts'
import type { ReadQuestion } from './question.ts'
import { bare, type Resolved } from './resolved.ts'

/** Finds the command that a question stands for, by the names that the company has; or asks which of them is meant. */
export const resolveQuestion = async (
  context: CallerContext,
  { question, isLoose }: ReadQuestion,
): Promise<Resolved> => {
  if (question.asks === 'line') return { meant: lineMeant(question.line) }
  if (question.asks === 'help')
    return { meant: { command: 'help', words: question.about === '' ? [] : question.about.split(/\s+/).map(bare) } }
  const names = await loadNames(context, isLoose)
  const found = () => {
    switch (question.asks) {
      case 'promotion':
        return aboutPromotion(question, names)
      case 'item':
        return aboutItem(question.about, names)
      case 'when':
        return whenItem(question.about, question.days, names, context)
      case 'list':
        return aboutList(question, names, context)
      case 'risks':
        return aboutRisks(question.about, names, context)
      case 'orders':
        return aboutOrders(question.about, names)
      case 'thing':
        return aboutThing(question.about, names, isLoose)
    }
  }
  const resolved = found()
  return isLoose && resolved !== null && 'card' in resolved && resolved.isUnknown === true ? null : resolved
}

/** The name of a command, with one word behind it at most. */
const lineMeant = (line: string) => {
  const [first = '', second = '', ...rest] = line.split(' ')
  return { command: `${first} ${second}`, words: rest.map(bare) }
}
