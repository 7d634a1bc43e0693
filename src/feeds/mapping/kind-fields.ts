import type { FeedKind } from '../../store/feeds/feed-rows.ts'
import type { Concept } from './header-words.ts'

/** How the values of a field are written. */
export type FieldType = 'code' | 'text' | 'number' | 'date' | 'moment' | 'flag' | 'percent'

/** A field of a kind: the concepts that it can be, the best first, and how its values are written. */
export type FieldSpec = {
  readonly field: string
  readonly concepts: readonly Concept[]
  readonly type: FieldType
  /** The feed is nothing without it. */
  readonly isNeeded?: boolean
  /** Where the file does not say it, somebody can say one value for all rows. */
  readonly isAskable?: boolean
  /** A column of it tells the kind from others. */
  readonly tells?: boolean
}

const code = (field: string, concepts: readonly Concept[], more: Partial<FieldSpec> = {}): FieldSpec => ({
  field,
  concepts,
  type: 'code',
  ...more,
})
const needed = { isNeeded: true } as const
const askable = { isNeeded: true, isAskable: true } as const
const telling = { isNeeded: true, tells: true } as const
const of = (
  type: FieldType,
  field: string,
  concepts: readonly Concept[],
  more: Partial<FieldSpec> = {},
): FieldSpec => ({
  field,
  concepts,
  type,
  ...more,
})

const sku = code('sku', ['sku'], needed)
const location = code('location', ['location', 'subLocation', 'locationName'], askable)

/** The fields of each kind of feed that other files may have. */
export const kindFields: Readonly<Record<FeedKind, readonly FieldSpec[]>> = {
  items: [
    sku,
    of('text', 'name', ['itemName', 'title'], needed),
    of('text', 'category', ['category']),
    of('text', 'group', ['group']),
    of('number', 'unit_cost', ['unitCost']),
    of('number', 'unit_price', ['price'], { tells: true }),
    of('text', 'currency', ['currency']),
    code('supplier', ['supplier']),
    of('number', 'min_order_qty', ['minOrder'], { tells: true }),
    of('number', 'order_multiple', ['multiple'], { tells: true }),
    of('number', 'units_per_case', ['perCase'], { tells: true }),
    of('number', 'units_per_pallet', ['perPallet'], { tells: true }),
    of('number', 'shelf_life_days', ['shelfLife'], { tells: true }),
    of('date', 'launch_date', ['launchDate'], { tells: true }),
    of('date', 'discontinued_on', ['discontinuedOn'], { tells: true }),
  ],
  locations: [
    code('location', ['location'], needed),
    of('text', 'name', ['locationName', 'title'], needed),
    of('text', 'kind', ['kindOfPlace']),
    of('text', 'timezone', ['timeZone'], { tells: true }),
    code('supplied_by', ['suppliedBy'], { tells: true }),
  ],
  inventory: [
    sku,
    location,
    of('number', 'on_hand', ['onHand', 'amountOfUnits'], telling),
    of('number', 'allocated', ['allocated'], { tells: true }),
    of('number', 'unusable', ['unusable'], { tells: true }),
    of('number', 'safety_stock', ['safetyStock']),
    of('number', 'presentation_min', ['presentationMin']),
    of('date', 'expires_on', ['expiresOn']),
    of('moment', 'as_of', ['asOf', 'day'], askable),
  ],
  kits: [
    code('kit_sku', ['kitSku'], telling),
    code('component_sku', ['componentSku'], telling),
    of('number', 'quantity', ['perKit', 'amountOfUnits'], needed),
  ],
  inbound: [
    code('order_id', ['orderId'], telling),
    sku,
    location,
    of('text', 'line', ['orderLine']),
    of('number', 'quantity', ['open', 'ordered', 'amountOfUnits'], telling),
    of('date', 'due_date', ['dueDate', 'day'], { tells: true }),
    code('supplier', ['supplier']),
    of('text', 'status', ['status']),
    of('date', 'promised_date', ['promisedDate']),
    of('date', 'ordered_date', ['orderedDate']),
    of('date', 'received_date', ['receivedDate']),
    code('promotion_id', ['promotionId']),
  ],
  'lead-times': [
    code('supplier', ['supplier'], needed),
    code('sku', ['sku']),
    code('location', ['location']),
    of('number', 'lead_time_days', ['leadTime'], telling),
    of('number', 'review_days', ['reviewDays'], { tells: true }),
    of('text', 'order_days', ['orderDays']),
    of('number', 'min_order_value', ['minOrderValue']),
  ],
  holidays: [
    code('calendar', ['calendar', 'supplier', 'location'], askable),
    of('date', 'date', ['holidayDate', 'day'], needed),
    of('text', 'name', ['holidayName', 'title'], { tells: true, isNeeded: true }),
  ],
  sales: [
    of('date', 'date', ['day', 'orderedDate'], needed),
    sku,
    location,
    of('number', 'units', ['units', 'amountOfUnits'], telling),
    of('number', 'days', []),
    of('number', 'price', ['price']),
    of('number', 'base_price', ['basePrice']),
    of('number', 'revenue', ['revenue'], { tells: true }),
  ],
  'demand-plan': [
    of('date', 'date', ['day'], needed),
    sku,
    location,
    of('number', 'units', ['planUnits', 'amountOfUnits'], telling),
    of('number', 'days', []),
  ],
  promotions: [
    code('promotion_id', ['promotionId']),
    sku,
    code('location', ['location']),
    of('text', 'name', ['promotionName', 'title'], needed),
    of('date', 'start', ['start'], telling),
    of('date', 'end', ['end'], telling),
    of('percent', 'uplift', ['uplift'], { tells: true }),
    of('number', 'units', ['promotionUnits', 'units', 'planUnits', 'amountOfUnits']),
    of('number', 'extra', ['extra']),
    of('percent', 'discount', ['discount'], { tells: true }),
    of('number', 'price', ['price']),
    of('text', 'type', ['mechanic'], { tells: true }),
    of('text', 'status', ['status']),
    of('date', 'commit_by', ['commitBy']),
    of('text', 'owner', ['owner']),
  ],
  costs: [
    of('date', 'date', ['day'], needed),
    of('text', 'kind', ['costKind'], telling),
    code('promotion_id', ['promotionId']),
    code('sku', ['sku']),
    of('number', 'amount', ['costAmount', 'amountOfUnits'], needed),
    of('text', 'currency', ['currency'], needed),
  ],
}

/** Words in the name of a file or sheet that tell its kind. */
export const kindNames: readonly (readonly [FeedKind, RegExp])[] = [
  ['inventory', /stock|inventory|inventar|bestand|on.?hand|mb52|quant|existencias|giacenz|voorraad|lagerbestand/i],
  [
    'inbound',
    /inbound|purchase|open.?orders?|\bpo\b|bestellung|einkauf|me2[nm]|commande|pedido|ordini|inkoop|wareneingang/i,
  ],
  [
    'kits',
    /\bkits?\b|\bboms?\b|bill.?of.?materials?|stuckliste|stueckliste|nomenclature|distinta|lista.?de.?materiales|stuklijst/i,
  ],
  ['sales', /sales|umsatz|absatz|verkauf|pos.?data|ventes|ventas|vendite|verkoop|abverk/i],
  ['promotions', /promo|campaign|aktion|kampagne|marketing|offert|actie|angebot|operation/i],
  ['demand-plan', /forecast|plan|prognose|prevision|demand|bedarf|vraag/i],
  ['items', /items?|products?|articles?|artikel|material|produits?|articulos?|productos?|articoli|assortment|catalog/i],
  ['lead-times', /lead.?time|lieferzeit|delai|plazo|levertijd|consegna/i],
  ['locations', /locations?|sites?|stores|filial|standort|magasins|tiendas|negozi|vestiging/i],
  ['holidays', /holiday|feiertag|ferie|festiv|feestdag/i],
  ['costs', /costs?|kosten|couts|costi|freight/i],
]

/** What people call each kind. */
export const kindWords: Readonly<Record<FeedKind, string>> = {
  items: 'items',
  locations: 'locations',
  inventory: 'stock',
  kits: 'kits',
  inbound: 'open orders',
  'lead-times': 'lead times',
  holidays: 'holidays',
  sales: 'sales',
  'demand-plan': 'demand plan',
  promotions: 'promotions',
  costs: 'costs',
}
