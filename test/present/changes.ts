import { type Random, randomOf } from '../advice/random.ts'
import { type Program, places, placesOf, shops, skus, suppliers, type Told, type World } from './world.ts'

/** One change in numbers: what kind it is, and the seed of everything else about it. */
export type Change = { readonly kind: ChangeKind; readonly seed: number }

/** What a change is about: nothing outside may be judged again for it. `all` where everybody works by it. */
export type Scope =
  | 'all'
  | {
      readonly skus: readonly string[]
      readonly suppliers?: readonly string[]
      readonly places?: readonly string[]
      readonly promotions?: readonly string[]
      readonly isHour?: boolean
    }

/** What was done, for people to read, and what it is about. */
export type Done = { readonly did: string; readonly scope: Scope }

type Making = {
  readonly world: World
  readonly program: Program
  readonly random: Random
  readonly name: string
}

const nothing: Scope = { skus: [] }
const names = ['Ana', 'Ben', 'Dora'] as const

const cell = ({ random }: Making) => {
  const sku = random.pick(skus)
  return { sku, location: random.chance(0.15) ? random.pick(places) : random.pick(placesOf[sku] as readonly string[]) }
}
const dayIn = ({ world, random }: Making, from: number, to: number) =>
  world
    .today()
    .add({ days: random.whole(from, to) })
    .toString()
/** Most files are known from when they come; some say that they were known before, or will be tomorrow. */
const known = (making: Making): Told =>
  making.random.chance(0.7) ? {} : { knownOn: dayIn(making, making.random.chance(0.8) ? -5 : 0, 1) }
const some = <T>({ random }: Making, most: number, make: () => T): readonly T[] =>
  Array.from({ length: random.whole(1, most) }, make)
const maybe = ({ random }: Making, value: string | number, probability = 0.5) =>
  random.chance(probability) ? value : ''

const feed =
  (
    kind: Parameters<Program['bring']>[0],
    header: string,
    scopeOf: (rows: readonly (readonly (string | number)[])[]) => Scope,
  ) =>
  async (
    making: Making,
    rows: readonly (readonly (string | number)[])[],
    told: Told = known(making),
  ): Promise<Done> => {
    const csv = [header, ...rows.map((row) => row.join(','))].join('\n')
    const outcome = await making.program.bring(kind, csv, told)
    return { did: `${kind} ${JSON.stringify(told)}\n${csv}\n-> ${outcome}`, scope: scopeOf(rows) }
  }
const itemsFirst = (rows: readonly (readonly (string | number)[])[]): Scope => ({ skus: rows.map(([sku]) => `${sku}`) })
const itemsSecond = (rows: readonly (readonly (string | number)[])[]): Scope => ({
  skus: rows.map(([, sku]) => `${sku}`),
})

const stock = feed('inventory', 'sku,location,on_hand,allocated,safety_stock,as_of', itemsFirst)
const snapshot = feed('inventory', 'sku,location,on_hand,allocated,safety_stock,as_of', (rows) => ({
  skus: rows.map(([sku]) => `${sku}`),
  places: rows.map(([, place]) => `${place}`),
}))
const orders = feed('inbound', 'order_id,sku,location,quantity,due_date,status,promotion_id', itemsSecond)
const orderSnapshot = feed('inbound', 'order_id,sku,location,quantity,due_date,status,promotion_id', (rows) => ({
  skus: rows.map(([, sku]) => `${sku}`),
  places: rows.map(([, , place]) => `${place}`),
}))
const terms = feed(
  'lead-times',
  'supplier,sku,location,lead_time_days,review_days,order_cutoff,max_per_week,calendar',
  (rows) => ({
    skus: rows.map(([, sku]) => `${sku}`),
    suppliers: rows.map(([supplier]) => `${supplier}`),
    isHour: true,
  }),
)
const items = feed(
  'items',
  'sku,name,unit_cost,unit_price,currency,supplier,group,min_order_qty,order_multiple,like_sku,shelf_life_days,discontinued_on',
  itemsFirst,
)
const locations = feed(
  'locations',
  'location,name,kind,supplied_by,timezone,receiving_days,dock_to_stock_days',
  () => 'all',
)
const holidays = feed('holidays', 'calendar,date', () => 'all')
// A day without a row of an item is one without a sale of it, once the sales of its place are in.
const sales = feed('sales', 'date,sku,location,units,price,on_promo', (rows) => ({
  ...(itemsSecond(rows) as Exclude<Scope, 'all'>),
  places: rows.map(([, , place]) => `${place}`),
}))
const plan = feed('demand-plan', 'date,sku,location,units,days', itemsSecond)
const promotions = feed(
  'promotions',
  'promotion_id,sku,location,name,start,end,uplift,units,status,priority,price',
  itemsSecond,
)
const costs = feed('costs', 'date,kind,promotion_id,sku,amount,currency', (rows) => ({
  skus: rows.map(([, , , sku]) => `${sku}`).filter((sku) => sku !== ''),
  promotions: rows.map(([, , id]) => `${id}`),
}))

const promotionRow = (making: Making) => {
  const { random } = making
  const { sku, location } = cell(making)
  const start = random.whole(-2, 25)
  const day = (days: number) => making.world.today().add({ days }).toString()
  const isTotal = random.chance(0.4)
  return [
    `F-${random.whole(1, 10)}`,
    sku,
    random.chance(0.2) ? '' : location === 'NDC' ? 'NS1' : location,
    random.pick(['Cola week', 'Fair', 'Days']),
    day(start),
    day(start + random.whole(0, 9)),
    isTotal ? '' : random.pick([1.2, 1.6, 2.5, 4]),
    isTotal ? random.whole(5, 300) : '',
    random.pick(['', '', 'committed', 'tentative', 'cancelled']),
    maybe(making, random.whole(1, 3), 0.3),
    maybe(making, random.between(0.5, 3).toFixed(2), 0.3),
  ]
}

const say = async ({ program, name }: Making, words: string, scope: Scope): Promise<Done> => {
  const said = await program.say(words, { name })
  return { did: `${name}: ${words}\n-> ${said.split('\n').slice(0, 2).join(' / ')}`, scope }
}

const promotionIds = ({ program }: Making) =>
  program.rows<{ id: string }>('select distinct promotion_id as id from promotion_line order by 1').map(({ id }) => id)
const promotionOf = (making: Making): string => making.random.pick([...promotionIds(making), 'F-1'])
const itemsOf = ({ program }: Making, promotion: string): Scope => ({
  skus: program
    .rows<{ sku: string }>('select distinct sku from promotion_line where promotion_id = ?', promotion)
    .map(({ sku }) => sku),
})
type RiskRow = { readonly id: number; readonly subject: string }
const riskOf = ({ program, random }: Making): RiskRow => {
  const rows = (which: string) => program.rows<RiskRow>(`select id, subject from risk ${which} order by id`)
  const nobodys: RiskRow = { id: 999, subject: '{"promotions":[]}' }
  return random.pick([...(random.chance(0.95) ? rows('where ended_at is null') : rows('')), nobodys])
}
/** Everything that the promotions of a risk sell. */
const itemsOfRisk = (making: Making, { subject }: RiskRow): Scope => ({
  skus: (JSON.parse(subject) as { promotions: { promotionId: string }[] }).promotions.flatMap(({ promotionId }) => {
    const scope = itemsOf(making, promotionId)
    return scope === 'all' ? [] : scope.skus
  }),
})
const suppliersOf = ({ program }: Making, scope: Scope): Scope =>
  scope === 'all'
    ? scope
    : {
        ...scope,
        suppliers: program
          .rows<{ supplier: string }>(
            `select distinct supplier from item where supplier is not null and sku in (select value from json_each(?))
             union select distinct supplied_by from location where supplied_by is not null`,
            JSON.stringify(scope.skus),
          )
          .map(({ supplier }) => supplier),
      }
const orderOf = ({ program, random }: Making): { id: string; sku: string } =>
  random.pick([
    ...program.rows<{ id: string; sku: string }>(
      'select order_id as id, sku from inbound union select order_id, sku from reported_order order by 1, 2',
    ),
    { id: 'PO-NONE', sku: 'N1' },
  ])
const either = (making: Making, ...words: readonly string[]) => making.random.pick(words)

const aboutRisk = (words: (making: Making, id: number) => string) => (making: Making) => {
  const { id } = riskOf(making)
  return say(making, words(making, id), nothing)
}

const clock = ({ world }: Making, to: Temporal.Instant, scope: Scope): Done => {
  world.setClock(to)
  return { did: `it is ${to}`, scope }
}
const newMorning = (making: Making, days: number): Done =>
  clock(
    making,
    making.world.today().add({ days }).toZonedDateTime({ timeZone: 'UTC', plainTime: '06:00' }).toInstant(),
    'all',
  )

const changes = {
  stock: (making: Making) =>
    stock(
      making,
      some(making, 3, () => {
        const { sku, location } = cell(making)
        const { random } = making
        return [
          sku,
          location,
          random.whole(0, 150),
          maybe(making, random.whole(0, 9), 0.2),
          maybe(making, 8, 0.2),
          dayIn(making, -4, 0),
        ]
      }),
    ),
  snapshot: (making: Making) => {
    const place = making.random.pick(places)
    const day = dayIn(making, -1, 0)
    const sold = skus.filter((sku) => placesOf[sku]?.includes(place) || place === 'NDC')
    return snapshot(
      making,
      sold.slice(making.random.whole(0, 1)).map((sku) => [sku, place, making.random.whole(0, 120), '', '', day]),
      { ...known(making), mode: 'snapshot' },
    )
  },
  'refused stock': (making: Making) =>
    stock(making, [
      ['S1', 'SS1', 1, '', '', dayIn(making, 0, 0)],
      ['S1', 'SS2', 'many', '', '', dayIn(making, 0, 0)],
    ]).then(({ did }) => ({ did, scope: nothing })),
  orders: (making: Making) =>
    orders(
      making,
      some(making, 2, () => {
        const { sku, location } = cell(making)
        const { random } = making
        const status = random.pick(['', '', 'confirmed', 'planned', 'delayed', 'received', 'cancelled'])
        const forPromotion = maybe(making, promotionOf(making), 0.2)
        return [
          `PO-${random.whole(1, 12)}`,
          sku,
          location,
          random.whole(1, 120),
          dayIn(making, -3, 20),
          status,
          forPromotion,
        ]
      }),
    ),
  'order snapshot': (making: Making) => {
    const { sku, location } = cell(making)
    const row = [
      `PO-${making.random.whole(1, 12)}`,
      sku,
      location,
      making.random.whole(1, 90),
      dayIn(making, 0, 14),
      '',
      '',
    ]
    return orderSnapshot(making, [row], { ...known(making), mode: 'snapshot' })
  },
  terms: (making: Making) => {
    const { random } = making
    const supplier = random.pick(suppliers)
    const isSpecial = random.chance(0.3)
    return terms(making, [
      [
        supplier,
        isSpecial ? random.pick(skus) : '',
        isSpecial ? random.pick(['', ...shops]) : '',
        random.whole(1, 15),
        maybe(making, random.whole(1, 7), 0.4),
        maybe(making, random.pick(['09:00', '13:30', '16:00']), 0.4),
        maybe(making, random.whole(10, 80), 0.2),
        random.pick(['', 'calendar', 'weekdays']),
      ],
    ])
  },
  items: (making: Making) => {
    const { random } = making
    const sku = random.pick(skus)
    return items(making, [
      [
        sku,
        random.pick([sku, 'Renamed']),
        random.whole(1, 3),
        random.whole(3, 9),
        random.pick(['EUR', 'EUR', 'USD']),
        random.pick(suppliers.slice(0, 4)),
        random.pick(['', 'DRINKS', 'SNACKS']),
        maybe(making, random.whole(2, 40), 0.3),
        maybe(making, random.whole(2, 12), 0.3),
        maybe(making, random.pick(skus), 0.3),
        maybe(making, random.whole(4, 60), 0.2),
        maybe(making, dayIn(making, 5, 30), 0.1),
      ],
    ])
  },
  locations: (making: Making) => {
    const { random } = making
    const place = random.pick(shops)
    return locations(making, [
      [
        place,
        random.pick([place, 'New name']),
        'shop',
        maybe(making, 'NDC', 0.4),
        random.pick(['', 'America/New_York', 'Asia/Tokyo']),
        random.pick(['', 'mon-fri']),
        maybe(making, random.whole(0, 3), 0.4),
      ],
    ])
  },
  holidays: (making: Making) =>
    holidays(making, [[making.random.pick(['*', 'NS1', 'ACME', 'BRAVO', 'NDC']), dayIn(making, 0, 14)]]),
  sales: (making: Making) =>
    sales(
      making,
      some(making, 4, () => {
        const { sku, location } = cell(making)
        return [
          dayIn(making, -6, -1),
          sku,
          location,
          making.random.whole(0, 25),
          making.random.pick([2, 3]),
          making.random.whole(0, 1),
        ]
      }),
    ),
  plan: (making: Making) => {
    const { sku, location } = cell(making)
    return plan(making, [
      [dayIn(making, 0, 10), sku, location, making.random.whole(0, 400), making.random.whole(1, 40)],
    ])
  },
  'promotions feed': (making: Making) =>
    promotions(
      making,
      some(making, 3, () => promotionRow(making)),
    ),
  costs: (making: Making) => {
    const { random } = making
    const [promotion, sku] = random.pick([
      ['F-1', ''],
      ['F-1', 'N1'],
      ['', random.pick(skus)],
    ] as const)
    return costs(making, [
      [dayIn(making, -3, 0), 'freight', promotion, sku, random.whole(1, 400), random.pick(['EUR', 'USD'])],
    ])
  },
  'promo add': (making: Making) => {
    const { random } = making
    const own = some(making, 2, () => random.pick(skus))
    const at = maybe(making, `at:${random.pick(placesOf[own[0] as string] as readonly string[])}`, 0.6)
    const from = random.whole(0, 20)
    const [first, last] = [
      dayIn({ ...making, random: { ...random, whole: () => from } }, 0, 0),
      from + random.whole(0, 8),
    ]
    const to = making.world.today().add({ days: last }).toString()
    const much = random.pick(['uplift:1.7', 'units:150', 'extra:60', '', 'uplift:+120%'])
    const more = either(making, '', 'hero:yes', 'status:tentative', 'priority:1', 'price:1.50')
    return say(
      making,
      `promo add "Sale ${random.whole(1, 99)}" sku:${[...new Set(own)].join(',')} ${at} from:${first} to:${to} ${much} ${more}`,
      {
        skus: own,
      },
    )
  },
  'promo edit': (making: Making) => {
    const promotion = promotionOf(making)
    const sku = making.random.pick(skus)
    const to = making.random.whole(3, 20)
    const day = (days: number) => making.world.today().add({ days }).toString()
    const words = either(
      making,
      `units:${making.random.whole(10, 300)}`,
      'uplift:2.2',
      `from:${day(to)} to:${day(to + 4)}`,
      `sku:${sku}`,
      'status:tentative',
      'status:committed',
      'priority:2',
      'name:"Another name"',
      'price:1.20',
      'hero:yes',
      `at:${making.random.pick(placesOf[sku] as readonly string[])}`,
      'owner:@Ben',
    )
    const before = itemsOf(making, promotion)
    return say(making, `promo edit ${promotion} ${words}`, {
      skus: [...(before === 'all' ? [] : before.skus), ...(words.startsWith('sku:') ? [sku] : [])],
    })
  },
  'promo cancel': (making: Making) => {
    const promotion = promotionOf(making)
    return say(making, `promo cancel ${promotion} why:supply reason:"no goods"`, itemsOf(making, promotion))
  },
  'promo clone': (making: Making) => {
    const promotion = promotionOf(making)
    const day = (days: number) => making.world.today().add({ days }).toString()
    const to = making.random.whole(4, 30)
    return say(making, `promo clone ${promotion} from:${day(to)} to:${day(to + 5)}`, itemsOf(making, promotion))
  },
  override: (making: Making) => {
    const promotion = promotionOf(making)
    const until = maybe(making, `until:${dayIn(making, 0, 6)}`, 0.4)
    const words = either(making, 'none', `uplift:1.4 ${until} reason:"as before"`, `uplift:3 ${until} reason:"more"`)
    return say(making, `promo override ${promotion} ${words}`, itemsOf(making, promotion))
  },
  decide: (making: Making) => {
    const promotion = promotionOf(making)
    const option = either(making, 'best', 'date', 'cap', 'places', 'accept', 'order')
    return say(making, `promo decide ${promotion} ${option} reason:"so"`, itemsOf(making, promotion))
  },
  agree: (making: Making) => {
    const [open] = making.program.rows<{ promotion_id: string }>(
      "select promotion_id from decision where state = 'proposed' order by id limit 1",
    )
    const promotion = open?.promotion_id ?? promotionOf(making)
    const words = either(making, 'agree', 'agree', 'decline')
    return say(making, `promo ${words} ${promotion} reason:"fine"`, itemsOf(making, promotion))
  },
  ordered: (making: Making) => {
    const risk = riskOf(making)
    const units = maybe(making, `units:${making.random.whole(1, 90)}`)
    const words = `ordered R-${risk.id} PO-${making.random.whole(20, 40)} due:${dayIn(making, 0, 14)} ${units}`
    return say(making, words, itemsOfRisk(making, risk))
  },
  withdraw: (making: Making) => {
    const { id, sku } = orderOf(making)
    return say(making, `withdraw ${id}`, {
      skus: [
        sku,
        ...making.program
          .rows<{ sku: string }>('select sku from reported_order where order_id = ?', id)
          .map((row) => row.sku),
      ],
    })
  },
  mark: (making: Making) => {
    const { id } = orderOf(making)
    const whom = either(making, `for ${promotionOf(making)}`, 'ordinary', 'unsaid')
    const own = making.program.rows<{ sku: string }>(
      'select sku from inbound where order_id = ? union select sku from reported_order where order_id = ?',
      id,
      id,
    )
    return say(making, `mark ${id} ${whom}`, { skus: own.map(({ sku }) => sku) })
  },
  correct: (making: Making) => {
    const risk = riskOf(making)
    const { random } = making
    const place = maybe(making, ` at:${random.pick(shops)}`, 0.3)
    const sku = maybe(making, ` sku:${random.pick(skus)}`, 0.3)
    const until = maybe(making, ` until:${dayIn(making, 0, 5)}`, 0.3)
    const words = either(
      making,
      `stock:${random.whole(0, 200)}`,
      `lead:${random.whole(1, 20)}`,
      `due:${dayIn(making, 0, 14)} order:${orderOf(making).id}`,
      'uplift:+40%',
    )
    const scope = itemsOfRisk(making, risk)
    return say(
      making,
      `correct R-${risk.id} ${words}${sku}${place}${until} reason:"so"`,
      words.startsWith('lead') ? suppliersOf(making, scope) : scope,
    )
  },
  undo: (making: Making) => say(making, 'undo', 'all'),
  intel: (making: Making) => {
    const { random } = making
    const own = some(making, 2, () => random.pick(skus))
    const place = maybe(making, `at:${random.pick(shops)}`, 0.3)
    const [first, last] = [random.whole(0, 10), random.whole(0, 20)]
    const day = (days: number) => making.world.today().add({ days }).toString()
    const number = random.whole(1, 3)
    if (random.chance(0.3))
      return say(making, either(making, `intel end N-${number}`, `intel edit N-${number} effect:+30%`, 'intel undo'), {
        skus: [...skus],
      })
    const words = `intel add "Heard ${random.whole(1, 99)}" kind:${either(making, 'price', 'event', 'other')} sku:${[...new Set(own)].join(',')} ${place} from:${day(first)} to:${day(first + last)} effect:${either(making, '+80%', '-30%', '+200%')}`
    return say(making, words, { skus: own })
  },
  ack: aboutRisk((making, id) =>
    either(making, `ack R-${id}`, `take R-${id}`, `unack R-${id}`, `assign R-${id} to:@Ben`),
  ),
  snooze: aboutRisk((making, id) => `snooze R-${id} until:${dayIn(making, 1, 4)}`),
  settle: aboutRisk((making, id) =>
    either(
      making,
      `resolve R-${id} reason:"done"`,
      `accept R-${id} reason:"too dear"`,
      `reopen R-${id} reason:"not done"`,
    ),
  ),
  comment: aboutRisk((_, id) => `comment R-${id} says:"they call back"`),
  link: (making: Making) =>
    say({ ...making, name: 'Ana' }, either(making, 'link test:Ben test:Dora', 'unlink test:Dora'), nothing),
  read: (making: Making) =>
    say(making, either(making, 'risks', 'home', 'overview', 'promo check', 'requirements'), nothing),
  hours: (making: Making) => {
    const { world, random } = making
    const later = world.now().add({ minutes: random.whole(1, 300) })
    const isSameDay = later.toZonedDateTimeISO('UTC').toPlainDate().equals(world.today())
    return clock(making, later, isSameDay ? { skus: [], isHour: true } : 'all')
  },
  'new day': (making: Making) => newMorning(making, 1),
  'clock ahead': (making: Making) => newMorning(making, making.random.whole(2, 9)),
  'clock back': (making: Making) => newMorning(making, -making.random.whole(1, 3)),
  restart: async (making: Making) => {
    const settings: Readonly<Record<string, string>> = making.random.pick([
      {},
      { SHELFREADY_POLICY: '0.1' },
      { SHELFREADY_MONEY_FLOOR: '5' },
      { SHELFREADY_STALE_DAYS: '1' },
    ])
    await making.world.restart(settings)
    return { did: `restart ${JSON.stringify(settings)}`, scope: 'all' as const }
  },
  learn: async ({ program }: Making) => {
    const rows = await program.app.learn(program.app.today())
    return { did: `learnt ${rows}`, scope: 'all' as const }
  },
  refresh: async ({ program }: Making) => {
    await program.refresher.refresh()
    return { did: 'cards refreshed', scope: nothing }
  },
} satisfies Readonly<Record<string, (making: Making) => Done | Promise<Done>>>

export type ChangeKind = keyof typeof changes

/** Every kind of change, those that touch everything less often. */
export const changeKinds: readonly ChangeKind[] = (Object.keys(changes) as ChangeKind[]).flatMap((kind) =>
  ['locations', 'holidays', 'new day', 'clock ahead', 'clock back', 'restart', 'learn', 'undo'].includes(kind)
    ? [kind]
    : [kind, kind],
)

/** Makes one change through the door that people or feeds use. */
export const makeChange = async (world: World, { kind, seed }: Change): Promise<Done> => {
  const random = randomOf(seed)
  const program = world.program(random.whole(0, 1))
  const done = await changes[kind]({ world, program, random, name: random.pick(names) })
  return { ...done, did: `[${kind} ${seed}] ${done.did}` }
}
