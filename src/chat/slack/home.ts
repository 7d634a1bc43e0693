import { identifySender } from './identify-sender.ts'
import { drawHome } from './render.ts'
import type { SlackRequest } from './requests.ts'
import type { SlackContext } from './slack-context.ts'

/** Draws a person's Home tab anew. */
export const publishHome = async (receiving: SlackContext, { origin }: Pick<SlackRequest, 'origin'>): Promise<void> => {
  try {
    const introduced = await identifySender(receiving, { key: null, origin, words: '' })
    if ('title' in introduced) return
    const card = await receiving.home(introduced.request)
    const called = await receiving.calls.call('views.publish', {
      user_id: origin.userId,
      view: { type: 'home', blocks: drawHome(card, await receiving.links(`@${origin.userId}`, card)) },
    })
    if (called.kind === 'error') receiving.log('warn', `a Home tab was not published: ${called.word}`)
  } catch (error) {
    receiving.onSurprise(error)
  }
}
