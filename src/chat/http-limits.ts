import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

/** How much may be held at the same time, in all and by one address. */
export type Most = { readonly inAll: number; readonly ofAddress: number }

/** Holds that are given up when there are too many; the one that began first goes first. */
type Holds<T> = {
  /** Holds so much more for one; lets go of others where that is too much, or of it. */
  readonly add: (held: T, address: string, amount: number) => void
  readonly remove: (held: T) => void
}

/** Keeps what strangers hold within bounds: who has held longest gives way, so that who comes now is served. */
const limitHolds = <T>({ inAll, ofAddress }: Most, letGo: (held: T) => void): Holds<T> => {
  const holds = new Map<T, { readonly address: string; amount: number }>()
  const byAddress = new Map<string, number>()
  let total = 0
  const change = (address: string, amount: number) => {
    total += amount
    const left = (byAddress.get(address) ?? 0) + amount
    if (left > 0) byAddress.set(address, left)
    else byAddress.delete(address)
  }
  const remove = (held: T) => {
    const hold = holds.get(held)
    if (hold === undefined) return
    holds.delete(held)
    change(hold.address, -hold.amount)
  }
  const giveUpFirst = (isOne: (address: string) => boolean): boolean => {
    for (const [held, { address }] of holds)
      if (isOne(address)) {
        remove(held)
        letGo(held)
        return true
      }
    return false
  }
  return {
    remove,
    add: (held, address, amount) => {
      const hold = holds.get(held) ?? { address, amount: 0 }
      hold.amount += amount
      holds.set(held, hold)
      change(address, amount)
      while ((byAddress.get(address) ?? 0) > ofAddress && giveUpFirst((one) => one === address)) {}
      while (total > inAll && giveUpFirst(() => true)) {}
    },
  }
}

const addressOf = (socket: Socket): string => socket.remoteAddress ?? ''

/** Keeps the connections of a server that wait: for a request, or for the rest of one. */
export const limitConnections = (server: Server, most: Most) => {
  const waiting = limitHolds<Socket>(most, (socket) => socket.destroy())
  const wait = (socket: Socket) => waiting.add(socket, addressOf(socket), 1)
  server.on('connection', (socket: Socket) => {
    wait(socket)
    socket.once('close', () => waiting.remove(socket))
  })
  return {
    /** A request that has come whole is answered, however many wait. */
    answering: ({ socket }: IncomingMessage, response: ServerResponse): void => {
      waiting.remove(socket)
      response.once('close', () => {
        if (!socket.destroyed) wait(socket)
      })
    },
  }
}

/** Keeps the bytes of bodies that have not come whole. */
export const limitBodies = (most: Most) => {
  const unfinished = limitHolds<IncomingMessage>(most, (request) => request.destroy())
  return {
    came: (request: IncomingMessage, bytes: number): void => unfinished.add(request, addressOf(request.socket), bytes),
    ended: unfinished.remove,
  }
}
