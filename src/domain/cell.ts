/** One item at one location. */
export type Cell = { readonly sku: string; readonly location: string }

/** Gives a cell one text to key maps with. */
export const cellKey = (cell: Cell): string => `${cell.sku}\u0000${cell.location}`
