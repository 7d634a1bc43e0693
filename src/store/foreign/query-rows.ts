/** What a query gives, in batches; the first row of the first batch has the names of the columns. */
export type QueryRows = AsyncGenerator<readonly (readonly (string | null)[])[], void, void>

/** Rows that are read at a time. */
export const queryBatch = 2_000
/** A statement of a query may take so many milliseconds. */
export const queryMilliseconds = 60_000
/** A whole query may take so many milliseconds. */
export const queryTotalMilliseconds = 600_000
