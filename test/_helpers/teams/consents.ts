import { isObject, listOf } from '../slack/block-kit-shape.ts'
import { activityOf, type Sender, type SentActivity } from './activities.ts'
import { drivePath } from './fake-server.ts'
import type { Message, Person } from './fake-world.ts'
import { placeOfMessage } from './presses.ts'

/** Makes the activity with which a person accepts or declines that a file is stored for them. */
export const consents = (
  sender: Sender,
  url: string,
  person: Person,
  message: Message,
  isAccepted: boolean,
): SentActivity => {
  const [asked] = listOf(message.activity.attachments)
  if (!isObject(asked) || !isObject(asked.content)) throw new Error('nothing is asked about a file')
  const { name, content } = asked
  const uploadInfo = {
    name,
    uploadUrl: `${url}${drivePath}${name}`,
    contentUrl: `https://acme-my.sharepoint.com/personal/Documents/${name}`,
    uniqueId: 'a1b2c3',
    fileType: 'csv',
  }
  const value = isAccepted
    ? { type: 'fileUpload', action: 'accept', context: content.acceptContext, uploadInfo }
    : { type: 'fileUpload', action: 'decline', context: content.declineContext }
  const told = { type: 'invoke', name: 'fileConsent/invoke', value, replyToId: message.id }
  return activityOf(sender, person, placeOfMessage(sender.world, message), told)
}
