/** What the bot is for, in one line. */
export const description = 'Will the shelf be ready when the promotion launches?'

/** What the bot does, for whoever chooses it from a list. */
export const longDescription = `Marketing registers a promotion in one line and gets a verdict within seconds: ready, at risk, not ready or unknown, \
judged against stock, placed orders and supplier lead times. Supply planners see what to do, with item, quantity, supplier and \
date. Every working morning each channel reads what is due, whose it is, and what changed since yesterday.`
