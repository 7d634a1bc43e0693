import dns from 'node:dns'
import { syncBuiltinESMExports } from 'node:module'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { slackFetch } from '../../src/chat/slack/fetch-file.ts'
import { openCalls as openSlack } from '../../src/chat/slack/web-api.ts'
import { openCalls as openTeams } from '../../src/chat/teams/connector-api.ts'
import { teamsFetch } from '../../src/chat/teams/fetch-file.ts'
import { isFileStore, storeFile } from '../../src/chat/teams/send-file.ts'
import { isTeamsService } from '../../src/operator/serve/teams-connection.ts'

const genuine = dns.lookup
let addresses: readonly string[] = []
let lookedUp: string[] = []

/** Names lead where the test says: nothing of it leaves this machine. */
const rebound = (name: string, _options: unknown, done: (error: null, found: object[]) => void) => {
  lookedUp.push(name)
  done(
    null,
    addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
  )
}
beforeEach(() => {
  lookedUp = []
  addresses = ['127.0.0.1']
  dns.lookup = rebound as never
  syncBuiltinESMExports()
})
afterAll(() => {
  dns.lookup = genuine
  syncBuiltinESMExports()
})

const slack = openSlack('xoxb-test', 'https://slack.com/api/')
const teams = openTeams({ token: async () => 'proof', isService: isTeamsService })
const callTeams = (serviceUrl: string) =>
  teams({ serviceUrl, tenantId: 'tenant', method: 'GET', path: ['conversations', 'a'] })
const fetchOfSlack = (url: string) =>
  slackFetch({
    calls: {
      ...slack,
      call: async () => ({ kind: 'done', data: { file: { name: 'stock.csv', size: 1, url_private_download: url } } }),
    },
    token: 'xoxb-test',
    apiUrl: 'https://slack.com/api/',
  })

const inside = [
  'https://169.254.169.254/latest/meta-data',
  'https://localhost/',
  'https://[::1]/',
  'https://2130706433/',
  'https://0x7f.1/',
  'https://hooks.slack.com@evil.example/',
  'https://hooks.slack.com:pass@hooks.slack.com/',
  'https://hooks.slack.com.evil.example/',
  'https://hooks.slack.com:8443/',
  'http://hooks.slack.com/',
  'file:///etc/passwd',
]

describe.each(inside)('%s', (url) => {
  it('is called by no door of Slack', async () => {
    expect(await slack.respond(url, {})).toEqual({ kind: 'error', word: 'address_not_allowed' })
    expect(await slack.upload(url, new Uint8Array(1))).toEqual({ kind: 'error', word: 'address_not_allowed' })
    expect(await fetchOfSlack(url)('F1')).toEqual({ refused: expect.stringContaining('Nothing was changed') })
    expect(lookedUp).toEqual([])
  })

  it('is called by no door of Teams', async () => {
    expect(await callTeams(url)).toEqual({ kind: 'error', status: 0, word: 'ServiceUrlNotAllowed' })
    expect(await storeFile('a', url, isFileStore)).toMatchObject({ kind: 'refused' })
    expect(await teamsFetch(isFileStore)(url)).toEqual({ refused: expect.stringContaining('not stored by Microsoft') })
    expect(lookedUp).toEqual([])
  })
})

describe.each([
  ['this machine', ['127.0.0.1']],
  ['the data of a cloud', ['169.254.169.254']],
  ['a private network', ['10.1.2.3']],
  ['this machine, version 6', ['::1']],
  ['outside and inside', ['8.8.8.8', '127.0.0.1']],
])('a host that is allowed, but leads to %s', (_, found) => {
  beforeEach(() => {
    addresses = found
  })
  const refused = { kind: 'unreachable', reason: 'is not a public address' }

  it('is not reached by an answer or a file for Slack', async () => {
    expect(await slack.respond('https://hooks.slack.com/actions/T1/1/a', {})).toEqual(refused)
    expect(await slack.upload('https://files.slack.com/upload/v1/a', new Uint8Array(1))).toEqual(refused)
    expect(lookedUp).toEqual(['hooks.slack.com', 'files.slack.com'])
  })

  it('is not reached by a message or a file for Teams', async () => {
    expect(await callTeams('https://smba.trafficmanager.net/emea/')).toEqual(refused)
    expect(await storeFile('a', 'https://cola.sharepoint.com/a', isFileStore)).toEqual(refused)
    expect(lookedUp).toEqual(['smba.trafficmanager.net', 'cola.sharepoint.com'])
  })
})
