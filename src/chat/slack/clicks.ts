import type { Card } from '../../cards/language/card.ts'
import { refusalCard } from '../../cards/language/plain-card.ts'
import { handOverFile } from '../file-answer.ts'
import { noLinks } from '../links.ts'
import type { ChatRequest } from '../request.ts'
import { openModal } from './forms.ts'
import { publishHome } from './home.ts'
import { identifySender } from './identify-sender.ts'
import { drawAnswer } from './render.ts'
import type { SlackClick } from './requests.ts'
import type { SlackContext } from './slack-context.ts'

/** Acts on a click, and gives what is left to do once Slack has its acknowledgement. */
export const answerClick = async (receiving: SlackContext, read: SlackClick | null): Promise<() => Promise<void>> => {
  if (read === null) return async () => {}
  const begun = performance.now()
  const { words, responseUrl, isEphemeral, isHome, thread, messageId } = read
  const later = async (...works: readonly Promise<unknown>[]) => {
    for (const { reason } of (await Promise.allSettled(works)).filter((one) => one.status === 'rejected'))
      receiving.onSurprise(reason)
  }
  if (typeof words === 'object' && words !== null && receiving.formOf(words) !== null) {
    const opened = await openModal(receiving, read)
    return opened ?? (() => later(handBack(receiving, read, formNotOpened, null)))
  }
  try {
    const introduced = await identifySender(receiving, read)
    if ('title' in introduced) return () => later(handBack(receiving, read, introduced, null))
    if (typeof words === 'string' || words === null)
      return () => later(handBack(receiving, read, unknownButton, introduced.request))
    const canHandBack = isEphemeral && responseUrl !== null
    const request: ChatRequest = {
      ...introduced.request,
      ...(isHome ? { shownIn: 'home' } : messageId === null ? {} : { shownIn: { messageId } }),
      ...(canHandBack ? {} : { reply: { thread } }),
    }
    const answered = await receiving.receive(request, performance.now() - begun)
    const card = canHandBack ? await handOverFile(receiving, request, answered) : answered
    return () => {
      receiving.touched(words.id)
      return later(
        ...(canHandBack && receiving.isFirst(read.key) ? [handBack(receiving, read, card, request)] : []),
        ...(isHome ? [publishHome(receiving, read)] : []),
      )
    }
  } catch (error) {
    const card = receiving.busyCard(error) ?? refusalCard(receiving.onSurprise(error))
    return () => later(handBack(receiving, read, card, null))
  }
}

const formNotOpened = refusalCard(
  'Slack did not open the form in time. Nothing was done. Press the button again, or type the command: /shelfready help shows how.',
)

const unknownButton = refusalCard(
  'That button is not mine, or it is from an older version. Nothing was done. /shelfready help shows what you can ask.',
)

/** The answer to a look-up stands beside the message; the answer to an act replaces it. */
const takesItsPlace = new Set(['acknowledge', 'snooze'])

/** Answers a click at the address that came with it; where that has passed, the answer is posted. */
const handBack = async (receiving: SlackContext, read: SlackClick, card: Card, request: ChatRequest | null) => {
  const { words, responseUrl, isEphemeral } = read
  const replaces = request !== null && isEphemeral && typeof words === 'object' && takesItsPlace.has(words?.does ?? '')
  const links = request === null ? noLinks : await receiving.links(request.place, card)
  const body = { ...drawAnswer(card, links), replace_original: replaces }
  const called = responseUrl === null ? null : await receiving.calls.respond(responseUrl, body)
  if (called?.kind === 'done') return
  const introduced =
    request ?? (await identifySender(receiving, read).then((one) => ('request' in one ? one.request : null)))
  if (introduced !== null) await receiving.postAnswer(introduced, card)
}
