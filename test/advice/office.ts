import { renderText } from '../../src/chat/terminal/render.ts'
import { dayOf } from '../../src/domain/day.ts'
import { Refusal } from '../../src/domain/refusal.ts'
import { assess } from '../../src/operator/reports/assess.ts'
import { requirements } from '../../src/operator/reports/requirements.ts'
import { type Company, openCompany } from '../_helpers/company.ts'
import type { Judged as JudgedAlways } from '../_helpers/shop-book.ts'
import { copyStore } from '../_helpers/store-template.ts'
import { csvOf, kinds, type Rows } from './rows.ts'

/** One line as `assess` tells it; the delivery days are there only where an early delivery would be sold before. */
export type Judged = Omit<JudgedAlways, 'window'> & {
  readonly start: string
  readonly end: string
  readonly window: JudgedAlways['window'] & {
    readonly deliver_from?: string | null
    readonly deliver_by?: string | null
  }
}

/** An order as `requirements` tells it. */
export type Asked = {
  readonly supplier: string
  readonly sku: string
  readonly promotions: readonly string[]
  readonly minimum: number
  readonly multiple: number
  readonly orders: readonly {
    readonly quantity: number
    readonly order_by: string
    readonly destinations: readonly {
      readonly location: string
      readonly missing: number
      readonly promotions: readonly { readonly promotion_id: string; readonly quantity: number }[]
      readonly usable_by: string
      readonly not_before: string | null
      /** What of the order is for which promotion there. */
    }[]
  }[]
}

/** What an operator does in a company, in process. */
type Office = AsyncDisposable & {
  readonly company: Company
  readonly feed: (rows: Rows) => Promise<void>
  /** Judges some promotions, or all, as of a day; the company's first unless another is said. */
  readonly judge: (promotions: readonly string[] | null, asOf?: string) => Promise<readonly Judged[]>
  readonly asked: (asOf?: string) => Promise<readonly Asked[]>
}

const morningOf = (day: string) => ({ now: `${day}T00:00:00.000Z`, timeZone: 'UTC' })

const officeOf = (company: Company, first: string): Office => ({
  company,
  feed: async (rows) => {
    for (const kind of kinds) {
      const some = rows[kind]
      if (some !== undefined && some.length > 0) await company.feed(kind, csvOf(some))
    }
  },
  judge: async (promotions, asOf = first) => {
    const judged: Judged[] = []
    for (const promotion of promotions ?? [null]) {
      try {
        for await (const text of assess(company.app, {
          promotion,
          asOf: dayOf(asOf),
          moment: morningOf(asOf),
          format: 'ndjson',
          ledger: true,
          render: renderText,
        }))
          if (text.startsWith('{') || text.startsWith('\n{')) judged.push(JSON.parse(text))
      } catch (error) {
        if (!(error instanceof Refusal)) throw error
      }
    }
    return judged
  },
  asked: async (asOf = first) => {
    const { out } = await requirements(company.app, {
      supplier: null,
      asOf: dayOf(asOf),
      moment: morningOf(asOf),
      format: 'json',
      render: renderText,
    })
    return JSON.parse(out).orders
  },
  [Symbol.asyncDispose]: () => company[Symbol.asyncDispose](),
})

/** Companies that all begin with the same rows on the same day. */
export type Book = { readonly open: () => Promise<Office> }

let books = 0

/** Keeps a store with these rows, of which each company is a copy. */
export const bookOf = (asOf: string, rows: Rows): Book => {
  const key = `advice ${++books}`
  const fill = async (file: string) => {
    await using office = officeOf(await openCompany(asOf, { file }), asOf)
    await office.feed(rows)
  }
  return {
    open: async () => officeOf(await openCompany(asOf, { begin: (file) => copyStore(key, file, fill) }), asOf),
  }
}
