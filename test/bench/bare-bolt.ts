import { App, HTTPReceiver, LogLevel } from '@slack/bolt'

/** A Bolt app that answers every slash command with "ok" and does nothing else: `bare-bolt.ts SECRET API_URL`. */
const [signingSecret = '', slackApiUrl = ''] = process.argv.slice(2)
const receiver = new HTTPReceiver({ signingSecret, logLevel: LogLevel.ERROR })
const app = new App({
  receiver,
  authorize: async () => ({ botToken: 'xoxb-bare', botId: 'B0BARE000', botUserId: 'U0BARE000' }),
  clientOptions: { slackApiUrl },
  logLevel: LogLevel.ERROR,
})
app.command(/.*/, async ({ ack }) => ack('ok'))
const server = await receiver.start(0)
const address = server.address()
process.stdout.write(`port ${typeof address === 'object' ? address?.port : address}\n`)
