import { afterAll, beforeAll, expect, it } from 'vitest'
import { renderForTerminal } from '../../src/chat/terminal/render.ts'
import { messageWords } from '../_helpers/teams/reading.ts'
import { openTeamsOffice, type TeamsOffice } from '../_helpers/teams/teams-office.ts'

let office: TeamsOffice
beforeAll(async () => {
  office = await openTeamsOffice({ slack: true })
})
afterAll(() => office[Symbol.asyncDispose]())

const fake = () => {
  if (office.slack === null) throw new Error('Slack is not there')
  return office.slack.fake
}
let asked = 0
/** Asks as an administrator in their own chat, and reads the answer. */
const doctor = async (): Promise<string> => {
  const chat = office.teams.personalChat(office.ada)
  asked += 1
  await office.says(office.ada, chat, 'shelfready doctor')
  await office.settled()
  const answers = office.saying(chat, /Doctor:/)
  expect(answers).toHaveLength(asked)
  return messageWords(answers.at(-1) as (typeof answers)[number])
}

it('finds the bot well on both platforms', async () => {
  const said = await doctor()
  expect(said).toMatch(/\d\d checks are fine/)
  expect(said).not.toMatch(/Slack|Microsoft|scope/)
})

it('tells each administrator alone, in a row each, what is wrong on both platforms and what to mend', async () => {
  await office.installs(office.launches, office.ada)
  await office.says(office.ben, office.launches, '<at>Shelfready</at> subscribe')
  await office.settled()
  office.teams.uninstall(office.launches)
  fake().removeScope('files:write')
  fake().clockAhead(90)
  const before = office.teams.posted(office.launches).length
  const said = await doctor()
  expect(said).toContain('The scope files:write is missing: lists come as text, not as files.')
  expect(said).toContain('then install the app again')
  expect(said).toMatch(/This clock is (89|90|91) seconds behind Slack's\./)
  expect(said).toContain('so its digest is not posted.')
  expect(said).toContain('Add the app to its team again')
  expect(office.teams.posted(office.launches)).toHaveLength(before)
  office.teams.install(office.launches)
})

it('tells that the token is refused there, and that Microsoft refuses the bot', async () => {
  fake().revokeToken()
  office.teams.refuseLogin('AADSTS7000222')
  const { aadObjectId: id, name } = office.ada
  const card = await office.app.handle({
    ...{ key: null, person: { id, name, platform: 'teams' }, place: '@somewhere', words: 'shelfready doctor' },
  })
  const said = renderForTerminal(card)
  expect(card.tone).toBe('bad')
  expect(said).toContain('Slack does not accept SLACK_BOT_TOKEN (token_revoked).')
  expect(said).toContain('Microsoft does not accept TEAMS_APP_ID with TEAMS_APP_PASSWORD')
  expect(said).toContain('AADSTS7000222')
  expect(said).not.toContain(office.teams.appPassword)
  expect(said).not.toContain(fake().token)
  fake().restoreToken()
  office.teams.refuseLogin(null)
})

it('is for administrators alone', async () => {
  const chat = office.teams.personalChat(office.ben)
  await office.says(office.ben, chat, 'shelfready doctor')
  await office.settled()
  expect(office.saying(chat, /is for administrators/)).toHaveLength(1)
  expect(office.saying(chat, /Doctor:/)).toHaveLength(0)
})
