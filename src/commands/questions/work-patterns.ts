import { help, line, orders, promotion, risks, type Source } from './pattern.ts'

/** Questions about the work of people, orders, decisions and news. */
export const workPatterns: readonly Source[] = [
  // What everybody asks first.
  [
    '(?:what can you do|what can i (?:ask|do|say)(?: here| you)?|how does (?:this|it) work|who are you|what are you|what is this|help me|i need help|commands)',
    help,
  ],
  ['hi|hello|hey|good morning|good afternoon|thanks|thank you', help],
  [
    '(?:how (?:do|can|could|should|would) <WE>|how to|where (?:do|can) <WE>|what is the command (?:for|to)|can <WE> (?=add|register|create|cancel|change|edit|acknowledge|assign|snooze|resolve|subscribe|unsubscribe)|help (?:me )?(?:with|on|about|to)) (?!(?:get|make|save|fix|rescue)\\b)(?<x>.+)',
    help,
  ],

  // Decisions.
  [
    '(?:how did|what became of|what came of) (?:the|our|my) (?:last )?decisions?(?: turn out| go)?',
    line('promo decisions ended'),
  ],
  ['who (?:must|has to|should|needs to|will) (?:decide|approve|agree|answer)', line('promo decisions')],
  [
    '(?:what|which|are there|any|is there|show me|list)(?: .{0,40})? ?\\b(?:decisions?|proposals?)\\b(?: .{0,40})?',
    line('promo decisions'),
  ],
  [
    '(?:what|who|which) (?:is|are|must|has|have|needs?|do|does|should|waits?) .{0,40}\\b(?:decide|decided|approval|approve|approved|an answer|agree)',
    line('promo decisions'),
  ],

  // One's own work, and that of others.
  [
    '(?:what|anything|is there anything)(?: else)?(?: (?:do|should|must|shall|can))? (?:i|we) (?:have to|need to|must|should|got to|ought to|supposed to)? ?(?:do|be doing|act on|take care of|work on|handle)(?: next| first| now| today| this (?:week|morning|afternoon)| tomorrow)*',
    line('shelfready home'),
  ],
  [
    '(?:what|anything) (?:is )?(?:there )?(?:on my (?:plate|list|desk)|for me(?: to do)?|mine|due for me|my (?:job|work|task|to-?dos?|duty))(?: next| now| today| this week)*',
    line('shelfready home'),
  ],
  [
    '(?:what|which (?:risks?|tasks?)|anything|is anything|is there anything)(?: (?:is|are|that is))?(?: there)? (?:waiting|open|pending|left|assigned|due|here|there)?(?: (?:on|for|to|with))? ?(?:me|us)(?: today| now| to do)*',
    line('shelfready home'),
  ],
  ['what (?:needs|is waiting for|waits for|depends on) (?:me|us)(?: today| now)*', line('shelfready home')],
  [
    '(?:my|our) (?:tasks?|to-?dos?|work|day|page|home|stuff|job)(?: today| for today| this week)*',
    line('shelfready home'),
  ],
  ['(?:my|our) risks?', line('shelfready risks mine')],
  ['(?:my|our) <PROMOTION>', line('promo list mine')],
  [
    'what (?:is|are)(?: still)? (?:waiting|pending|open|due|assigned|left)(?: (?:on|for|to|with)) (?<x>(?!(?:a |an |the )?(?:decision|answer|approval)s?$).+)',
    risks,
  ],
  [
    '(?:what|which risks?) (?:does|has|did|must|should|is) (?<x>.+?) (?:have to do|need to do|to do|do|taken?|own|have|waiting for|on (?:his|her|their) plate)(?: today| now| this week)*',
    risks,
  ],
  ['(?:what waits|what is there) for (?<x>.+)', risks],
  [
    '(?:what|is there anything|anything|does anything|who|which)(?: (?:is|are|that is|that|must|has|have|risks?))* ?(?:needs? (?:to be done|attention|somebody|someone|action|doing|an? owner)|must be done|to be done|has to be done|urgent|burning|unassigned|has nobody taken|has no ?(?:body|one)|to do|must act|has to act)(?: today| now| this week| first)*',
    line('shelfready risks'),
  ],

  // Orders.
  [
    'what (?:(?:do|should|must|can|shall) (?:we|i) (?:have to |need to |must )?order|(?:needs?|has|have|is|are|must)(?: to be| be)? ?(?:order(?:ed|ing)?)|(?:we|i) (?:have to|need to|must|should) order)(?: today| now| this week| next| first)*(?: (?:from|at|of|with) (?<x>.+))?',
    orders,
  ],
  [
    '(?:what|which) orders? (?:are|is|must be|have to be|need to be|should be|do we have to|do i have to) ?(?:due|placed|place|open|to place|to be placed|needed|missing)?(?: today| now| this week)*(?: (?:from|at|of|with) (?<x>.+))?',
    orders,
  ],
  [
    '(?:order list|orders to place|requirements|purchase list|what to order)(?: (?:from|at|for|of|with) (?<x>.+))?',
    orders,
  ],

  // News.
  [
    '(?:what|anything|is there anything|has anything|did anything|any)(?: (?:is|has|have|are|that is|did|was))* ?(?:changed?|happen(?:ed)?|new|news|differs?|different|changes)(?: (?:since|from|until|in|over|during|compared to) .+| today| overnight| lately| recently| this (?:week|morning)| here| yesterday)*',
    line('shelfready digest'),
  ],
  [
    "(?:show me |give me )?(?:the |my |today'?s? )*(?:news|changes|digest|morning|briefing|summary|updates?)(?: (?:since|of|for) .+| today)?",
    line('shelfready digest'),
  ],
  [
    '(?:how (?:are we doing|do we stand|is it going|is everything|are things|does it look|do things look)|what is (?:up|going on|the (?:situation|state|status))|status|where do we stand)(?: today| now)*',
    line('shelfready digest'),
  ],
  [
    'how much (?:money |revenue |eur )?is at (?:risk|stake)|what is the money at risk|what does it cost us',
    line('shelfready overview'),
  ],
  [
    '(?:what (?:have|did) (?:we|you|people) (?:heard?|know about the market)|any (?:market )?(?:intelligence|intel|rumou?rs|market news|news from the market)|what (?:is|are) (?:the )?(?:market|competitors?|competition)(?: doing| up to)?|what is happening in the market)',
    line('intel list'),
  ],
  [
    'who am i|what (?:is|are) my (?:role|roles|rights)|what (?:may|can) i do with my role|what am i allowed(?: to do)?',
    line('shelfready whoami'),
  ],
  [
    'who (?:has which role|is who|may do what|are the (?:planners|approvers|administrators|admins|marketers))',
    line('shelfready roles'),
  ],
  [
    'why (?:did|do|am|was|were) (?:i|we) (?:get(?:ting)?|see(?:ing)?|receiv(?:e|ing)|told|notified|shown|sent|asked)(?: (?:this|that|it|about this|of this|here|message|these messages))*|why (?:is|was) this (?:here|posted)|why this',
    line('shelfready why-this'),
  ],
  [
    'why (?:did|do|was|were|am|have) (?:i|we)(?: not)+(?: been)? (?:hear|heard|told|notified|get|see|informed)(?: anything)?(?: (?:of|about))? (?<x>.+)',
    promotion('shelfready why-not'),
  ],
  ['why (?:is|was) (?<x>.+?) not (?:here|announced|posted|shown)(?: here)?', promotion('shelfready why-not')],
]
