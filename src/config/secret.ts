import { inspect } from 'node:util'

/** A value that no log, error or JSON shows; only `reveal` gives it out. */
export type Secret = { readonly reveal: () => string }

const hidden = '[secret]'

/** Wraps a value so that printing it, in whatever way, shows that there is one and no more. */
export const secret = (value: string): Secret =>
  Object.freeze({
    reveal: () => value,
    toString: () => hidden,
    toJSON: () => hidden,
    [inspect.custom]: () => hidden,
  })
