/** Fits what is exchanged with a client that draws or sends less than the platform's own. */
export type ClientFit = {
  /** Rewrites what is about to be shown. */
  readonly shown: <T>(payload: T) => T
  /** Completes a form that was sent. */
  readonly filled: <T>(payload: T) => T
}

/** The platform's own clients need no fitting. */
export const ownClient: ClientFit = { shown: (payload) => payload, filled: (payload) => payload }
