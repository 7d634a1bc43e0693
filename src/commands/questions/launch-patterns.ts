import { item, list, notReady, promotion, risks, type Source, thing, when } from './pattern.ts'

/** Questions about promotions, items and stock. */
export const launchPatterns: readonly Source[] = [
  // When something can be promoted.
  [
    '(?:from )?when(?: <CAN>| is it possible to| at the earliest)* (?:<WE> )?<RUN>(?: (?:a|an|the|our|my|next))*(?: <PROMOTION>)?(?: (?:of|on|for|with|about))? (?<x>.+)',
    when(false),
  ],
  [
    'when (?:can|could|may|is|are|will|would) (?<x>.+?) (?:be )?(?:promoted|launched|on promotion|on offer|possible|safe|discounted|advertised|start(?:ed)?|run)',
    when(false),
  ],
  [
    '(?:what is )?(?:the )?(?:earliest|first|next|safe|soonest|best) (?:safe |possible )?(?:date|day|start|week|time)(?: to promote| to launch| to run| for| of)(?: (?:a|an|the|promoting|launching|promotion|launch))*(?: (?:of|on|for|with))? (?<x>.+)',
    when(false),
  ],
  [
    '(?:can|could|may|should|shall) (?:we|i) <RUN>(?: (?:a|an|the|our|my))*(?: <PROMOTION>)?(?: (?:of|on|for|with|about))? (?<x>.+)',
    when(true),
  ],
  [
    'what (?:if|happens if|would happen if|about if) (?:we|i) (?:<RUN>|promoted|ran|discounted|sold|offered|launched|started)(?: (?:a|an|the))*(?: <PROMOTION>)?(?: (?:of|on|for|with))? (?<x>.+)',
    when(true),
  ],

  // Lists of promotions.
  [
    '(?:what|which|is anything|anything|who|are there any|is there any|any|show me|list)(?: <PROMOTION>)*(?: (?:that|which))?<BE><NOT> <READY>(?: for launch)?(?: (?:yet|now|today))?<PLACE>',
    list('all', notReady),
  ],
  [
    `(?:what|which|anything|any|everything)(?: <PROMOTION>)? not <READY>(?: (?:yet|now|today))?<PLACE>`,
    list('all', notReady),
  ],
  [`(?:not ready|unready|everything (?:that is )?not ready)<PLACE>`, list('all', notReady)],
  [
    '(?:what|which|is anything|anything|are there any|is there any(?:thing)?|any|show me|list)(?: <PROMOTION>)*(?: (?:that|which))?<BE> ?<BAD>(?: (?:now|today))?<PLACE>',
    risks,
  ],
  [
    '(?:at risk|risks?|problems?|shortages?|what are the (?:risks?|problems?)|(?:are there )?any (?:risks?|problems?|shortages?|issues?)|what (?:is|goes) wrong)<PLACE>',
    risks,
  ],
  [
    `(?:what|which|anything|show me|list)(?: <PROMOTION>)*(?: (?:that|which))?<BE> ?<READY>(?: (?:now|today))?<PLACE>`,
    list('all', ['ready']),
  ],
  [
    '(?:is|are) (?:everything|all|every promotion|we|all promotions) (?:all )?<READY>(?: for launch)?(?: (?:now|today|yet))?(?: (?:in|at) (?<x>.+))?',
    list('all'),
  ],
  [
    '(?:what|which|who)(?: <PROMOTION>)?(?: (?:that|which))?(?: (?:is|are|will|do|does|we|going|to))* (?:launch(?:es|ing)?|starts?|starting|begins?|beginning|coming(?: up)?|comes?(?: up)?|upcoming|kicks? off|go(?:es)? live|next(?! (?:week|month|year|monday|tuesday|wednesday|thursday|friday|saturday|sunday)))(?: (?:up|next(?! (?:week|month|year|monday|tuesday|wednesday|thursday|friday|saturday|sunday))|soon|out))?(?: (?<x>.+))?',
    list('starting'),
  ],
  ['(?:upcoming|next|coming) (?:<PROMOTION>)(?: (?<x>.+))?', list('starting')],
  ['(?:<PROMOTION>|what) (?:starting|launching|beginning) (?<x>.+)', list('starting')],
  [
    '(?:what|which|who)(?: <PROMOTION>)?(?: (?:that|which))?(?: (?:is|are|will|do|does|we|currently|be))* (?:runs?|running|live|on(?! (?:hand|order|stock))|active|going on|happening|under way)(?: (?:right )?now| currently)?(?: (?<x>.+))?',
    list('running'),
  ],
  [
    '(?:what|which|are there(?: any)?|is there(?: any)?|any|how many|list|show me|all)(?: (?:the|our|all|of|planned|upcoming|current))* <PROMOTION>(?: (?:do we have|are there|have we|are planned|is there|exist|planned|are on))?<PLACE>',
    list('all'),
  ],
  [`(?:the |our |all )*(?:<PROMOTION>|calendar|plan|schedule|promotion calendar)<PLACE>`, list('all')],

  // Stock.
  [
    '<MUCH>(?: more)? (?<x>.+?) (?:do|did|have|does) <WE> (?:still )?(?:have|hold|got|stock|possess)(?: (?:left|in stock|on hand|there|available|now|today|in total))*(?: (?:in|at) (?<y>.+))?',
    item,
  ],
  [
    '<MUCH>(?: of)? (?<x>.+?) (?:is|are|do <WE> have) (?:there|left|available|in stock|on hand|in store|on order|coming|promisable|free)(?: now| today| in total| left)*(?: (?:in|at) (?<y>.+))?',
    item,
  ],
  ['<MUCH> (?:is|are) (?:there|left|available|in stock|on hand)(?: (?:of|for))? (?<x>.+)', item],
  [
    '<MUCH>(?: (?:units|pieces))? (?:do|can|could|may|might|should|will) <WE> (?:still |safely )?(?:have|hold|promise|sell|offer|commit|use|get|give)(?: (?:left|in stock))?(?: (?:of|for|with))? (?<x>.+)',
    item,
  ],
  [
    '(?:<MUCH>|what)(?: (?:of|units of))? (?<x>.+?)? ?(?:can|could|may|might) <WE> (?:still |safely )?(?:promise|sell|offer|commit)(?: (?:now|today|of it))*',
    item,
  ],
  ['what can <WE> (?:still |safely )?(?:promise|sell|offer|commit)(?: (?:of|for|with))? (?<x>.+)', item],
  [
    '(?:do|did|have) <WE> (?:still )?(?:have |got )?(?:enough |any |some |more )?(?<x>.+?)(?: (?:left|in stock|on hand|available))+',
    item,
  ],
  ['(?:do|did) <WE> (?:still )?have (?:enough |any |some |more )?(?<x>.+)', item],
  [
    '(?:is|are) there (?:still )?(?:enough |any |some |more )?(?<x>.+?)(?: (?:left|in stock|on hand|available|there))*',
    item,
  ],
  [
    '(?:what is |how is |show me |give me |check )?(?:the |our |current )*(?:stock|inventory|supply|position|availability|lead time|lead-time|cover|coverage|on hand)(?: level| position)?(?: (?:of|for|on))? (?<x>.+)',
    item,
  ],
  ['(?:what is |show me )?(?:the )?(?<x>.+?) (?:stock|inventory|stock level|lead time)', item],
  [
    'when (?:does|do|will|is|are)(?: (?:get|the next|next|more|new|some))* (?<x>.+?)(?: be)? ?(?:arriv(?:e|es|ing)|com(?:e|es|ing)(?: in)?|due|delivered|back(?: in stock)?|deliver(?:ed|y)?|here|available|restocked)',
    item,
  ],
  ['when do we (?:get|receive) (?:more |new |the next |some )?(?<x>.+)', item],
  [
    '(?:what|which orders?|how much) (?:is|are) (?:on order|ordered|coming|open|inbound|in transit|placed)(?: (?:of|for|in))? (?<x>.+)',
    item,
  ],
  ['(?:is|are) (?<x>.+?) (?:on order|ordered|in stock|available|on the way)', item],
  [
    '(?:where is|where are|who supplies|who delivers|how long does (?:the delivery of )?) ?(?<x>.+?)(?: take| need)?',
    item,
  ],

  // One promotion.
  [
    'why(?: (?:is|are|was|were|will|would|does|do|did)<NOT>?)? (?<x>(?!not\\b).+?)(?: (?:is|are|was|were|will|be|still|already))*<NOT>?(?: (?:be|going to be|yet|still))* (?:<READY>|<BAD>)(?: (?:yet|for launch|now|today|again))*(?: (?:in|at) (?<y>.+))?',
    promotion('promo why'),
  ],
  [
    '(?:what is (?:wrong|the (?:problem|issue|matter|trouble|reason)|missing|up)|what are the reasons?|reasons?)(?: (?:with|for|of|in|on|about))? (?<x>.+)',
    promotion('promo why'),
  ],
  ['(?:explain|why(?: about)?) (?<x>.+)', promotion('promo why'), true],
  [
    '(?:what (?:can|could|should|shall|do) <WE> (?:do|change|try)(?: (?:about|for|with|on|against))|what (?:is|are|would be)(?: (?:my|our|the))* (?:options?|alternatives?|ways? out|possibilit(?:y|ies)|choices?)(?: (?:for|with|of|on|about))|how (?:can|could|do|should) <WE> (?:fix|save|rescue|solve|help)) (?<x>.+)',
    promotion('promo options'),
  ],
  ['how (?:can|could|do|should) <WE> (?:get|make) (?<x>.+?) ready', promotion('promo options')],
  ['(?:options?|alternatives?|ways? out)(?: (?:for|with|of|on|about))? (?<x>.+)', promotion('promo options'), true],
  [
    '(?:what (?:has )?happened (?:to|with|on)|who (?:has )?(?:changed|edited|touched|registered|created)|what (?:has )?changed (?:in|on|for|with|about)|(?:show me )?(?:the )?(?:history|story|log|past) (?:of|for|on)|when was) (?<x>.+?)(?: (?:changed|registered|created|edited))?',
    promotion('promo history'),
  ],
  ['how did (?<x>.+?) (?:go|do|perform|end|run|turn out)', promotion('promo history')],
  [
    '(?:the )?(?:balance|day by day|daily balance|stock by day)(?: (?:of|for|on))? (?<x>.+)',
    promotion('promo balance'),
    true,
  ],
  [
    '(?:is|are|will|would|was)<NOT>? (?<x>(?!(?:not|there)\\b).+?)(?: (?:be|going to be|still|all|really|already|now))*<NOT>? ?(?:<READY>|<BAD>|enough)(?: (?:for launch|in time|on time|now|today|yet|again|then))*(?: (?:in|at) (?<y>.+))?',
    promotion('promo show'),
  ],
  [
    '(?<x>(?!(?:what|which|who)\\b).+?) (?:is|are|will be)<NOT>? (?:<READY>|<BAD>)(?: (?:in time|on time|now|today|yet))*',
    promotion('promo show'),
  ],
  ['(?:are we|is everything|will we be) ready (?:for|with) (?<x>.+)', promotion('promo show')],
  [
    'will (?:we|i|they) (?:run (?:out|short)(?: of)?|have enough|be out of|sell out of|make) (?<x>.+?)(?: in time| ready)*',
    promotion('promo show'),
  ],
  [
    '(?:will|does|do) (?<x>.+?) (?:sell out|run (?:out|short)|be enough|last|work|hold|suffice|make it)(?: in time)?',
    promotion('promo show'),
  ],
  [
    '(?:how (?:is|are|does|do|will)|what about|how about|any news (?:on|about|of|from)|(?:what is )?(?:the )?(?:status|state|verdict|readiness|forecast) (?:of|for|on)) (?<x>.+?)(?: (?:doing|going|looking|look|stand|coming along|getting on))*',
    promotion('promo show'),
  ],
  ['(?<x>.+?) <READY>', promotion('promo show'), true],
  [
    '(?:who (?:has|owns|runs|is (?:on|responsible for|behind|doing|handling|the owner of|in charge of)|takes care of|looks after|planned|answers for)|whose is|who is the owner of) (?<x>.+)',
    thing,
  ],
  ['(?:please )?<SHOW>(?: me| us)?(?: (?:the|our|a|an|all|everything (?:on|about)))* (?<x>.+)', thing],
  ['(?:tell me |anything |everything |more )(?:about|on) (?<x>.+)', thing],
  ['(?:what|who) (?:is|are|was) (?:the |an? )?(?<x>.+)', thing],
  ['(?<x>[^\\s].{0,80})', thing, true],
]
