/** What comes of something that may fail as expected: its value, or why there is none. Surprises are thrown instead. */
export type Result<T, E> = Ok<T> | Failed<E>

/** A result that has its value. */
type Ok<T> = { readonly ok: true; readonly value: T }

/** A result that has no value, and why. */
export type Failed<E> = { readonly ok: false; readonly error: E }

/** Makes the result of something that went well. */
export const ok = <T>(value: T): Ok<T> => ({ ok: true, value })

/** Makes the result of something that failed, with the reason. */
export const failed = <E>(error: E): Failed<E> => ({ ok: false, error })
