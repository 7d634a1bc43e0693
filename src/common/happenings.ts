import { channel } from 'node:diagnostics_channel'

/** How a request or a file ended: `refused` where nothing was done and somebody is told why, `failed` where that was our fault. */
type Ending = 'done' | 'refused' | 'failed'

/** Something that happened in a company: names of things, ids and counts, never a text, what a person is called, or a secret. */
export type CompanyHappening =
  /** A person asked for something. `about` has the ids of what it changed. */
  | {
      readonly kind: 'command'
      readonly who: string
      /** The channel's id. */
      readonly where: string
      readonly what: string
      readonly about: readonly string[]
      readonly ending: Ending
      readonly milliseconds: number
    }
  /** An answer was given, or a note that it follows. */
  | { readonly kind: 'answer'; readonly milliseconds: number; readonly isLater: boolean }
  /** A file came in by a door; `outcome` is what became of it. */
  | {
      readonly kind: 'import'
      readonly who: string | null
      readonly door: string
      readonly feed: string | null
      readonly outcome: 'imported' | 'held' | 'asked' | 'refused' | 'failed'
      readonly batch: number | null
      readonly rows: number | null
      readonly milliseconds: number
    }
  /** An audit entry was written. */
  | { readonly kind: 'act'; readonly who: string; readonly what: string; readonly about: string }
  | {
      readonly kind: 'risk'
      readonly what: 'opened' | 'owned' | 'ended'
      readonly risk: number
      readonly owner: string | null
    }
  | { readonly kind: 'digest made'; readonly channel: string; readonly day: string }
  /** A message was sent, waits for another attempt, or was given up; `lateness` is that of a digest that was sent. */
  | {
      readonly kind: 'message'
      readonly message: number
      readonly channel: string
      readonly about: string
      readonly state: string
      readonly attempt: number
      readonly reason: string | null
      readonly lateness: number | null
    }
  /** A platform was asked to take a message. */
  | { readonly kind: 'attempt'; readonly platform: string; readonly outcome: string }
  | { readonly kind: 'tick'; readonly milliseconds: number }
  /** Everything that had changed is judged again. */
  | { readonly kind: 'judged' }

/** Something that happened in this process: to a company, or at a door before it was known to which. */
export type Happening =
  | (CompanyHappening & { readonly company: string })
  | { readonly kind: 'turned away'; readonly path: string; readonly status: number; readonly from: string }

const happenings = channel('shelfready')

/** Tells whoever listens in this process what happened. */
export const tell = (happening: Happening): void => happenings.publish(happening)

/** Listens to what happens from now on. */
export const listen = (hear: (happening: Happening) => void): Disposable => {
  const heard = (happening: unknown) => hear(happening as Happening)
  happenings.subscribe(heard)
  return { [Symbol.dispose]: () => void happenings.unsubscribe(heard) }
}
