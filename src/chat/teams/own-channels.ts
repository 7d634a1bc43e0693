import type { Card } from '../../cards/language/card.ts'
import { channelField, type Form, withoutChannel } from '../../cards/language/form.ts'
import { refusalCard } from '../../cards/language/plain-card.ts'
import type { ChatRequest } from '../request.ts'
import type { TeamsContext } from './teams-context.ts'

type Filled = ChatRequest & { readonly words: Exclude<ChatRequest['words'], string | { readonly does: unknown }> }

/** Offers of the channels to act in those that whoever asks is in themselves; none where that cannot be told. */
export const withOwnChannels = async (
  { isIn }: Pick<TeamsContext, 'isIn'>,
  form: Form | Card,
  account: string,
): Promise<Form | Card> => {
  if (!('fields' in form)) return form
  const fields = await Promise.all(
    form.fields.map(async (field) => {
      if (field.kind !== 'channel') return [field]
      const own = await Promise.all(field.choices.map(async (one) => ((await isIn(one.value, account)) ? [one] : [])))
      const choices = own.flat()
      return choices.length === 0 ? [] : [{ ...field, choices }]
    }),
  )
  return { ...form, fields: fields.flat() }
}

/** Acts in the channel that was chosen in a form; refuses one that whoever asks is not in. */
export const inChosenChannel = async <R extends Filled>(
  { isIn }: Pick<TeamsContext, 'isIn'>,
  request: R,
): Promise<R | Card> => {
  const { channel, filled } = withoutChannel(request.words)
  if (channel === null) return request
  if (!(await isIn(channel, request.person.id)))
    return {
      ...refusalCard('You are not in that channel. Nothing was saved; choose another one.'),
      refusal: { [channelField]: 'You are not in that channel. Choose another one.' },
    }
  return { ...request, place: channel, placeName: channel, isNamed: false, words: filled }
}
