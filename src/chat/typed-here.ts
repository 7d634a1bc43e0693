/** A command as cards name it: its first word behind a slash, wherever it is read. */
const named = /(^|[\s("'`:;,·])\/(promo|stock|intel|shelfready)(?![\w/-])/g

/** Who is called by name needs not be named twice. */
const calledTwice = /@Shelfready shelfready(?: |(?=$|[^\w-]))/g

/** What stands before a command where it is typed: nothing in the terminal, the bot's name in a channel of Teams. */
export type Before = '/' | '' | '@Shelfready '

/** Writes the commands that a card, a form or what is drawn of one names as one types them where it is read. */
export const typedHere = <T>(said: T, before: Before): T => (before === '/' ? said : (written(said, before) as T))

const written = (said: unknown, before: Before): unknown => {
  if (typeof said === 'string')
    return said.includes('/') ? said.replaceAll(named, `$1${before}$2`).replaceAll(calledTwice, '@Shelfready ') : said
  if (Array.isArray(said)) return said.map((one) => written(one, before))
  if (typeof said !== 'object' || said === null) return said
  return Object.fromEntries(Object.entries(said).map(([key, one]) => [key, written(one, before)]))
}
