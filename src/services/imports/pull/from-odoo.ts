import * as z from 'zod'
import type { PullSource } from '../../../common/pull-sources.ts'
import type { QueryRows } from '../../../store/foreign/query-rows.ts'
import { type Fetching, PullFailure } from './fetched.ts'
import { postJson } from './post-json.ts'

type OdooSource = Extract<PullSource['from'], { type: 'odoo' }>

const page = 500

const records = z.array(z.looseObject({ id: z.int() }))

/** Reads the records of a model of Odoo, a page at a time in the order of their ids, so that none is lost where others come or go. */
export async function* readOdoo(from: OdooSource, token: string, fetching: Fetching): QueryRows {
  const columns = Object.entries(from.fields)
  const fields = [...new Set(columns.map(([, field]) => nameOf(field)).filter((name) => name !== ''))]
  const headers = { authorization: `bearer ${token}`, 'x-odoo-database': from.database }
  yield [columns.map(([column]) => column)]
  for (let last = 0; ; ) {
    const message = { domain: [...from.domain, ['id', '>', last]], fields, order: 'id', limit: page }
    const url = `${from.url.replace(/\/$/, '')}/json/2/${from.model}/search_read`
    const read = records.safeParse(await postJson(url, headers, message, fetching))
    if (!read.success) throw new PullFailure('Odoo answered with something else than a list of records.')
    const ids = read.data.map(({ id }) => id)
    if (ids.some((id) => id <= last)) throw new PullFailure('Odoo answered with a page that it had given before.')
    yield read.data.map((record) => columns.map(([column, field]) => cellOf(column, field, record, fetching)))
    if (ids.length < page) return
    last = Math.max(...ids)
  }
}

const nameOf = (field: string): string => field.split(':')[0] as string

/** Writes a value of Odoo in the form of feeds: false is empty, a record its name, `:code` the code in brackets before it. */
const cellOf = (
  column: string,
  field: string,
  record: Readonly<Record<string, unknown>>,
  { now, timeZone }: Fetching,
): string | null => {
  if (field === ':now') return now().slice(0, 16).concat('Z')
  const value = record[nameOf(field)]
  if (value === undefined) throw new PullFailure(`Odoo gives no field ${nameOf(field)}.`)
  const named = Array.isArray(value) ? value[1] : value
  if (named === false || named === null) return null
  const text = String(named)
  if (field.endsWith(':code')) return /^\[([^\]]+)\]/.exec(text)?.[1] ?? null
  return momentForm.test(text) ? momentCell(column, `${text.replace(' ', 'T')}Z`, timeZone) : text
}

const momentForm = /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/

/** Odoo tells moments in UTC; only the time of a count is one in feeds, all else is a day. */
const momentCell = (column: string, moment: string, timeZone: string): string =>
  column === 'as_of' ? moment : Temporal.Instant.from(moment).toZonedDateTimeISO(timeZone).toPlainDate().toString()
