import type { Sale } from '../assessment/cell.ts'
import { type Cell, cellKey } from '../cell.ts'
import type { Day } from '../day.ts'

/** A window of a cell in a replay, with its sales so far, updated in place. */
export type OpenWindow = Cell & {
  readonly start: Day
  readonly end: Day
  units: number
  /** Days of it that rows of sales cover. */
  covered: number
  worth: number
  priced: number
  /** The greatest share of the selling time out of stock. */
  stockout: number
  isPromoted: boolean
}

/** Gives a window without sales. */
export const openWindow = ({ sku, location }: Cell, start: Day, end: Day): OpenWindow => ({
  sku,
  location,
  start,
  end,
  units: 0,
  covered: 0,
  worth: 0,
  priced: 0,
  stockout: 0,
  isPromoted: false,
})

/** Adds a row of sales to a window, in place, in proportion to the days that they share. */
export const addSale = (window: OpenWindow, sale: Sale): void => {
  const days = Math.min(window.end, sale.day + sale.days - 1) - Math.max(window.start, sale.day) + 1
  if (days <= 0) return
  const units = (sale.units * days) / sale.days
  window.units += units
  window.covered += days
  window.stockout = Math.max(window.stockout, sale.stockout)
  if (sale.promotion !== null) window.isPromoted = true
  if (sale.price === null) return
  window.worth += sale.price * Math.max(units, 0)
  window.priced += Math.max(units, 0)
}

/** Tells whether every day of a window has a row of sales. */
export const isComplete = ({ start, end, covered }: OpenWindow): boolean => covered >= end - start + 1

/** Gives the average price of the units sold in a window, else the usual price; null where neither is known. */
export const priceIn = ({ worth, priced }: OpenWindow, usual: number | null): number | null =>
  priced > 0 ? worth / priced : usual

/** The open windows of a replay, by cell and by last day. */
export type Windows = {
  readonly open: (window: OpenWindow, settle: () => void) => void
  readonly sold: (cell: Cell, sale: Sale) => void
  /** Closes the windows that end on a day or before, in the order of their days, and calls their `settle`. */
  readonly close: (through: Day) => void
}

/** Makes an empty list of windows. */
export const openWindows = (): Windows => {
  const byCell = new Map<string, OpenWindow[]>()
  const byEnd = new Map<Day, { readonly window: OpenWindow; readonly settle: () => void }[]>()
  let closed = Number.NEGATIVE_INFINITY
  return {
    open: (window, settle) => {
      const key = cellKey(window)
      byCell.set(key, [...(byCell.get(key) ?? []), window])
      const same = byEnd.get(window.end) ?? []
      same.push({ window, settle })
      byEnd.set(window.end, same)
    },
    sold: (cell, sale) => {
      for (const window of byCell.get(cellKey(cell)) ?? []) addSale(window, sale)
    },
    close: (through) => {
      if (through <= closed) return
      closed = through
      const due = [...byEnd.keys()].filter((end) => end <= through).sort((a, b) => a - b)
      for (const end of due) {
        for (const { window, settle } of byEnd.get(end) ?? []) {
          const key = cellKey(window)
          const left = (byCell.get(key) ?? []).filter((one) => one !== window)
          if (left.length === 0) byCell.delete(key)
          else byCell.set(key, left)
          settle()
        }
        byEnd.delete(end)
      }
    },
  }
}
