import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import { isObject } from './block-kit-shape.ts'
import { bot } from './fake-state.ts'

/** What Slack pushes through a socket. */
export type Envelope = {
  readonly type: 'slash_commands' | 'events_api' | 'interactive'
  readonly payload: object
  readonly retry_attempt?: number
  readonly retry_reason?: string
  /** How many milliseconds the acknowledgement may take: 3 000 unless said. */
  readonly timeout?: number
}

/** The sockets through which the app listens. */
export type Sockets = {
  /** Mints the path at which one socket may be opened. */
  readonly ticket: () => string
  readonly upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void
  readonly envelope: (envelope: Envelope) => Promise<unknown>
  readonly count: () => number
  readonly drop: (how: 'cut' | 'disconnect') => void
  readonly close: () => void
}

type Waiting = {
  readonly socket: WebSocket
  readonly done: (payload: unknown) => void
  readonly fail: (why: Error) => void
}

const parsed = (data: string): unknown => {
  try {
    return JSON.parse(data)
  } catch {
    return null
  }
}

const hello = (connections: number) => ({
  type: 'hello',
  num_connections: connections,
  connection_info: { app_id: bot.appId },
  debug_info: { host: 'fake-slack', approximate_connection_time: 3600 },
})

const payloadOf = (ack: { readonly [name: string]: unknown }): unknown =>
  ack.payload === undefined || (isObject(ack.payload) && Object.keys(ack.payload).length === 0) ? null : ack.payload

/** Opens the side of Slack in Socket Mode. */
export const openSockets = (): Sockets => {
  const server = new WebSocketServer({ noServer: true })
  const tickets = new Set<string>()
  const live: WebSocket[] = []
  const waiting = new Map<string, Waiting>()
  let number = 0
  let turn = 0

  const heard = (message: unknown) => {
    if (!isObject(message) || typeof message.envelope_id !== 'string') return
    waiting.get(message.envelope_id)?.done(payloadOf(message))
  }

  const left = (socket: WebSocket) => {
    const at = live.indexOf(socket)
    if (at >= 0) live.splice(at, 1)
    for (const one of waiting.values())
      if (one.socket === socket) one.fail(new Error('the socket closed before the acknowledgement'))
  }

  server.on('connection', (socket) => {
    live.push(socket)
    socket.on('message', (data) => heard(parsed(data.toString())))
    socket.on('error', () => socket.terminate())
    socket.on('close', () => left(socket))
    socket.send(JSON.stringify(hello(live.length)))
  })

  const send = (socket: WebSocket, { timeout = 60_000, ...envelope }: Envelope) =>
    new Promise<unknown>((resolve, reject) => {
      const id = `envelope-${++number}`
      const settle = () => {
        clearTimeout(timer)
        waiting.delete(id)
      }
      const fail = (why: Error) => {
        settle()
        reject(why)
      }
      const timer = setTimeout(() => fail(new Error(`no acknowledgement within ${timeout} ms`)), timeout)
      waiting.set(id, {
        socket,
        fail,
        done: (payload) => {
          settle()
          resolve(payload)
        },
      })
      socket.send(
        JSON.stringify({ envelope_id: id, accepts_response_payload: envelope.type !== 'events_api', ...envelope }),
      )
    })

  return {
    ticket: () => {
      const ticket = `/link?ticket=${++number}&app_id=${bot.appId}`
      tickets.add(ticket)
      return ticket
    },
    upgrade: (request, socket, head) => {
      socket.on('error', () => socket.destroy())
      if (tickets.delete(request.url ?? ''))
        server.handleUpgrade(request, socket, head, (opened) => server.emit('connection', opened, request))
      else socket.end('HTTP/1.1 401 Unauthorized\r\nconnection: close\r\n\r\n')
    },
    envelope: async (envelope) => {
      const socket = live[turn++ % Math.max(live.length, 1)]
      if (!socket) throw new Error('no socket is open')
      return send(socket, envelope)
    },
    count: () => live.length,
    drop: (how) => {
      for (const socket of [...live])
        if (how === 'cut') socket.terminate()
        else socket.send(JSON.stringify({ type: 'disconnect', reason: 'refresh_requested', debug_info: {} }))
    },
    close: () => {
      for (const socket of [...live]) socket.terminate()
      server.close()
    },
  }
}
