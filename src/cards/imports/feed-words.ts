/** What people call a feed; one that has no other name goes by its own. */
const names: Readonly<Record<string, string>> = {
  inventory: 'stock',
  inbound: 'open orders',
  'lead-times': 'lead times',
  'demand-plan': 'a demand plan',
  sales: 'sales',
  promotions: 'promotions',
  items: 'items',
  locations: 'locations',
  holidays: 'holidays',
  costs: 'costs',
  kits: 'kits',
}

/** Names a feed as people do, `stock`. */
export const feedWords = (kind: string): string => names[kind] ?? kind
