import type { App, ReceiverEvent, SocketModeReceiver } from '@slack/bolt'

/**
 * Makes a socket acknowledge an event only when it has been acted on: the library does so at once for
 * events, and Slack then never sends again what a crash lost. Each is `kept` under way until then.
 */
export const deferAcknowledgements = (
  receiver: SocketModeReceiver,
  kept: (work: Promise<void>) => Promise<void>,
): SocketModeReceiver => {
  const init = receiver.init.bind(receiver)
  receiver.init = (app: App) => {
    const processEvent = async (event: ReceiverEvent) => {
      let held: { readonly answer: unknown } | null = null
      await app.processEvent({
        ...event,
        ack: async (answer) => {
          held = { answer }
        },
      })
      if (held !== null) await event.ack((held as { readonly answer: unknown }).answer as never)
    }
    init({ processEvent: (event: ReceiverEvent) => kept(processEvent(event)) } as unknown as App)
  }
  return receiver
}
