import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { eventually } from '../../_helpers/slack/office.ts'
import { plentyOfLemonade } from '../../_helpers/slack/stocked-store.ts'
import { actionsOf, type Conversation, type Message } from '../../_helpers/teams/fake-teams.ts'
import { dialogOf, messageWords } from '../../_helpers/teams/reading.ts'
import { noTroubles, openTeamsOffice, type TeamsOffice, troubles } from '../../_helpers/teams/teams-office.ts'

let office: TeamsOffice
let general: Conversation
beforeEach(async () => {
  office = await openTeamsOffice()
  general = office.teams.conversations.get(office.teams.team.id) as Conversation
})
afterEach(async () => {
  await office[Symbol.asyncDispose]()
  expect(troubles(office)).toEqual(noTroubles)
})

const welcomes = (where: Conversation) => office.saying(where, 'whether the shelf will be ready')
const digests = (where: Conversation) => office.saying(where, /^.{0,3}Launch readiness/m)
const outbox = (where: string) =>
  office.rows<{ readonly kind: string; readonly state: string; readonly reason: string | null }>(
    'select kind, state, reason from outbox where channel = ? order by id',
    where,
  )
const subscribes = async (where: Conversation) => {
  await office.says(office.ana, where, 'shelfready digest at 08:00 daily UTC')
  await office.settled()
}
const aDay = { hours: 24 }

describe('a bot that is installed', () => {
  it('in a team welcomes once, with three steps, though two activities tell of it', async () => {
    const { teams, ana } = office
    await office.installs(general, ana)
    await office.installs(general, ana)
    await office.settled()
    const [welcome, ...more] = welcomes(general)
    expect(more).toEqual([])
    expect(actionsOf(welcome as Message).map(({ title }) => title)).toEqual([
      'Subscribe to daily digest',
      'New promotion',
      'Check a date',
    ])
    const form = dialogOf(await office.presses(ana, welcome as Message, 'New promotion'))
    expect(form.title).toBe('New promotion')
    const step = dialogOf(await office.presses(ana, welcome as Message, 'Check a date'))
    expect(step.title).toBe('Check a date')
    expect(step.problems).toEqual([])
    expect(teams.posted(general)).toHaveLength(1)
  })

  it('in a group chat welcomes it', async () => {
    const group = office.teams.addGroupChat({ name: 'Planning' })
    await office.installs(group, office.ana)
    await office.settled()
    expect(welcomes(group)).toHaveLength(1)
  })

  it('by a person for themselves welcomes that person', async () => {
    const { ana, teams } = office
    await office.installs(ana, ana)
    await office.settled()
    expect(teams.posted(teams.personalChat(ana)).map(messageWords)).toEqual([
      expect.stringContaining('I tell you whether'),
    ])
  })

  it('does not greet people who come into a channel later', async () => {
    const { teams } = office
    await office.deliver(teams.joins(teams.addPerson(), office.launches))
    await office.settled()
    expect(teams.posted(office.launches)).toEqual([])
  })

  it('keeps where it was let in: a step of the welcome subscribes, and the next morning arrives', async () => {
    await office.installs(general, office.ana)
    await subscribes(general)
    await office.pass(aDay)
    await eventually(() => expect(digests(general).length).toBeGreaterThan(0))
  })

  it('posts the digest after it was started anew, without anybody asking it anything', async () => {
    await subscribes(office.launches)
    await office.restart()
    await office.pass(aDay)
    await office.settled()
    expect(outbox(office.launches.id).filter(({ kind }) => kind === 'digest')).toEqual([
      { kind: 'digest', state: 'sent', reason: null },
    ])
  })
})

describe('a bot that is taken out', () => {
  const notices = () => {
    const { ada, teams } = office
    return teams
      .posted(teams.personalChat(ada))
      .map(messageWords)
      .filter((words) => words.includes('could not be posted'))
  }
  const known = async () => {
    await office.installs(general, office.ana)
    await subscribes(general)
    await office.says(office.ada, office.teams.personalChat(office.ada), 'shelfready whoami')
    await office.settled()
  }
  const parked = (where: Conversation) => outbox(where.id).filter(({ state }) => state === 'parked')

  it('posts nothing more there, and tells the administrators once a week, however often it would have', async () => {
    await known()
    await office.removes(general, office.ana)
    const before = office.teams.posted(general).length
    for (let day = 0; day < 3; day++) {
      await office.pass(aDay)
      await office.settled()
    }
    expect(office.teams.posted(general)).toHaveLength(before)
    expect(parked(general).length).toBe(3)
    expect(notices()).toHaveLength(1)
    for (let day = 0; day < 5; day++) await office.pass(aDay)
    await office.settled()
    expect(notices()).toHaveLength(2)
  })

  it('tells the administrators also where that was the only conversation that it knew', async () => {
    await office.installs(general, office.ana)
    await subscribes(general)
    await office.removes(general, office.ana)
    await office.pass(aDay)
    await office.settled()
    expect(notices()).toHaveLength(1)
  })

  it('comes back, and what waited for that goes out', async () => {
    await known()
    await office.removes(general, office.ana)
    await office.pass(aDay)
    await office.settled()
    expect(parked(general).length).toBe(1)
    await office.installs(general, office.ana)
    await office.settled()
    expect(parked(general)).toEqual([])
    expect(outbox(general.id).filter(({ kind }) => kind === 'digest')).toMatchObject([{ state: 'sent' }])
    expect(welcomes(general)).toHaveLength(1)
  })

  it('comes back within the same hour, and posts there again', async () => {
    await known()
    await office.removes(general, office.ana)
    await office.installs(general, office.ana)
    await office.says(office.ben, general, plentyOfLemonade('Back again'))
    await office.message(general, 'READY · Back again')
  })

  it('comes back to a team, and what waited for its other channels goes out as well', async () => {
    const { ana, launches } = office
    await known()
    await subscribes(launches)
    await office.removes(general, ana)
    await office.pass(aDay)
    await office.settled()
    expect(parked(launches).length).toBe(1)
    await office.installs(general, ana)
    await office.settled()
    expect(parked(launches)).toEqual([])
    expect(outbox(launches.id).filter(({ kind }) => kind === 'digest')).toMatchObject([{ state: 'sent' }])
  })

  it('by the person it was installed for, or by one who blocks it, keeps nobody else waiting', async () => {
    const { ben, teams } = office
    const chat = teams.personalChat(ben)
    await office.says(ben, chat, 'shelfready digest at 08:00 daily UTC')
    await office.settled()
    teams.block(ben)
    await subscribes(office.launches)
    await office.pass(aDay)
    await office.settled()
    expect(digests(office.launches)).toHaveLength(1)
    expect(outbox(`@${ben.aadObjectId}`).filter(({ state }) => state === 'parked')).toMatchObject([
      { kind: 'digest', reason: 'MessageWritesBlocked' },
    ])
    teams.unblock(ben)
    await office.installs(ben, ben)
    await office.settled()
    expect(digests(chat)).toHaveLength(1)
  })

  it('with a channel that was deleted posts nothing there and says so once', async () => {
    const { ana, launches, teams } = office
    await known()
    await subscribes(launches)
    const said = teams.says(ana, launches, '')
    const channelData = { ...(said.channelData as object), eventType: 'channelDeleted' }
    const gone = { ...said, type: 'conversationUpdate', text: undefined, channelData }
    expect(await office.deliver(gone)).toMatchObject({ status: 200 })
    await office.pass(aDay)
    await office.settled()
    expect(parked(launches)).toMatchObject([{ kind: 'digest' }])
  })
})

describe('a channel that is renamed', () => {
  it('goes by its new name', async () => {
    const { ana, launches, teams } = office
    await office.says(ana, launches, plentyOfLemonade('Before'))
    const said = teams.says(ana, launches, '')
    const channelData = {
      ...(said.channelData as object),
      eventType: 'channelRenamed',
      channel: { id: launches.id, name: 'Starts' },
    }
    await office.deliver({ ...said, type: 'conversationUpdate', text: undefined, channelData })
    expect(office.rows('select name from channel where id = ?', launches.id)).toEqual([{ name: 'Starts' }])
  })
})

describe('a channel whose name Teams does not tell', () => {
  let isTold: boolean
  const untold = () => {
    isTold = false
    const fault = { kind: 'status', status: 500, commits: false } as const
    for (const method of ['channels', 'team'] as const)
      office.teams.script({ method, fault, when: () => !isTold, times: Number.POSITIVE_INFINITY })
  }
  const renamed = () => {
    const said = office.teams.says(office.ana, office.launches, '')
    const channelData = { ...(said.channelData as object), eventType: 'channelRenamed' }
    return office.deliver({ ...said, type: 'conversationUpdate', text: undefined, channelData })
  }
  const named = () => office.rows('select name from channel where id = ?', office.launches.id)

  it('goes by the name it had when it is renamed', async () => {
    await office.says(office.ana, office.launches, plentyOfLemonade('Before'))
    await office.settled()
    expect(named()).toEqual([{ name: 'Launches' }])
    untold()
    expect(await renamed()).toMatchObject({ status: 200 })
    expect(named()).toEqual([{ name: 'Launches' }])
  })

  it('is kept by no other name when it is renamed', async () => {
    untold()
    expect(await renamed()).toMatchObject({ status: 200 })
    expect(named()).toEqual([])
  })

  it('is kept by no name that stands for it meanwhile, and by its own as soon as that is told', async () => {
    untold()
    await office.says(office.ana, office.launches, plentyOfLemonade('Untold'))
    await office.message(office.launches, 'READY · Untold')
    await office.settled()
    expect(office.rows(`select id from channel where name = 'this channel'`)).toEqual([])
    isTold = true
    await office.says(office.ana, office.launches, plentyOfLemonade('Told'))
    await office.settled()
    expect(named()).toEqual([{ name: 'Launches' }])
  })
})

describe('an administrator whose id was set in capital letters', () => {
  it('is one all the same', async () => {
    await using other = await openTeamsOffice({ admins: ({ ada }) => ada.aadObjectId.toUpperCase() })
    const chat = other.teams.personalChat(other.ada)
    await other.says(other.ada, chat, 'shelfready whoami')
    expect(messageWords(await other.message(chat, 'You are Ada Boss'))).toContain('administrator')
  })
})
