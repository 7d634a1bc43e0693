import type { Arrival, World } from './fake-world.ts'

/** A conversation or a tenant to which more came within a second than Teams allows. */
export type TeamsTooFast = {
  readonly what: 'conversation' | 'tenant'
  readonly id: string
  /** The most that came within any second. */
  readonly most: number
}

const second = 1000

const mostWithin = (times: readonly number[]): number => {
  let first = 0
  let most = 0
  times.forEach((at, index) => {
    while (at - (times[first] as number) >= second) first += 1
    most = Math.max(most, index - first + 1)
  })
  return most
}

const tooMany = (what: TeamsTooFast['what'], arrivals: readonly Arrival[], allowed: number): readonly TeamsTooFast[] =>
  [...Map.groupBy(arrivals, ({ id }) => id)].flatMap(([id, came]) => {
    const most = mostWithin(came.map(({ at }) => at))
    return most > allowed ? [{ what, id, most }] : []
  })

/** Lists where more came within a second than is allowed: messages to a conversation, requests to a tenant. */
export const tooFast = ({ sent, asked }: World, messages = 7, requests = 25): readonly TeamsTooFast[] => [
  ...tooMany('conversation', sent, messages),
  ...tooMany('tenant', asked, requests),
]
