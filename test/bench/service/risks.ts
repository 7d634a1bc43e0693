import Sqlite from 'better-sqlite3'

/** Looks into the store of a running service without disturbing it. */
export type Look = Disposable & {
  /** The risks that nobody has taken yet, by what they ask for, in the order of their numbers. */
  readonly risks: () => Readonly<Record<'order' | 'other', readonly number[]>>
  readonly hasRiskOf: (promotion: string) => boolean
}

type Stored = { readonly id: number; readonly subject: string }

/** Opens a store for looking into it. */
export const lookInto = (file: string): Look => {
  const database = new Sqlite(file, { readonly: true })
  const open = database.prepare<[], Stored>("select id, subject from risk where state = 'open' order by id")
  const naming = database.prepare<[string]>('select 1 from risk where instr(subject, ?) limit 1')
  const isOrder = ({ subject }: Stored) => JSON.parse(subject).action.kind === 'order'
  return {
    risks: () => {
      const all = open.all()
      const ids = (stored: readonly Stored[]) => stored.map(({ id }) => id)
      return { order: ids(all.filter(isOrder)), other: ids(all.filter((one) => !isOrder(one))) }
    },
    hasRiskOf: (promotion) => naming.get(`"promotionId":"${promotion}"`) !== undefined,
    [Symbol.dispose]: () => void database.close(),
  }
}
