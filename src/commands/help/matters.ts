/** The commands by matter, as help lists them. A test sees to it that each command has its place. */
export const matters: Readonly<Record<string, readonly string[]>> = {
  Promotions: [
    ...[
      'promo add',
      'promo list',
      'promo show',
      'promo details',
      'promo check',
      'promo why',
      'promo balance',
      'promo what-if',
    ],
    ...['promo when', 'promo override', 'promo share', 'promo edit', 'promo cancel', 'promo clone', 'promo history'],
    ...['promo agree-figure', 'promo calendar', 'promo calendar link', 'promo calendar links', 'promo calendar revoke'],
  ],
  'Stock and market': [
    ...['stock', 'intel add', 'intel list', 'intel edit', 'intel end', 'intel undo', 'intel score', 'intel overrule'],
  ],
  'Feeds and files': [
    ...['shelfready import', 'shelfready feeds', 'shelfready feeds release', 'shelfready feeds refuse'],
    ...['shelfready feeds undo', 'shelfready feeds answer', 'shelfready feeds rejects', 'shelfready feeds rhythm'],
  ],
  'Risks and orders': [
    ...['shelfready risks', 'shelfready ack', 'shelfready ordered', 'shelfready withdraw', 'shelfready mark'],
    ...['shelfready correct', 'shelfready take', 'shelfready unack', 'shelfready assign', 'shelfready snooze'],
    ...['shelfready resolve', 'shelfready accept', 'shelfready reopen', 'shelfready comment', 'shelfready undo'],
    ...['shelfready requirements', 'shelfready stop'],
  ],
  Decisions: [
    ...['promo options', 'promo decide', 'promo agree', 'promo counter', 'promo decline', 'promo withdraw'],
    ...['promo decisions', 'promo commit', 'shelfready overview', 'promo items', 'promo item add', 'promo item done'],
    ...['promo item remove'],
  ],
  'Looking back': [
    ...['shelfready scorecard', 'promo review', 'promo answer', 'shelfready monthly', 'shelfready capacity'],
    ...['shelfready page', 'shelfready pages', 'shelfready page revoke'],
  ],
  'Digests and this channel': [
    ...['shelfready digest', 'shelfready digest now', 'shelfready digest at', 'shelfready digest pause'],
    ...['shelfready digest resume', 'shelfready subscribe', 'shelfready subscribe me', 'shelfready unsubscribe'],
    ...['shelfready unsubscribe me', 'shelfready settings', 'shelfready why-this', 'shelfready why-not'],
  ],
  People: [
    ...['shelfready home', 'shelfready whoami', 'shelfready backup', 'shelfready away', 'shelfready hours'],
    ...['shelfready planners', 'shelfready roles'],
  ],
  Administration: [
    ...['shelfready executive', 'shelfready link', 'shelfready unlink', 'shelfready roles on', 'shelfready roles off'],
    ...['shelfready role', 'shelfready doctor'],
  ],
}
