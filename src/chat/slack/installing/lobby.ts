import { type App, HTTPReceiver, type ReceiverEvent } from '@slack/bolt'
import { refusalCard } from '../../../cards/language/plain-card.ts'
import type { Route } from '../../http-door.ts'
import { bodyBytes } from '../limits.ts'
import { slackPath } from '../manifest.ts'
import { pass, refuseByHeaders } from '../receive.ts'
import { drawAnswer } from '../render.ts'
import { silentLogger } from '../web-api.ts'

/** Answers what Slack sends for a team that has not installed the app, once its signature is checked; it reaches no company. */
export const openLobby = (signingSecret: string): Route => {
  const receiver = new HTTPReceiver({
    signingSecret,
    endpoints: slackPath,
    processBeforeResponse: true,
    logger: silentLogger,
  })
  receiver.init({
    processEvent: ({ ack, body }: ReceiverEvent) => ack('command' in body ? notInstalled() : undefined),
  } as App)
  return { bodyBytes, refuse: refuseByHeaders, handle: (request, response) => pass(receiver, request, response) }
}

const notInstalled = () =>
  drawAnswer(
    refusalCard('Shelfready is not installed in this workspace. Nothing was done. Ask an administrator to install it.'),
  )
