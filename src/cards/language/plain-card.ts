import { type Card, firstOf, moreWords } from './card.ts'

/** A refusal or question: what failed, what is safe, what to do next. Quoted input is cut to a limit. */
export const refusalCard = (sentence: string, detail: readonly string[] = []): Card => {
  const title = cut(sentence)
  const { shown, left } = firstOf(detail, mostNotes)
  const more = moreWords(left, 'fix these first')
  return {
    refusal: {},
    tone: 'question',
    title,
    plain: title,
    blocks:
      detail.length === 0 ? [] : [{ kind: 'notes', notes: [...shown.map(cut), ...(more === null ? [] : [more])] }],
    footer: null,
  }
}

const longestSentence = 500
const mostNotes = 15

/** Removes the middle of a sentence that is too long; its end says what is safe. */
const cut = (sentence: string): string => {
  if (sentence.length <= longestSentence) return sentence
  const half = longestSentence / 2
  return `${sentence.slice(0, half).toWellFormed()} ... ${sentence.slice(-half).toWellFormed()}`
}

/** Confirms something in one sentence. */
export const noteCard = (sentence: string): Card => ({
  tone: 'good',
  title: sentence,
  plain: sentence,
  blocks: [],
  footer: null,
})

/** Tells a guest that they may read and not ask. */
export const forColleagues = refusalCard(
  'Only people from this company can use me here. Nothing was done; you can still read what is posted.',
)
