import { boundedMap } from '../../common/bounded-map.ts'
import {
  type Dialog,
  executed,
  fittedCards,
  isJson,
  type Json,
  jsonIn,
  keyOf,
  placeOf,
  withDialog,
} from './playground-cards.ts'

/** The answer to an activity. */
export type Answer = { readonly status: number; readonly body: unknown }

/** Fits what the bot and the playground exchange. */
type PlaygroundDialogs = {
  /** Fits a message; one that replaces another keeps the dialog that stands in it. */
  readonly shown: (message: unknown, id: string | null) => unknown
  /** A message was taken by the playground, which gave it this id. */
  readonly taken: (message: unknown, id: string) => void
  /** Passes an activity on; a button that opens a dialog in Teams is answered with the dialog below it. */
  readonly heard: (activity: Json, send: (activity: Json) => Promise<Answer>) => Promise<Answer>
}

const mostMessages = 1_000
const cardType = 'application/vnd.microsoft.card.adaptive'

/** Shows dialogs inside of messages, because the playground opens none. */
export const openPlaygroundDialogs = (): PlaygroundDialogs => {
  const cards = boundedMap<string, Json>(mostMessages)
  const dialogs = boundedMap<string, Dialog | null>(mostMessages)

  const drawn = (id: string): Answer => {
    const [card, dialog = null] = [cards.get(id) ?? {}, dialogs.get(id)]
    return {
      status: 200,
      body: { statusCode: 200, type: cardType, value: dialog === null ? card : withDialog(card, dialog) },
    }
  }

  const inDialog = async (
    activity: Json,
    id: string,
    { dialog: step, below, ...data }: Json,
    send: (activity: Json) => Promise<Answer>,
  ): Promise<Answer> => {
    if (step === 'close') {
      dialogs.set(id, null)
      return drawn(id)
    }
    if (step === 'open') dialogs.set(id, null)
    const key = typeof below === 'string' ? below : keyOf(data)
    const answer = await send({ ...activity, name: step === 'open' ? 'task/fetch' : 'task/submit', value: { data } })
    if (answer.status !== 200) return answer
    const { value } = jsonIn(jsonIn(answer.body).task)
    const { title = '', card } = jsonIn(value)
    const { content } = jsonIn(card)
    const at = dialogs.get(id)?.at ?? placeOf(cards.get(id) ?? {}, key) ?? 0
    const shown = { key, at, title: String(title), content: jsonIn(executed(fittedCards(content))) }
    dialogs.set(id, isJson(content) ? shown : null)
    return drawn(id)
  }

  return {
    shown: (message, id) => {
      const fitted = executed(fittedCards(message))
      const dialog = id === null ? null : (dialogs.get(id) ?? null)
      return dialog === null ? fitted : withCard(fitted, (card) => withDialog(card, dialog))
    },
    taken: (message, id) => {
      withCard(executed(fittedCards(message)), (card) => {
        cards.set(id, card)
        return card
      })
    },
    heard: async (activity, send) => {
      const id = String(activity.replyToId ?? '')
      const data = jsonIn(jsonIn(jsonIn(activity.value).action).data)
      if (activity.name === 'adaptiveCard/action' && 'dialog' in data) return inDialog(activity, id, data, send)
      const answer = await send(activity)
      const body = jsonIn(executed(fittedCards(answer.body)))
      if (body.type !== cardType || !isJson(body.value))
        return { ...answer, body: answer.body === undefined ? undefined : body }
      cards.set(id, body.value)
      dialogs.set(id, null)
      return { ...answer, body }
    },
  }
}

/** Changes the card of a message. */
const withCard = (message: unknown, change: (card: Json) => Json): unknown => {
  const { attachments } = jsonIn(message)
  if (!Array.isArray(attachments)) return message
  return {
    ...jsonIn(message),
    attachments: attachments.map((one) =>
      isJson(one) && one.contentType === cardType ? { ...one, content: change(jsonIn(one.content)) } : one,
    ),
  }
}
