import type { App } from '../../app.ts'
import { answerTimes } from '../../chat/answer-times.ts'
import { noLinks } from '../../chat/links.ts'
import { openCalls } from '../../chat/teams/connector-api.ts'
import { teamsLinks } from '../../chat/teams/deep-link.ts'
import { openDirectory } from '../../chat/teams/directory.ts'
import { teamsFetch } from '../../chat/teams/fetch-file.ts'
import { withOwnChannels } from '../../chat/teams/own-channels.ts'
import { isTeamsPlace, type Reference } from '../../chat/teams/place.ts'
import { microsoftKeysUrl, refusalOfLogin, teamsProbe } from '../../chat/teams/probe.ts'
import { openTeamsDoor, teamsPath, tenantNamed } from '../../chat/teams/receive.ts'
import { botToken, teamsPost, tokenTroubles } from '../../chat/teams/send.ts'
import { isFileStore } from '../../chat/teams/send-file.ts'
import { boundedMap } from '../../common/bounded-map.ts'
import { errorMessage } from '../../common/error-message.ts'
import { withTimeout } from '../../common/with-timeout.ts'
import { isOwnMachine } from '../../config/settings.ts'
import type { TeamsConfig } from '../../config.ts'
import { Refusal } from '../../domain/refusal.ts'
import type { Connection } from './connection.ts'
import type { Log } from './log.ts'

/** Where Microsoft's services are; a stand-in names its own. */
export type TeamsServices = {
  readonly isService: (url: string) => boolean
  readonly token: () => Promise<string | null>
  /** Where the files of people are stored; Microsoft's own stores unless said otherwise. */
  readonly isFileStore?: (url: string) => boolean
  /** Where the keys are published by which activities are signed. */
  readonly keysUrl?: string
}

const hosts = new Set([
  'smba.trafficmanager.net',
  'smba.infra.gcc.teams.microsoft.com',
  'smba.infra.gov.teams.microsoft.us',
  'smba.infra.dod.teams.microsoft.us',
])

/** Tells whether an address is one of Teams' services. */
export const isTeamsService = (url: string): boolean => {
  const parsed = URL.parse(url)
  return parsed?.protocol === 'https:' && hosts.has(parsed.host) && parsed.username === '' && parsed.password === ''
}

/** Tells whether an address is one of a playground on this machine. */
const isPlayground = (url: string): boolean => {
  const parsed = URL.parse(url)
  return parsed?.protocol === 'http:' && isOwnMachine(parsed) && parsed.username === '' && parsed.password === ''
}

const servicesOf = ({ registration }: TeamsConfig): TeamsServices =>
  registration === null
    ? { isService: isPlayground, token: async () => null }
    : {
        isService: isTeamsService,
        token: botToken({
          appId: registration.appId,
          password: registration.password.reveal(),
          tenantId: registration.tenantId,
        }),
      }

/** Connects the Teams tenants that are let in, or a local playground. */
export const teamsConnection = (teams: TeamsConfig, services: TeamsServices = servicesOf(teams)): Connection => {
  const { registration, tenants } = teams
  const call = openCalls(services)
  const directory = openDirectory(call, tenants)
  const botId = `28:${registration?.appId ?? 'shelfready'}`
  // The local playground has no addresses for its messages.
  const linksIn = ({ conversations, findCards }: Pick<App, 'conversations' | 'findCards'>) =>
    registration === null
      ? async () => noLinks
      : teamsLinks({
          find: findCards,
          reference: async (place) => (await conversations.find(place)) as Reference | null,
          reads: directory.reads,
        })
  const probe = teamsProbe({
    call,
    token: services.token,
    tenants: tenants.length,
    keysUrl: registration === null ? null : (services.keysUrl ?? microsoftKeysUrl),
  })
  return {
    name: 'teams',
    reaches: isTeamsPlace,
    takes: (request) => registration === null || tenants.includes(tenantNamed(request.rawBody)),
    tokenTroubles,
    checkCredentials: (log) => prove(services, log),
    probe,
    messenger: ({ conversations, findCards }) =>
      teamsPost({
        links: linksIn({ conversations, findCards }),
        isFileStore: registration === null ? null : (services.isFileStore ?? isFileStore),
        call,
        botId,
        memberId: directory.memberId,
        isShared: directory.isShared,
        reference: async (place) => (await conversations.find(place)) as Reference | null,
        anyReference: async () => (await conversations.any(tenants[0] ?? null)) as Reference | null,
        keep: conversations.keep,
      }),
    hasLeft: async ({ conversations }, account) => {
      const where = registration === null ? null : ((await conversations.find(`@${account}`)) as Reference | null)
      if (where === null) return false
      return (await withTimeout(directory.person(where, account), answerTimes.identify))?.guest === true
    },
    openReceiver: async ({ app, touched, onSurprise, log }) => {
      // The library complains on standard error, where every line is one of ours.
      const said = console.error
      console.error = (...words) => log.debug('teams', { words: words.map(String).join(' ') })
      app.probeBy(probe)
      app.fetchFilesBy('teams', teamsFetch(services.isFileStore ?? isFileStore))
      const { met, left } = openAcquaintance(app.conversations)
      for (const tenant of tenants) await app.connect('teams', tenant)
      const isIn = async (place: string, account: string): Promise<boolean> => {
        const where = (await app.conversations.find(place)) as Reference | null
        const member = directory.memberId(account)
        if (where === null || member === null) return false
        const person = await withTimeout(directory.person(where, member), answerTimes.identify)
        return person !== null && person.guest !== true
      }
      const route = openTeamsDoor(
        {
          directory,
          links: linksIn(app),
          takesFiles: registration !== null,
          receive: app.receive,
          receiveFile: app.receive,
          form: async (request, said) => withOwnChannels({ isIn }, await app.form(request, said), request.person.id),
          choices: app.choices,
          isIn,
          formOf: app.formOf,
          postAnswer: app.postAnswer,
          isLiving: app.isLiving,
          met,
          joined: app.join,
          left,
          renamed: app.rename,
          touched,
          busyCard: app.busyCard,
          onSurprise,
        },
        {
          registration:
            registration === null
              ? null
              : {
                  appId: registration.appId,
                  password: registration.password.reveal(),
                  tenantId: registration.tenantId,
                },
          tenants,
          isService: services.isService,
          ...(services.keysUrl === undefined ? {} : { keysUrl: services.keysUrl }),
        },
      )
      return {
        routes: new Map([[teamsPath, route]]),
        start: async () => {},
        [Symbol.asyncDispose]: async () => {
          console.error = said
        },
      }
    },
  }
}

/** Asks once for what proves who we are, so that a wrong secret is told at the start. */
const prove = async ({ token }: TeamsServices, log: Log): Promise<void> => {
  try {
    await token()
  } catch (error) {
    if (refusalOfLogin(error) === null)
      return log.warn('teams does not answer yet; starting all the same', { reason: errorMessage(error).slice(0, 200) })
    throw new Refusal(
      'TEAMS_APP_ID and TEAMS_APP_PASSWORD are not accepted for the first tenant of TEAMS_TENANT_ID. Nothing was started. Copy the application id and the value of a client secret that has not expired from the Azure portal.',
    )
  }
}

const mostKnown = 10_000

/** Keeps where conversations live, and writes only what is new. */
const openAcquaintance = ({ find, keep, leave }: App['conversations']) => {
  const known = boundedMap<string, string>(mostKnown)
  return {
    met: async (place: string, reference: Reference): Promise<void> => {
      const told = JSON.stringify(reference)
      if (known.get(place) === told) return
      if (JSON.stringify(await find(place)) !== told) await keep(place, reference)
      known.set(place, told)
    },
    left: async (place: string, teamId: string | null): Promise<void> => {
      known.clear()
      await leave(place, teamId)
    },
  }
}
