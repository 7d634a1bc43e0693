const minute = 60_000
const day = 24 * 60 * minute

/** A platform refuses requests that are signed so many seconds off. */
export const refusedSkewSeconds = 300
/** A clock that is so many seconds off is told of. */
export const toldSkewSeconds = 30
/** A tick comes every minute; after so many milliseconds without one the service hangs. */
export const longestTickMilliseconds = 150_000
/** A message that could be sent and waits for longer, in milliseconds, does not get out. */
export const longestWaitMilliseconds = 15 * minute
/** A digest is made within the minute; after so many milliseconds it is late. */
export const lateDigestMilliseconds = 10 * minute
/** An import that has not gone on for so many milliseconds is stuck. */
export const stuckImportMilliseconds = 60 * minute
/** A file that lies in the watched folder for so many milliseconds is not taken. */
export const lyingFileMilliseconds = 10 * minute
/** Messages that were given up are told of for so many milliseconds. */
export const parkedToldMilliseconds = 7 * day
/** A token is told of so many milliseconds before it ends. */
export const expiringMilliseconds = 14 * day
/** A trouble that was told is over when it has not been found for so many milliseconds. */
export const alarmEndsMilliseconds = 10 * minute
/** What was found is worth telling for so many milliseconds. */
export const alarmToldMilliseconds = day
/** A clock of a server that is so many milliseconds off is told of. */
export const toldServerSkewMilliseconds = minute
/** Less free disk than this, in bytes, stops the service soon. */
export const leastFreeBytes = 100_000_000
/** Less free disk than this, in bytes, or than a copy of the store needs, is told of. */
export const toldFreeBytes = 1_000_000_000
/** A log of the store that has grown beyond this, in bytes, is not put away. */
export const longestLogBytes = 200_000_000
