import { slackScopes } from '../../src/chat/slack/manifest.ts'
import { missingScopes } from '../../src/chat/slack/probing/scopes.ts'
import type { Probe } from '../../src/common/platform-facts.ts'
import { fillSample } from '../../src/operator/trials/sample.ts'
import { launches, type Office, openOffice } from './office.ts'
import type { Album } from './shown.ts'

/** A workspace in which a little is wrong. */
const ailing: Probe = {
  platform: 'slack',
  reaches: () => true,
  ask: async (channels) => ({
    ...{ platform: 'slack', token: { kind: 'accepted' }, team: { id: 'T0ACME000', name: 'Acme' } },
    ...{ missing: missingScopes(slackScopes.filter((scope) => scope !== 'files:read')), socket: null },
    ...{ isSecretOdd: false, aheadSeconds: 45 },
    channels: channels.map(({ id, name }) => ({ id, name, standing: 'not in', reason: null })),
  }),
}

const digits = '0123456789'

/** Two days pass on which a note comes true. */
const scored = async (album: Album, office: Office) => {
  await office.ask(
    '/intel add "Competitor closed" kind:competitor sku:SKU-100 at:EAST from:2026-06-02 to:2026-06-04 effect:+100%',
    'Ben',
  )
  office.at('2026-06-02T08:00:30Z')
  await office.happen()
  await office.feed(
    'sales',
    'date,sku,location,units\n2026-06-02,SKU-100,EAST,15\n2026-06-03,SKU-100,EAST,18\n2026-06-04,SKU-100,EAST,16\n',
  )
  office.at('2026-06-05T08:00:30Z')
  await office.happen()
  await album.say(office, 'intel-score', '/intel score', 'Ben')
  await album.say(office, 'intel-overrule', '/intel overrule N-2 miss reason:"it was the heat"', 'Ben')
}

/** Shows what people see who only ask, on a Monday morning. */
export const askings = async (album: Album): Promise<void> => {
  await using office = await openOffice('2026-06-01T07:00:00Z')
  await fillSample(office.app, launches.id)
  await office.app.rename(launches)
  office.at('2026-06-01T08:00:30Z')
  await office.happen()
  const say = (name: string, words: string, who: Parameters<Album['say']>[3] = 'Ana') =>
    album.say(office, name, words, who)

  await say('list', '/promo list')
  await say('calendar', '/promo calendar')
  await say('calendar-list', '/promo calendar weeks:6 as:list')
  await say('calendar-link', '/promo calendar link at:EAST with:order-by')
  await say('calendar-links', '/promo calendar links')
  await say('calendar-revoke', '/promo calendar revoke 1')
  await say('check-all', '/promo check')
  await say('check-not-ready', '/promo check P-1')
  await say('check-at-risk', '/promo check P-2')
  await say('check-every-line', '/promo check P-2 all:yes')
  await say('details-not-ready', '/promo details P-1')
  await say('details-at-risk', '/promo details P-2')
  await say('digest-asked-for', '/shelfready digest')
  await say('show-ready', '/promo show P-3')
  await say('show-unknown', '/promo show P-4')
  await say('why-not-ready', '/promo why P-1 SKU-100 EAST')
  await say('why-at-risk', '/promo why P-2')
  await say('why-unknown', '/promo why P-4')
  await say('balance', '/promo balance P-1 SKU-100 EAST')
  await say('what-if-ready', '/promo what-if sku:SKU-110 dates:"next week" uplift:+60%')
  await say('what-if-not-ready', '/promo what-if sku:SKU-100 at:EAST dates:"6-12 Jul" units:700 price:1.49', 'Chloe')
  await say('when-one-place', '/promo when SKU-100 at:EAST units:700')
  await say('when-several-places', '/promo when SKU-110 uplift:+60%')
  await say('when-unknown', '/promo when SKU-220')
  await say('options-not-ready', '/promo options P-1', 'Ben')
  await say('options-at-risk', '/promo options P-2', 'Ben')
  await say('options-ready', '/promo options P-3', 'Ben')
  await say('options-unknown', '/promo options P-4', 'Ben')
  await say('decide-options', '/promo decide P-1', 'Ben')
  await say('decisions-none', '/promo decisions')
  await say('stock-one-place', '/stock SKU-100 at EAST', 'Ben')
  await say('stock-several-places', '/stock SKU-110', 'Ben')
  await say('risks', '/shelfready risks', 'Ben')
  await say('risks-mine-none', '/shelfready risks mine', 'Ben')
  await say('requirements', '/shelfready requirements', 'Ben')
  await say('requirements-csv', '/shelfready requirements csv', 'Ben')
  await say('overview', '/shelfready overview', 'Ben')
  await say('scorecard', '/shelfready scorecard period:2026-Q4', 'Ben')
  await say('scorecard by category', '/shelfready scorecard period:year by:category', 'Ben')
  await say('monthly review', '/shelfready monthly', 'Ben')
  await say('capacity', '/shelfready capacity', 'Ben')
  await say('page', '/shelfready page period:2026-05', 'Ben')
  await say('pages', '/shelfready pages', 'Ben')
  await say('page-revoked', '/shelfready page revoke all', 'Ben')
  await say('history', '/promo history P-1')
  await album.say(office, 'home-nothing-taken', '/shelfready home', 'Ben', 'home')
  await office.ask('ack R-1 R-2', 'Ben')
  await office.ask('snooze R-3 until:wed', 'Ben')
  await album.say(office, 'home-two-taken', '/shelfready home', 'Ben', 'home')
  await say('risks-taken', '/shelfready risks', 'Ben')
  await say('risks-mine', '/shelfready risks mine', 'Ben')
  await office.happen()
  await say('digest-now-answer', '/shelfready digest now')
  await say('intel-add', '/intel add "Competitor runs cola at -30 %" sku:SKU-100 dates:"6-12 Jul" effect:-20%')
  await say('intel-list', '/intel list')
  await say('intel-edit', '/intel edit N-1 confidence:high')
  await say('intel-undo', '/intel undo')
  await say('intel-end', '/intel end N-1 reason:"the competitor stopped"')
  await say('intel-score-none', '/intel score')
  await say('whoami', '/shelfready whoami')
  await say('agree-figure', '/promo agree-figure P-2 units:1200 with:Ana', 'Ben')
  await say('agree-figure-removed', '/promo agree-figure P-2 none', 'Ben')
  await say('refusal-agree-figure', '/promo agree-figure P-2 units:1200', 'Ben')
  await say('settings', '/shelfready settings')
  await say('help', '/shelfready help')
  await say('add-items-follow', '/promo add "Autumn" dates:"1-7 Sep"')
  await say('show-items-follow', '/promo show P-7')
  await say('calendar-items-follow', '/promo calendar weeks:16')
  await say('why-items-follow', '/promo why P-7')
  await say('edit-items-come', '/promo edit P-7 sku:SKU-110 uplift:+20%')
  await say('help-of-one-command', '/shelfready help promo add')
  await say('help-short', '/shelfready help pause')

  await say('refusal-unknown-command', '/promo ad "Summer BOGO"')
  await say('refusal-misspelled-key', '/promo add X skus:SKU-100 dates:"6-12 Jul"')
  await say('refusal-unknown-item', '/stock SKU-10')
  await say('refusal-unknown-promotion', '/promo show Cola duble deal')
  await say('refusal-how-to-add', 'promo add', 'Ben')
  await say(
    'refusal-list',
    '/promo add "Winter" sku:SKU-999,SKU-300 at:MOON dates:"12-6 Jul" uplift:lots discount:200%',
  )
  await say('refusal-ambiguous-date', '/promo add "Winter" sku:SKU-300 from:7/8/2026 to:7/9/2026 uplift:+20%')
  await say('refusal-quote-never-closed', '/promo add "Winter sku:SKU-300')
  await say('refusal-no-right', '/shelfready link U0ANA0000 U0BEN0000', 'Ana')
  await say('refusal-guest', '/promo list', 'a guest')
  await say('refusal-too-long', `/promo add "${digits.repeat(13)}" sku:SKU-300 dates:"6-12 Jul" uplift:+20%`)
  await say('refusal-cancel-asks-why', '/promo cancel P-6')
  await say('refusal-no-such-risk', '/shelfready ack R-77', 'Ben')

  office.app.probeBy(ailing)
  await say('doctor', '/shelfready doctor', 'Chloe')
  await say('refusal-doctor', '/shelfready doctor', 'Ben')
  await say('role-given', '/shelfready role Ben planner', 'Chloe')
  await say('roles', '/shelfready roles', 'Chloe')
  await say('roles-on', '/shelfready roles on', 'Chloe')
  await say('refusal-other-role', '/promo add "Winter" sku:SKU-300 dates:"6-12 Jul" uplift:+20%', 'Ben')
  await say('refusal-no-role', '/promo list', 'Ana')
  await say('whoami-no-role', '/shelfready whoami', 'Ana')
  await say('roles-off-again', '/shelfready roles off', 'Chloe')
  await scored(album, office)
}
