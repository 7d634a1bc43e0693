const spelledOut: readonly (readonly [RegExp, string])[] = [
  [/[\u2018\u2019\u02bc`\u00b4]/gu, "'"],
  [/\bcan't\b/giu, 'can not'],
  [/\bcannot\b/giu, 'can not'],
  [/\bwon't\b/giu, 'will not'],
  [/\bshan't\b/giu, 'shall not'],
  [/\bain't\b/giu, 'is not'],
  [/\b(is|are|was|were|do|does|did|has|have|had|would|could|should|wo)n't\b/giu, '$1 not'],
  [/\b(is|are|was|were|do|does|did|has|have)nt\b/giu, '$1 not'],
  [/\b(what|who|when|how|where|why|that|there|it|here)'s\b/giu, '$1 is'],
  [/\b(what|how|where|why)s\b/giu, '$1 is'],
  [/\b(what|who|when|how|where|why|they|you|we)'re\b/giu, '$1 are'],
  [/\b(i|we|you|they)'ve\b/giu, '$1 have'],
  [/\bi'm\b/giu, 'i am'],
  [/\b(i|we|you)'d\b/giu, '$1 would'],
  [/\b(i|we|it|they|that)'ll\b/giu, '$1 will'],
  [/\bper cent\b|\bpercent\b/giu, '%'],
]

const before: readonly RegExp[] = [
  /^[`*_~>\s]+/u,
  /^(?:hey|hi|hello|hallo|ok|okay|please|pls|plz|so|well|um|uh|thanks|morning|good (?:morning|afternoon|evening)|guys|team|all|just|quick question|(?:a )?question|excuse me|sorry|fyi)(?:[\s,:;!.-]+|$)/iu,
  /^@?(?:shelfready|bot|the bot)(?:[\s,:;!.-]+|$)/iu,
  /^(?:can|could|would|will) (?:you|someone|somebody|anyone|anybody) (?:please |pls |kindly |quickly |maybe )*(?:tell|explain(?: to)?|say(?: to)?|check|remind|inform|find out|look up|look|see|let)(?: for)?(?: me| us)?(?: know)?(?: (?:if|whether))?(?: please)?,? /iu,
  /^(?:can|could|would|will) (?:you|someone|anyone) (?:please |pls |kindly |quickly )*(?=(?:show|give|list|open|display|send)\b)/iu,
  /^(?:do|does) (?:you|anyone|anybody|someone) (?:happen to )?know (?:(?:if|whether) )?/iu,
  /^(?:i|we) (?:would |just )?(?:want|like|need|have|wanted|wonder|am wondering|are wondering)(?: to (?:know|ask|check|see|find out))?,? (?:(?:if|whether) )?(?=(?:if|whether|why|what|who|when|how|which|where|is|are|the|cola)\b)/iu,
  /^(?:tell (?:me|us)|let (?:me|us) know|any idea|remind me|help me understand|explain(?: to me)?(?= (?:why|what|how))|wondering)(?: (?:if|whether))?,? (?!about\b)/iu,
  /^(?:if|whether) /iu,
]

const behind: readonly RegExp[] = [
  /[\s,;.!]+(?:please|pls|plz|thanks|thank you|thx|ta|cheers|many thanks|asap|guys|folks|or not|at the moment|right now|again)$/iu,
  /[\s?!.,;:…`*_~]+$/u,
]

/** Repeats a change until it changes nothing more, so often at most. */
const settled = (text: string, change: (text: string) => string): string => {
  let now = text
  for (let round = 0; round < mostRounds; round++) {
    const next = change(now)
    if (next === now) return now
    now = next
  }
  return now
}

const mostRounds = 6

const without = (text: string, patterns: readonly RegExp[]): string =>
  patterns.reduce((left, pattern) => {
    const shorter = left.replace(pattern, '')
    return shorter.trim() === '' ? left : shorter
  }, text)

/** Brings a message to plain words: contractions written out, and without the greeting, the please and the marks around the question. */
export const plainWords = (message: string): string => {
  const full = spelledOut.reduce(
    (text, [pattern, words]) => text.replaceAll(pattern, words),
    message.replaceAll(/\s+/gu, ' ').trim(),
  )
  return settled(full, (text) => without(without(text, before), behind).trim())
}
