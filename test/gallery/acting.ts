import { fillSample } from '../../src/operator/trials/sample.ts'
import { launches, openOffice } from './office.ts'
import { type Album, messageOf } from './shown.ts'

/** Shows what people see who do something, and what the channel sees of it. */
export const actings = async (album: Album): Promise<void> => {
  await using office = await openOffice('2026-06-01T07:00:00Z')
  await fillSample(office.app, launches.id)
  await office.app.rename(launches)
  office.at('2026-06-01T08:00:30Z')
  await office.happen()
  const say = (name: string, words: string, who: Parameters<Album['say']>[3] = 'Ana') =>
    album.say(office, name, words, who)

  office.at('2026-06-01T09:10:00Z')
  const bogo = '/promo add "Summer BOGO" sku:SKU-100 at:EAST dates:"6-12 Jul" uplift:+60% price:1.19'
  await say('add-not-ready', bogo)
  await say('add-ready', '/promo add "Lemonade stand" sku:SKU-110 dates:"15-19 Jun" uplift:+20% discount:10%')
  await say('add-at-risk', '/promo add "Desk tidy" sku:SKU-300 dates:"4-8 Jul" uplift:+80%', 'Chloe')
  await say('add-unknown', '/promo add "Apple pie" sku:SKU-220 dates:"29 Jun - 5 Jul" uplift:+40%', 'Chloe')
  await say(
    'add-tentative',
    '/promo add "Maybe cola" sku:SKU-110 at:WEST dates:"20-24 Jul" status:tentative uplift:+10%',
  )
  office.at('2026-06-01T09:11:00Z')
  await say('add-the-same-again', bogo)
  const registered = await office.happen()
  for (const [name, title] of [
    ['posted-not-ready', /Summer BOGO/],
    ['posted-ready', /Lemonade stand/],
    ['posted-at-risk', /Desk tidy/],
    ['posted-unknown', /Apple pie/],
  ] as const)
    album.add(name, 'what the channel reads when a promotion is registered', messageOf(registered, 'post', title))

  office.at('2026-06-01T09:30:00Z')
  await say('acknowledged', '/shelfready ack R-1', 'Ben')
  await say('acknowledged-several', '/shelfready ack P-2 R-4', 'Ben')
  await say('acknowledged-already', '/shelfready ack R-1', 'Chloe')
  await say('snoozed', '/shelfready snooze R-3 until:"8 Jun"', 'Chloe')
  await say('refusal-ambiguous-day', '/shelfready snooze R-3 until:monday', 'Chloe')
  await say('ordered', '/shelfready ordered R-2 PO-91 due:"14 Jun" units:120', 'Ben')
  await say('ordered-again', '/shelfready ordered R-2 PO-91 due:"14 Jun" units:120', 'Chloe')
  await say('order-withdrawn', '/shelfready withdraw PO-91', 'Chloe')
  await say('ordered-later', '/shelfready ordered R-2 PO-92 due:"14 Jun" units:120', 'Ben')
  await say('order-marked', '/shelfready mark PO-92 for P-2', 'Chloe')
  await say('undone', '/shelfready undo', 'Ben')
  await say('corrected', '/shelfready correct R-2 lead:3 reason:"the supplier is quick now"', 'Ben')
  await say('undone-correction', '/shelfready undo', 'Ben')
  await say('taken-over', '/shelfready take R-1', 'Chloe')
  await say('given', '/shelfready assign R-1 to:@ben', 'Chloe')
  await say('given-back', '/shelfready unack R-2', 'Ben')
  await say('commented', '/shelfready comment R-1 says:"ACME calls back on Friday"', 'Chloe')
  await say('accepted', '/shelfready accept R-3 reason:"too little to expedite"', 'Ben')
  await say('reopened', '/shelfready reopen R-3 reason:"Chloe asks"', 'Chloe')
  await say('resolved', '/shelfready resolve R-6 reason:"PO-91 is placed for 350, due 24 June"', 'Ben')
  const handled = await office.happen()
  album.add('posted-taken', 'the card in the channel once it is settled', messageOf(handled, 'update', /Summer BOGO/))
  album.add('digest-taken', 'the morning’s digest once its risks are taken', messageOf(handled, 'update', /readiness/))
  album.add('thread-taken', 'the thread of its card', messageOf(handled, 'thread', /R-6/))
  await say('show-taken', '/promo show P-1', 'Ben')

  office.at('2026-06-01T11:00:00Z')
  await say('edited', '/promo edit P-7 dates:"13-19 Jul" uplift:+20%')
  album.add('posted-changed', 'the thread of its card', messageOf(await office.happen(), 'thread', /BOGO/))
  await say('edited-name', '/promo edit P-8 name:"Lemonade stand, all week"')
  await say('cloned', '/promo clone P-8 name:"Lemonade stand again" dates:"20-24 Jul"')
  office.at('2026-06-01T12:00:00Z')
  await say('decided', '/promo decide P-1 date reason:"ACME needs ten weeks"')
  const proposal = await office.happen()
  album.add('posted-proposal', 'the thread of its card', messageOf(proposal, 'thread', /proposes for/))
  await say('show-proposal', '/promo show P-1', 'Ben')
  await say('refusal-own-proposal', '/promo agree P-1')
  await say('decisions', '/promo decisions', 'Ben')
  await say('countered', '/promo counter P-1 reason:"the date is printed"', 'Ben')
  album.add('posted-counter', 'the thread of its card', messageOf(await office.happen(), 'thread', /answers Ana/))
  await say('declined', '/promo decline P-1 reason:"too few to advertise"')
  await office.ask('/promo decide P-1 accept reason:"so be it"', 'Ana')
  await say('withdrawn', '/promo withdraw P-1')
  await office.ask('/promo decide P-1 part reason:"speed pays"', 'Ben')
  await say('agreed-left-to-do', '/promo agree P-1')
  await office.ask('/promo decide P-1 date reason:"rather later"', 'Ana')
  await say('agreed', '/promo agree P-1 reason:"that holds"', 'Ben')
  album.add('posted-agreed', 'what the channel reads of it', messageOf(await office.happen(), 'broadcast', /Agreed/))
  await say('history-of-decisions', '/promo history P-1')
  await say('decisions-ended', '/promo decisions ended')
  office.at('2026-06-01T14:00:00Z')
  await say('cancelled', '/promo cancel P-1 why:supply reason:"ACME cannot deliver before August"')
  const cancelled = await office.happen()
  album.add('posted-cancelled', 'what the channel reads of it', messageOf(cancelled, 'broadcast', /cancelled/))
  await office.ask('/promo cancel P-7 why:other', 'Chloe')
  album.add('closed-cancelled', 'its card from then on', messageOf(await office.happen(), 'update', /CANCELLED/))
  await say('history-of-much', '/promo history P-7')

  office.at('2026-06-01T14:30:00Z')
  const reason = 'reason:"similar promotions sold half of that"'
  await say('override', `/promo override P-2 uplift:+40% until:"20 Jun" ${reason}`, 'Ben')
  const overridden = await office.happen()
  album.add('posted-override', 'the thread of its card', messageOf(overridden, 'thread', /is now judged with/))
  await say('show-override', '/promo show P-2')
  await say('why-override', '/promo why P-2')
  await say('override-taken-back', '/promo override P-2 none', 'Ben')
  await say('history-of-override', '/promo history P-2')
  await say('refusal-override', '/promo override P-2 uplift:60 until:yesterday', 'Ben')

  await say('subscribed-already', '/shelfready subscribe', 'Chloe')
  await say('digest-at', '/shelfready digest at 07:30 mon,wed,fri Europe/Berlin', 'Chloe')
  await say('subscribed-to-some', '/shelfready subscribe category:drinks at:EAST,WEST value:500 weekly:yes', 'Chloe')
  await say(
    'subscribed-in-words',
    '/shelfready subscribe "category:drinks and not (owner:Ana or severity:at-risk)"',
    'Chloe',
  )
  await say('refusal-filter', '/shelfready subscribe (categroy:drinks', 'Chloe')
  await say('refusal-filter-name', '/shelfready subscribe category:drnks', 'Chloe')
  await say('subscribed-me', '/shelfready subscribe me "mine or severity:not-ready" at:07:15 weekly:yes', 'Chloe')
  await say('settings-filtered', '/shelfready settings', 'Chloe')
  await say('unsubscribed-me', '/shelfready unsubscribe me', 'Chloe')
  await say('unsubscribed', '/shelfready unsubscribe', 'Chloe')
  await say('subscribed-anew', '/shelfready subscribe', 'Chloe')
  await say('paused', '/shelfready pause', 'Chloe')
  await say('settings-paused', '/shelfready settings', 'Chloe')
  await say('resumed', '/shelfready resume', 'Chloe')
  await say('settings-changed', '/shelfready settings quiet:nothing locale:de my-zone:Europe/Berlin', 'Chloe')
  await say('list-in-german', '/promo list', 'Chloe')
  await say('show-in-german', '/promo show P-2', 'Chloe')
  await office.ask('whoami', 'Ben in Teams')
  await office.ask('whoami', 'Ben')
  await say('linked', '/shelfready link U0BEN0000 00000000-0000-0000-0000-0000000000be', 'Chloe')
  await say('whoami-two-accounts', '/shelfready whoami', 'Ben')
  await say('unlinked', '/shelfready unlink 00000000-0000-0000-0000-0000000000be', 'Chloe')
}
