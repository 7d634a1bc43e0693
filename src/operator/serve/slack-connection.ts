import type { App } from '../../app.ts'
import { answerTimes } from '../../chat/answer-times.ts'
import { type ClientFit, ownClient } from '../../chat/client-fit.ts'
import { openDirectory } from '../../chat/slack/directory.ts'
import { slackFetch } from '../../chat/slack/fetch-file.ts'
import { openIdentity, tokenTroubles } from '../../chat/slack/identity.ts'
import { teamOf } from '../../chat/slack/installing/team-of.ts'
import { slackPath } from '../../chat/slack/manifest.ts'
import { slackLinks } from '../../chat/slack/permalink.ts'
import { slackProbe } from '../../chat/slack/probing/probe.ts'
import { openSlackDoor } from '../../chat/slack/receive.ts'
import { isSlackPlace, slackPost } from '../../chat/slack/send.ts'
import { openCalls } from '../../chat/slack/web-api.ts'
import { boundedMap } from '../../common/bounded-map.ts'
import { errorMessage } from '../../common/error-message.ts'
import { withTimeout } from '../../common/with-timeout.ts'
import type { SlackConfig } from '../../config.ts'
import { Refusal } from '../../domain/refusal.ts'
import type { Connection } from './connection.ts'

/** The team of a workspace that installed the app; it is told when the app is removed. */
export type SlackTeam = { readonly id: string; readonly onRemoved: () => Promise<void> }

/** Connects a Slack workspace, through Slack's own clients or one that draws less; the one team that installed it, or any. */
export const slackConnection = (
  slack: SlackConfig,
  fit: ClientFit = ownClient,
  team: SlackTeam | null = null,
): Connection => {
  const token = slack.botToken.reveal()
  const calls = openCalls(token, slack.apiUrl, fit)
  const directory = openDirectory(calls)
  const { introduce, identity } = openIdentity(calls)
  const linksIn = (find: App['findCards']) => slackLinks({ find, identity, directory })
  const probe = slackProbe(calls, {
    appToken: slack.appToken?.reveal() ?? null,
    signingSecret: slack.signingSecret?.reveal() ?? null,
  })
  return {
    name: 'slack',
    reaches: isSlackPlace,
    takes: (request) => team === null || teamOf(request) === team.id,
    tokenTroubles,
    checkCredentials: async (log) => {
      const introduced = await introduce()
      if (!('problem' in introduced)) return
      if (introduced.problem === 'not now')
        return log.warn('slack does not answer yet; starting all the same', { reason: introduced.reason })
      throw new Refusal(
        `SLACK_BOT_TOKEN is not accepted by Slack (${introduced.reason}). Nothing was started. Copy the Bot User OAuth Token again from OAuth & Permissions.`,
      )
    },
    probe,
    messenger: ({ now, findCards }) => slackPost({ calls, directory, identity, now, links: linksIn(findCards) }),
    hasLeft: async (_, account) => {
      const asked = { name: account, isForeign: false, isOurs: false, ourTeam: (await identity())?.teamId ?? '' }
      return (await withTimeout(directory.person(account, asked), answerTimes.identify))?.isGuest === true
    },
    openReceiver: async ({ app, touched, onSurprise, log }) => {
      void identity()
        .then((us) => (us === null || us.teamId === '' ? undefined : app.connect('slack', us.teamId)))
        .catch(onSurprise)
      app.probeBy(probe)
      app.fetchFilesBy('slack', slackFetch({ calls, token, apiUrl: slack.apiUrl }))
      const door = openSlackDoor(
        {
          calls,
          fit,
          directory,
          identity,
          token,
          links: linksIn(app.findCards),
          receive: app.receive,
          receiveFile: app.receive,
          form: app.form,
          choices: app.choices,
          formOf: app.formOf,
          home: (request) => app.handle({ ...request, key: null, words: 'shelfready home' }),
          postAnswer: app.postAnswer,
          joined: app.join,
          renamed: app.rename,
          removed: async () => {
            // What Slack says late of an older installation does not end the one that came after it.
            if ((await calls.call('auth.test', {})).kind !== 'done') await team?.onRemoved()
          },
          touched,
          busyCard: app.busyCard,
          isFirst: firstOnly(),
          onSurprise,
          log: (how, words) => log[how]('slack', { words }),
        },
        slack.appToken === null
          ? { signingSecret: slack.signingSecret?.reveal() ?? '' }
          : { appToken: slack.appToken.reveal() },
      )
      return {
        routes: new Map(door.route === null ? [] : [[slackPath, door.route]]),
        start: () =>
          door.start().catch((error) => {
            throw new Refusal(
              `SLACK_APP_TOKEN is not accepted (${errorMessage(error)}). Nothing was lost. Correct it and start again.`,
            )
          }),
        [Symbol.asyncDispose]: () => door[Symbol.asyncDispose](),
      }
    },
  }
}

const mostKeys = 2_000

/** Remembers the keys that were handed back an answer, so that a click delivered again is not answered again. */
const firstOnly = () => {
  const seen = boundedMap<string, true>(mostKeys)
  return (key: string | null): boolean => {
    if (key === null) return true
    if (seen.has(key)) return false
    seen.set(key, true)
    return true
  }
}
