import { fillSample } from '../../src/operator/trials/sample.ts'
import { launches, openOffice, people } from './office.ts'
import { type Album, messageOf } from './shown.ts'

const inboxOf = (who: keyof typeof people) => `@${people[who].id}`

/** Shows what people are asked when nobody deals with a risk, and how they say who is asked and when. */
export const asked = async (album: Album): Promise<void> => {
  await using office = await openOffice('2026-06-01T07:00:00Z')
  await fillSample(office.app, launches.id)
  await office.app.rename(launches)
  office.at('2026-06-01T08:00:30Z')
  await office.happen()
  await office.ask('whoami', 'Chloe')
  await office.ask('whoami', 'Ana')
  await album.say(office, 'planners-unknown', '/shelfready planners @Zoe', 'Ana')
  await office.ask('whoami', 'Ben')
  await album.say(office, 'planners-named', '/shelfready planners @Ben', 'Ana')
  await album.say(office, 'executive', '/shelfready executive @Chloe', 'Chloe')
  await album.say(office, 'backup', '/shelfready backup @Ben', 'Ana')
  await album.say(office, 'away', '/shelfready away until:"15 Jun" delegate:@Ben', 'Ana')
  await album.say(office, 'away-no-more', '/shelfready away none', 'Ana')
  await album.say(office, 'hours', '/shelfready hours 9-17 days:mon-thu', 'Ana')
  await album.say(office, 'settings-with-planners', '/shelfready settings', 'Ana')
  await album.say(office, 'refusal-own-backup', '/shelfready backup me', 'Ben')
  await office.ask('/shelfready ack R-1', 'Ana')
  const until = async (day: string) => {
    office.at(`${day}T05:00:00Z`)
    await fillSample(office.app, launches.id)
    office.at(`${day}T11:00:00Z`)
    return office.happen()
  }
  const sent = [...(await until('2026-06-02')), ...(await until('2026-06-03'))]
  album.add('asked-planner', 'nobody has taken these', messageOf(sent, 'post', /needs? you/, inboxOf('Ben')))
  const executive = await until('2026-06-04')
  const morning = await until('2026-06-05')
  const later = [...executive, ...morning, ...(await until('2026-06-08'))]
  album.add('asked-executive', 'nobody has settled these', messageOf(later, 'post', /needs? you/, inboxOf('Chloe')))
  album.add('asked-owner', 'nothing was noted', messageOf([...sent, ...later], 'post', /needs? you/, inboxOf('Ana')))
  album.add('digest-asked', 'the morning after', messageOf(morning, 'post', /Launch readiness/))
  await album.say(office, 'stopped', '/shelfready stop R-1', 'Ana')
  await album.say(office, 'history-asked', '/promo history P-1', 'Ana')
}
