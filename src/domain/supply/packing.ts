/** In what a quantity is counted. */
export type Packing = 'each' | 'case' | 'pallet'

/** Tells how many units one case or pallet of an item has; null where nobody said. */
export type UnitsPer = (sku: string, packing: Exclude<Packing, 'each'>) => number | null
