import { type Card, type Click, pages } from '../../cards/language/card.ts'
import { forColleagues, refusalCard } from '../../cards/language/plain-card.ts'
import { isFeedName, notAFeed, type SentFile } from '../../cards/language/sent-file.ts'
import { withTimeout } from '../../common/with-timeout.ts'
import { answerTimes } from '../answer-times.ts'
import { handOverFile } from '../file-answer.ts'
import type { ChatRequest } from '../request.ts'
import { typedHere } from '../typed-here.ts'
import { answerInPlace, answerPress, drawFound } from './dialog.ts'
import { identifySender, nameOf, placeOf, unnamed } from './identify-sender.ts'
import { limits } from './limits.ts'
import { type Reference, splitThread } from './place.ts'
import { drawCard } from './render.ts'
import {
  type Activity,
  keyOf,
  type Pressed,
  readRequest,
  referenceOf,
  type Search,
  type TeamsRequest,
} from './requests.ts'
import { type Answered, type Asker, answerSubmitted, dialog, done, unknownButton } from './submit.ts'
import type { TeamsContext } from './teams-context.ts'

/** Does what an activity asks for, and answers it. */
export const answerActivity = async (receiving: TeamsContext, activity: Activity): Promise<Answered> => {
  const begun = performance.now()
  const asking = readRequest(activity)
  const where = referenceOf(activity)
  switch (asking.kind) {
    case 'nothing':
      return activity.type === 'invoke' ? { status: 501 } : done
    case 'members-changed':
      receiving.directory.doubtRosters()
      return done
    case 'joined':
    case 'renamed':
      return comeAndGo(receiving, activity, where, asking.kind)
    case 'left':
      await receiving.left(placeOf(where, (activity.from.aadObjectId ?? '').toLowerCase()), leftTeam(activity, where))
      return done
    default:
      return typedHere(
        await answerPerson(receiving, activity, where, asking, begun),
        where.kind === 'personal' ? '' : '@Shelfready ',
      )
  }
}

/** Removed from a team, the bot is out of all its channels; a deleted channel goes alone. */
const leftTeam = ({ channelData }: Activity, { teamId }: Reference): string | null =>
  channelData?.eventType === 'channelDeleted' ? null : teamId

const comeAndGo = async (
  receiving: TeamsContext,
  activity: Activity,
  where: Reference,
  how: 'joined' | 'renamed',
): Promise<Answered> => {
  if (how === 'renamed') receiving.directory.forget(where.conversationId)
  const account = (activity.from.aadObjectId ?? '').toLowerCase()
  if (where.kind === 'personal' && (account === '' || (await isFromOutside(receiving, activity, where)))) return done
  const place = placeOf(where, account)
  await receiving.met(place, where)
  const name = await nameOf(receiving, activity, where)
  if (how === 'renamed' && name === null) return done
  const named = name === null ? { id: place, name: unnamed(where), isStandIn: true } : { id: place, name }
  await (how === 'joined' ? receiving.joined(named, where.teamId) : receiving.renamed(named))
  return done
}

const isFromOutside = async ({ directory }: TeamsContext, { from }: Activity, where: Reference): Promise<boolean> =>
  (await directory.person(where, from.id))?.guest === true

type PersonAsking = Exclude<TeamsRequest, { kind: 'nothing' | 'joined' | 'left' | 'renamed' | 'members-changed' }>

const answerPerson = async (
  receiving: TeamsContext,
  activity: Activity,
  where: Reference,
  asking: PersonAsking,
  begun: number,
): Promise<Answered> => {
  const introduced = await identifySender(receiving, activity, where)
  if ('title' in introduced) return handBack(receiving, activity, where, asking, introduced)
  const thread = threadOf(activity, where)
  const caller = { ...introduced, reply: { thread }, isOverheard: thread !== null }
  const inHand = { ...introduced, ...(activity.replyToId ? { shownIn: { messageId: activity.replyToId } } : {}) }
  const over = performance.now() - begun
  try {
    switch (asking.kind) {
      case 'words':
        return await hear(receiving, caller, asking.words || 'help', over)
      case 'files':
        return await takeFiles(receiving, caller, asking.files, over)
      case 'files-elsewhere':
        await receiving.postAnswer({ ...caller, words: '' }, sendItDirectly)
        return done
      case 'press':
        return await press(receiving, asking, { caller, inHand }, over)
      case 'open':
        return await openDialog(receiving, inHand, asking.click, over)
      case 'file':
        return await storeFor(receiving, asking, caller, over)
      case 'search':
        return { status: 200, body: await search(receiving, inHand, asking.search) }
      case 'from-message':
        return dialog(await receiving.form({ ...inHand, words: 'promo add' }, asking.said))
      case 'submit':
        return await answerSubmitted(receiving, asking, { caller, inHand }, over)
    }
  } catch (error) {
    const busy = receiving.busyCard(error)
    // Words that could not be kept are not acknowledged: Teams says so, and the person sends them again.
    if (busy !== null && (asking.kind === 'words' || asking.kind === 'files')) return { status: 503 }
    return handBack(receiving, activity, where, asking, busy ?? refusalCard(receiving.onSurprise(error)))
  }
}

const search = async (receiving: TeamsContext, inHand: Asker['inHand'], wanted: Search | null) => {
  if (wanted === null) return drawFound([])
  const { dataset, queryText, queryOptions } = wanted
  const [skip, top] = [queryOptions.skip, Math.min(queryOptions.top, limits.found)]
  const asked = receiving.choices({ ...inHand, key: null, words: queryText }, dataset, skip + top)
  return drawFound(((await withTimeout(asked, answerTimes.work)) ?? []).slice(skip))
}

/** Words open no dialog, so a form that they ask for is a message to fill in. */
const hear = async (
  receiving: TeamsContext,
  caller: Asker['caller'],
  words: string,
  over: number,
): Promise<Answered> => {
  if (receiving.formOf(words) === null) await receiving.receive({ ...caller, words }, over)
  else await postForm(receiving, { ...caller, words })
  return done
}

/** More files of one message are not taken. */
const mostFiles = 5

/** Takes the spreadsheets of a message, each as a request of its own. */
const takeFiles = async (
  receiving: TeamsContext,
  caller: Asker['caller'],
  files: readonly SentFile[],
  over: number,
): Promise<Answered> => {
  const sheets = files.filter(({ name }) => isFeedName(name)).slice(0, mostFiles)
  if (sheets.length === 0)
    await receiving.postAnswer({ ...caller, words: '' }, refusalCard(notAFeed(files[0]?.name ?? 'the file')))
  await Promise.all(
    sheets.map((file, i) => {
      const key = caller.key === null ? null : `${caller.key} ${i}`
      return receiving.receiveFile({ ...caller, key, words: file }, over)
    }),
  )
  return done
}

const sendItDirectly = refusalCard(
  'Teams gives me no files in a channel. Nothing was done. Send the file to me in our personal chat, and I read it there.',
)

const clickOf = ({ does, id, revision }: Pressed): Click => ({ does, id, revision })

const postForm = async (receiving: TeamsContext, request: ChatRequest) =>
  receiving.postAnswer(request, await receiving.form(request))

const press = async (
  receiving: TeamsContext,
  { click, isInvoke }: Extract<TeamsRequest, { kind: 'press' }>,
  { caller, inHand }: Asker,
  over: number,
): Promise<Answered> => {
  if (click === null) {
    if (isInvoke) return { status: 200, body: answerPress(unknownButton) }
    await receiving.postAnswer({ ...caller, words: '' }, unknownButton)
    return done
  }
  if (receiving.formOf(click) !== null && !isInvoke) {
    await postForm(receiving, { ...caller, words: clickOf(click) })
    return done
  }
  const [page, asked] = [click.page, clickOf(click)]
  if (!isInvoke) {
    await receiving.receive({ ...caller, words: asked }, over)
    receiving.touched(click.id)
    return done
  }
  const card = await receiving.receive({ ...inHand, words: asked }, over)
  receiving.touched(click.id)
  if (card.refusal !== undefined) return { status: 200, body: answerPress(card) }
  if (page !== null) {
    const fresh = await receiving.receive({ ...inHand, key: null, words: pages[page] }, over)
    return { status: 200, body: answerInPlace(await drawnIn(receiving, inHand.place, fresh)) }
  }
  const isLiving = inHand.shownIn !== undefined && (await receiving.isLiving(inHand.place, inHand.shownIn))
  if (isLiving) return { status: 200, body: answerPress(card) }
  return { status: 200, body: answerInPlace(await drawnIn(receiving, inHand.place, card)) }
}

/** Stores a file that its reader accepts, as it is by now. */
const storeFor = async (
  receiving: TeamsContext,
  { line, upload }: Extract<TeamsRequest, { kind: 'file' }>,
  caller: Asker['caller'],
  over: number,
): Promise<Answered> => {
  if (line === null || upload === undefined) return done
  const { reply: _reply, ...asked } = caller
  const card = await receiving.receive({ ...asked, words: { does: 'ask', id: line, revision: 0 } }, over)
  await receiving.postAnswer(
    { ...caller, words: line },
    card.file === undefined ? card : { ...card, file: { ...card.file, upload } },
  )
  return done
}

/** Draws a card where it is read, with links to the cards that it names. */
const drawnIn = async (receiving: TeamsContext, place: string, card: Card) =>
  drawCard(card, 'full', await receiving.links(place, card))

const openDialog = async (
  receiving: TeamsContext,
  inHand: Asker['inHand'],
  click: Pressed | null,
  over: number,
): Promise<Answered> => {
  if (click === null) return dialog(unknownButton)
  const request = { ...inHand, words: clickOf(click) }
  if (receiving.formOf(click) !== null) return dialog(await receiving.form(request))
  const answered = await receiving.receive(request, over)
  const card = receiving.takesFiles ? await handOverFile(receiving, request, answered) : answered
  return dialog(card, await receiving.links(inHand.place, card))
}

/** Answers where it was asked, as each kind of asking is answered. */
const handBack = async (
  receiving: TeamsContext,
  activity: Activity,
  where: Reference,
  asking: PersonAsking,
  card: Card,
): Promise<Answered> => {
  if (asking.kind === 'search') return { status: 200, body: drawFound([]) }
  if (asking.kind === 'open' || asking.kind === 'from-message') return dialog(card)
  if (asking.kind === 'submit' && asking.from === 'dialog') return dialog(card)
  if (asking.kind === 'submit' && asking.from === 'card') return { status: 200, body: answerInPlace(drawCard(card)) }
  if (asking.kind === 'press' && asking.isInvoke) return { status: 200, body: answerPress(card) }
  const account = (activity.from.aadObjectId ?? '').toLowerCase()
  // No conversation is opened with somebody from outside.
  if (account === '' || card === forColleagues) return done
  await receiving.postAnswer(
    {
      key: keyOf(activity),
      person: { id: account, name: activity.from.name ?? account },
      place: placeOf(where, account),
      words: '',
      reply: { thread: threadOf(activity, where) },
    },
    card,
  )
  return done
}

/**
 * Gives the message below which an answer belongs: the one that starts the thread, in a group chat the one that asks. What
 * was said to the bot alone, and in a conversation of two, belongs below none.
 */
const threadOf = ({ conversation, id, recipient }: Activity, { kind }: Reference): string | null => {
  if (kind === 'personal' || recipient?.isTargeted === true) return null
  return splitThread(conversation.id).thread ?? id ?? null
}
