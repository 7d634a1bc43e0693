import type { IncomingMessage } from 'node:http'
import { App, HTTPReceiver, type Logger, LogLevel, type Receiver, SocketModeReceiver } from '@slack/bolt'
import type { Card } from '../../cards/language/card.ts'
import { refusalCard } from '../../cards/language/plain-card.ts'
import { withTimeout } from '../../common/with-timeout.ts'
import { answerTimes } from '../answer-times.ts'
import { handOverFile } from '../file-answer.ts'
import type { ReadRequest, Route } from '../http-door.ts'
import type { ChatRequest } from '../request.ts'
import { answerClick } from './clicks.ts'
import { deferAcknowledgements } from './deferred-ack.ts'
import { importFromShortcut } from './dropped-files.ts'
import { answerEvents } from './events.ts'
import { answerModal, openModal, redrawModal, suggest } from './forms.ts'
import { identifySender, withNames } from './identify-sender.ts'
import { bodyBytes, signatureSeconds } from './limits.ts'
import { slackPath } from './manifest.ts'
import { formCallback } from './modal.ts'
import { readChosenWay, readSubmission, readSuggestion } from './modal-requests.ts'
import { drawAnswer } from './render.ts'
import { isReadable, readBlockAction, readShortcut, readSlashCommand, type SlackRequest } from './requests.ts'
import type { SlackContext } from './slack-context.ts'

/** How requests come in: over HTTP at a path of the door, or through sockets that the bot opens. */
export type SlackDoor = AsyncDisposable & {
  /** What answers Slack's requests over HTTP; null in Socket Mode. */
  readonly route: Route | null
  readonly start: () => Promise<void>
}

/** Ending does not wait longer for answers that are under way: none takes longer. */
const endingMilliseconds = 3_000

/** Opens the door through which Slack's requests come. */
export const openSlackDoor = (
  receiving: SlackContext,
  how: { readonly signingSecret: string } | { readonly appToken: string },
): SlackDoor => {
  const logger = boltLogger(receiving.log)
  const http =
    'signingSecret' in how
      ? new HTTPReceiver({
          signingSecret: how.signingSecret,
          endpoints: slackPath,
          processBeforeResponse: true,
          unhandledRequestTimeoutMillis: answerTimes.whole,
          logger,
        })
      : null
  const socket =
    'appToken' in how
      ? new SocketModeReceiver({
          appToken: how.appToken,
          logger,
          installerOptions: {
            clientOptions: { ...receiving.calls.clientOptions, retryConfig: { forever: true, maxTimeout: 60_000 } },
          },
        })
      : null
  const { keep, settled } = keepUnderWay()
  const receiver: Receiver = http ?? deferAcknowledgements(socket as SocketModeReceiver, keep)
  const app = new App({
    receiver,
    authorize: async () => {
      const us = await withTimeout(receiving.identity(), answerTimes.authorize)
      return { botToken: receiving.token, botId: us?.botId ?? '', botUserId: us?.botUserId ?? '' }
    },
    convoStore: false,
    clientOptions: receiving.calls.clientOptions,
    logger,
  })
  app.command(/.*/, async ({ payload, ack }) => {
    const read = readSlashCommand(payload)
    const opened = opens(receiving, read) ? await openModal(receiving, read as SlackRequest) : null
    await (opened === null ? ack(receiving.fit.shown(await answerCommand(receiving, read))) : ack())
    if (opened !== null) void keep(opened())
  })
  app.shortcut(/.*/, async ({ body, ack }) => {
    const asked = readShortcut(body)
    if (asked?.isImport === true) {
      await importFromShortcut(receiving, asked.read)
      return ack()
    }
    const opened = asked === null ? null : await openModal(receiving, asked.read, asked.message)
    await ack()
    if (opened !== null) void keep(opened())
  })
  app.view(formCallback, async ({ body, view, ack }) => {
    const read = readSubmission(body)
    const { shown, filled } = receiving.fit
    await ack(read === null ? undefined : (shown(await answerModal(receiving, filled(view), read)) as never))
  })
  app.action(/.*/, async ({ body, ack }) => {
    const chosen = readChosenWay(body)
    if (chosen !== null) {
      await ack()
      return void keep(redrawModal(receiving, chosen))
    }
    const answered = await answerClick(receiving, readBlockAction(body))
    await ack()
    void keep(answered())
  })
  app.options(/.*/, async ({ body, ack }) => {
    const asked = readSuggestion(body)
    await ack({ options: asked === null ? [] : [...(await suggest(receiving, asked))] })
  })
  answerEvents(app, receiving)
  return {
    route:
      http === null
        ? null
        : { bodyBytes, refuse: refuseByHeaders, handle: (request, response) => pass(http, request, response) },
    start: async () => void (await socket?.start()),
    [Symbol.asyncDispose]: async () => {
      await withTimeout(settled(), endingMilliseconds)
      await socket?.stop().catch(() => {})
    },
  }
}

const opens = (receiving: SlackContext, read: SlackRequest | null): boolean =>
  typeof read?.words === 'string' && receiving.formOf(read.words) !== null

/** Keeps what is under way, so that it can be waited for. */
const keepUnderWay = () => {
  const underWay = new Set<Promise<void>>()
  return {
    keep: (work: Promise<void>): Promise<void> => {
      const ended = work.catch(() => {}).finally(() => underWay.delete(ended))
      underWay.add(ended)
      return work
    },
    settled: async () => {
      while (underWay.size > 0) await Promise.all(underWay)
    },
  }
}

/** What is not signed, or not signed now, is refused before its body is read. */
export const refuseByHeaders = ({ headers }: IncomingMessage): number | null => {
  const seconds = Number(headers['x-slack-request-timestamp'])
  const isNow = Math.abs(Date.now() / 1000 - seconds) <= signatureSeconds
  return isNow && typeof headers['x-slack-signature'] === 'string' ? null : isSslCheck(headers) ? null : 401
}

/** Slack looks at the certificate of an address without signing; Bolt answers that and does nothing else. */
const isSslCheck = (headers: IncomingMessage['headers']) =>
  headers['x-slack-signature'] === undefined &&
  headers['content-type'] === 'application/x-www-form-urlencoded' &&
  Number(headers['content-length'] ?? Number.POSITIVE_INFINITY) < 500

/** What is signed but makes no sense would break the library that reads it, or stand in its log. */
export const pass = (http: HTTPReceiver, request: ReadRequest, response: Parameters<Route['handle']>[1]) => {
  if (isReadable(request)) return http.requestListener(request, response)
  response.writeHead(400)
  response.end()
}

const answerCommand = async (receiving: SlackContext, read: SlackRequest | null) => {
  const begun = performance.now()
  if (read === null)
    return drawAnswer(refusalCard('I cannot read that. Nothing was done. /shelfready help shows what you can ask.'))
  try {
    const introduced = await identifySender(receiving, read)
    if ('title' in introduced) return drawAnswer(introduced)
    const { channel } = introduced
    const words = await withNames(receiving.directory, String(introduced.request.words), read.typed ?? '')
    const request = { ...introduced.request, words }
    const card = await handOverFile(receiving, request, await receiving.receive(request, performance.now() - begun))
    const answer = channel?.isMember === false ? withInvitation(card, request) : card
    return drawAnswer(answer, await receiving.links(request.place, answer))
  } catch (error) {
    return drawAnswer(receiving.busyCard(error) ?? refusalCard(receiving.onSurprise(error)))
  }
}

const withInvitation = (card: Card, { placeName }: ChatRequest): Card => ({
  ...card,
  footer: [
    card.footer,
    `I am not in ${placeName ?? 'this channel'} yet, so I cannot post here. Invite me: /invite @Shelfready`,
  ]
    .filter((part) => part !== null && part !== '')
    .join(' '),
})

/** The library's warnings are of use to an operator; what it says besides is not. */
const boltLogger = (log: SlackContext['log']): Logger => ({
  debug: () => {},
  info: () => {},
  warn: (...words) => log('warn', words.map(String).join(' ')),
  error: (...words) => log('error', words.map(String).join(' ')),
  setLevel: () => {},
  getLevel: () => LogLevel.WARN,
  setName: () => {},
})
