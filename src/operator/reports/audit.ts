import type { App } from '../../app.ts'
import { momentWords } from '../../cards/language/words.ts'
import { changeWords } from '../../cards/promotions/change-words.ts'
import { stripControl } from '../../chat/strip-control.ts'
import { type Day, isoOf } from '../../domain/day.ts'
import { byteOrderMark, csvRow } from '../../feeds/csv-write.ts'
import { type AuditEntry, readAudit } from '../../store/changes/audit.ts'

/** The first and the last day, both included, and the promotion; null for all. */
export type AuditOptions = {
  readonly from: Day | null
  readonly to: Day | null
  readonly promotion: string | null
  readonly format: 'text' | 'json' | 'csv'
}

/** The columns of the file of what was done. */
const columns = ['id', 'at', 'who', 'name', 'place', 'action', 'about', 'before', 'after', 'detail'] as const

/** Tells what was done and imported, oldest first, piece by piece: however much there is, little of it is held at a time. */
export async function* audit(app: App, { from, to, promotion, format }: AuditOptions): AsyncGenerator<string> {
  const wish = {
    from: from === null ? null : startOf(from, app.timeZone),
    until: to === null ? null : startOf(to + 1, app.timeZone),
    entity: promotion,
  }
  if (format === 'csv') yield `${byteOrderMark}${csvRow(columns)}\r\n`
  let separator = format === 'json' ? '[\n' : ''
  let isEmpty = true
  for await (const entry of readAudit(app.workspace, wish)) {
    yield `${separator}${written(entry, format, app)}`
    separator = format === 'json' ? ',\n' : ''
    isEmpty = false
  }
  if (format === 'json') yield isEmpty ? '[]\n' : '\n]\n'
  if (format === 'text' && isEmpty) yield 'No entries match.\n'
}

/** Days begin in the workspace's zone. */
const startOf = (day: Day, timeZone: string): string =>
  Temporal.PlainDate.from(isoOf(day)).toZonedDateTime(timeZone).toInstant().toString({ smallestUnit: 'millisecond' })

const written = (entry: AuditEntry, format: AuditOptions['format'], app: App): string => {
  switch (format) {
    case 'text':
      return `${auditLine(entry, app)}\n`
    case 'json':
      return JSON.stringify(auditJson(entry))
    case 'csv':
      return `${csvRow(auditRow(entry))}\r\n`
  }
}

const auditJson = ({ id, at, actor, name, place, action, entity, before, after, detail }: AuditEntry) => ({
  id,
  at,
  who: actor,
  name,
  place,
  action,
  about: entity,
  before,
  after,
  detail,
})

const asText = (value: object | null): string =>
  value === null || Object.keys(value).length === 0 ? '' : JSON.stringify(value)

const auditRow = (entry: AuditEntry): readonly string[] => [
  entry.id === null ? '' : String(entry.id),
  entry.at,
  entry.actor,
  entry.name ?? '',
  entry.place,
  entry.action,
  entry.entity,
  asText(entry.before),
  asText(entry.after),
  asText(entry.detail),
]

const auditLine = (entry: AuditEntry, app: App): string => {
  const { at, actor, name, place, action, entity, before, after, detail } = entry
  const who = name === null || name === actor ? actor : `${name} (${actor})`
  const changed = changeWords(before, after, app.today())
  const rest = asText(detail)
  return stripControl(
    [
      momentWords(at, app.timeZone, app.today()),
      `${action} ${entity}`,
      `by ${who}${place === '' ? '' : ` in ${place}`}`,
      ...(changed === '' ? [] : [changed]),
      ...(rest === '' ? [] : [rest]),
    ].join(' · '),
  )
}
