import { welcomeCard } from '../../src/cards/channels/welcome-card.ts'
import { fillSample } from '../../src/operator/trials/sample.ts'
import { launches, type Office, openOffice, people } from './office.ts'
import { type Album, messageOf } from './shown.ts'

const mine = `@${people.Ana.id}`

/** Shows what comes without being asked: welcomes, digests, news, what is over and what could not be posted. */
export const mornings = async (album: Album): Promise<void> => {
  await using office = await openOffice('2026-06-01T07:00:00Z')
  await office.app.join(launches)
  await office.app.join({ id: mine, name: 'Ana' })
  const joined = await office.happen()
  album.add('welcome-channel', 'the bot was added to a channel', messageOf(joined, 'post', /this channel/, launches.id))
  album.add('welcome-person', 'somebody added the bot for themselves', messageOf(joined, 'post', /I tell you/, mine))
  album.add('welcome-sample', 'the first start in a terminal', welcomeCard('./data/sample.db'))
  await fillSample(office.app, launches.id)
  await office.app.rename(launches)
  const digest = async (moment: string) => {
    office.at(moment)
    return messageOf(await office.happen(), 'post', /Launch readiness/)
  }
  album.add('digest-first', 'the first morning', await digest('2026-06-01T08:00:30Z'))
  office.at('2026-06-01T15:00:00Z')
  await office.ask('ack R-1', 'Ben')
  await office.ask('/promo add "Lemonade stand" sku:SKU-110 at:WEST dates:"8-14 Jun" uplift:+20%')
  await office.ask('/promo edit P-6 dates:"3-9 Aug"', 'Chloe')
  await office.feed(
    'inbound',
    'order_id,sku,location,quantity,due_date,status\nPO-77,SKU-100,EAST,150,2026-07-22,confirmed\n',
  )
  await office.happen()
  await nextMorning(office, '2026-06-02')
  album.add('digest-changed', 'the morning after a day with changes', await digest('2026-06-02T08:00:30Z'))
  await nextMorning(office, '2026-06-03')
  album.add('digest-quiet', 'a morning on which nothing changed', await digest('2026-06-03T08:00:30Z'))
  await nextMorning(office, '2026-06-04')
  album.add('digest-late', 'a digest that was held up', await digest('2026-06-04T09:25:00Z'))
  await news(album, office)
  await unposted(album, office)
  await asAsked(album, office)
}

const nextMorning = async (office: Office, day: string) => {
  office.at(`${day}T05:00:00Z`)
  await fillSample(office.app, launches.id)
}

/** Fresh data change verdicts that the channel was told. */
const news = async (album: Album, office: Office): Promise<void> => {
  office.at('2026-06-04T12:00:00Z')
  await office.ask('/promo add "Exam week" sku:SKU-310 at:EAST dates:"15-19 Jun" uplift:+50%')
  await office.happen()
  const stock = (units: number) => `sku,location,on_hand,as_of\nSKU-310,EAST,${units},2026-06-04\n`
  await office.feed('inventory', stock(20))
  album.add('news-worse', 'an import made it not ready', messageOf(await office.happen(), 'broadcast', /Exam week/))
  await office.feed('inventory', stock(900))
  album.add('news-better', 'an import made it ready again', messageOf(await office.happen(), 'broadcast', /Exam week/))
  for (const [name, place] of [
    ['Exam fever', 'NORTH'],
    ['Notebook days', 'WEST'],
    ['Scribble', 'EAST'],
  ])
    await office.ask(`/promo add "${name}" sku:SKU-310 at:${place} dates:"22-26 Jun" uplift:+50%`, 'Chloe')
  await office.happen()
  await office.feed('inventory', `${stock(5)}SKU-310,NORTH,5,2026-06-04\nSKU-310,WEST,130,2026-06-04\n`)
  album.add(
    'news-many',
    'one import changed several',
    messageOf(await office.happen(), 'post', /changed with new data/),
  )
  office.at('2026-06-05T09:00:00Z')
  const order = (due: string) => `order_id,sku,location,quantity,due_date\nPO-90,SKU-310,EAST,3000,${due}\n`
  await office.feed('inbound', order('2026-06-10'))
  await office.happen()
  await office.feed('inbound', order('2026-07-10'))
  album.add('news-order', 'an order slipped', messageOf(await office.happen(), 'post', /PO-90 .* slipped/))
  await album.say(office, 'why-this', '/shelfready why-this', 'Ben')
  await album.say(office, 'why-not', '/shelfready why-not "Exam week"', 'Ben')
  office.at('2026-06-15T06:00:00Z')
  await fillSample(office.app, launches.id)
  const after = await office.happen()
  album.add('closed-ended', 'its card once it is over', messageOf(after, 'update', /ENDED/))
}

/** The platform refuses a digest: an administrator is told, and the settings say so. */
const unposted = async (album: Album, office: Office): Promise<void> => {
  office.react(({ channel }) =>
    channel === launches.id ? { kind: 'refused', reason: 'channel_not_found', ofForm: false } : null,
  )
  office.at('2026-06-15T08:00:30Z')
  album.add('notice', 'a digest could not be posted', messageOf(await office.happen(), 'post', /could not/))
  await album.say(office, 'settings-in-trouble', '/shelfready settings', 'Chloe')
  office.react(() => null)
  office.at('2026-06-16T05:00:00Z')
  await fillSample(office.app, launches.id)
  office.at('2026-06-16T08:00:30Z')
  const after = messageOf(await office.happen(), 'post', /Launch readiness/)
  album.add('digest-after-a-missed-one', 'the morning after one that was not delivered', after)
}

/** What a channel that asked for some promotions reads, with the coming weeks, and somebody for themselves. */
const asAsked = async (album: Album, office: Office): Promise<void> => {
  await office.ask('/shelfready subscribe category:drinks weekly:yes', 'Chloe')
  await office.ask('/shelfready subscribe me mine at:08:00', 'Ana')
  await office.ask('/promo add "Lemon week" sku:SKU-110 at:WEST dates:"20-26 Jul" uplift:+900%', 'Ana')
  await office.happen()
  await nextMorning(office, '2026-06-22')
  office.at('2026-06-22T08:00:30Z')
  const posted = await office.happen()
  album.add(
    'digest-of-some',
    'a channel that asked for drinks and the coming weeks',
    messageOf(posted, 'post', /#launches/),
  )
  album.add('digest-of-ones-own', 'somebody who asked for what is theirs', messageOf(posted, 'post', /for you/, mine))
}
