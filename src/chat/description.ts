/** What the bot is for, in one line. */
export const description = 'Will the shelf be ready when the promotion launches?'

/** What the bot does, for whoever chooses it from a list. */
export const longDescription = `Marketing registers a promotion in one line and has a verdict within seconds: ready, at risk, not ready, or unknown, \
judged against stock, placed orders and supplier lead times. Supply planners take what needs somebody, with an item, a quantity, a supplier and \
a date. Every working morning each channel reads what has to be done, by whom and by when, and what changed since yesterday.`
