import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import { isJson, type Json } from './playground-cards.ts'
import { type Answer, openPlaygroundDialogs } from './playground-dialogs.ts'

const botPath = '/api/messages'
const connectorPath = '/_connector'

/** Dates stand as in Slack's trial and in the documents. */
const locale = 'en-GB'

const inEnglish = (activity: Json): Json => ({
  ...activity,
  locale,
  ...(Array.isArray(activity.entities)
    ? {
        entities: activity.entities.map((one) => (isJson(one) && one.type === 'clientInfo' ? { ...one, locale } : one)),
      }
    : {}),
})

/** Stands between the playground and the bot on this machine, and fits what they exchange. */
export const openPlaygroundBridge = async (told: {
  readonly port: number
  readonly bot: string
  readonly playground: string
}): Promise<AsyncDisposable> => {
  const dialogs = openPlaygroundDialogs()
  const serviceUrl = `http://127.0.0.1:${told.port}${connectorPath}`
  const toBot = (activity: Json) =>
    call(`${told.bot}${botPath}`, 'POST', JSON.stringify({ ...inEnglish(activity), serviceUrl }))

  const fromBot = async (path: string, method: string, body: string): Promise<Answer> => {
    const message = parsed(body)
    const replaced = /\/activities\/([^/?]+)$/.exec(path)?.[1]
    const id = method === 'PUT' && replaced !== undefined ? decodeURIComponent(replaced) : null
    const answer = await call(
      `${told.playground}${path}`,
      method,
      body === '' ? '' : JSON.stringify(dialogs.shown(message, id)),
    )
    const given = isJson(answer.body) && typeof answer.body.id === 'string' ? answer.body.id : id
    if (answer.status < 300 && given !== null && isJson(message)) dialogs.taken(message, given)
    return answer
  }

  const answerTo = async (request: IncomingMessage): Promise<Answer> => {
    const { url = '', method = 'GET' } = request
    const body = await text(request)
    if (url.startsWith(`${connectorPath}/`)) return fromBot(url, method, body)
    const activity = parsed(body)
    if (url !== botPath || !isJson(activity)) return { status: 405, body: undefined }
    return dialogs.heard(activity, toBot)
  }

  const server = createServer((request, response) => {
    answerTo(request).then(
      (answer) => write(response, answer),
      () => write(response, { status: 502, body: undefined }),
    )
  })
  await new Promise<void>((listening, failed) => {
    server.once('error', failed)
    server.listen(told.port, '127.0.0.1', listening)
  })
  return {
    [Symbol.asyncDispose]: () => {
      server.closeAllConnections()
      return new Promise((closed) => void server.close(() => closed()))
    },
  }
}

const call = async (url: string, method: string, body: string): Promise<Answer> => {
  const answer = await fetch(url, {
    method,
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    ...(body === '' ? {} : { body }),
  })
  return { status: answer.status, body: parsed(await answer.text()) }
}

const parsed = (json: string): unknown => {
  try {
    return JSON.parse(json)
  } catch {
    return undefined
  }
}

const write = (response: ServerResponse, { status, body }: Answer) => {
  if (body === undefined) response.writeHead(status).end()
  else response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}
