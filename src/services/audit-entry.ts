import type { Change } from '../store/changes/change.ts'
import type { Context } from './context.ts'

/** Values by field, as an audit row keeps them: text, numbers, lists; null where there was or is nothing. */
export type Fields = Readonly<Record<string, unknown>>

/** What was done, about what, and beside what changed whatever else was said of it. */
type Done = {
  readonly action: string
  readonly entity: string
  /** What was so before and is so after; null where there was nothing, or nothing is left. */
  readonly before?: Fields | null
  readonly after?: Fields | null
  readonly detail?: Fields
}

/** Makes the audit row of what somebody did: who, where, what, and of what changed the values before and after. */
export const auditEntry = (
  { person, placeName }: Pick<Context, 'person' | 'placeName'>,
  { action, entity, before = null, after = null, detail = {} }: Done,
): Change => ({
  kind: 'audit',
  actor: person.id,
  place: placeName,
  action,
  entity,
  detail: { name: person.name, ...detail, ...changedFields(before, after) },
})

/** Keeps of two states the fields in which they differ; a field that one of them lacks is null there. */
const changedFields = (before: Fields | null, after: Fields | null): Fields => {
  const keys = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])]
  const differing = keys.filter((key) => JSON.stringify(before?.[key] ?? null) !== JSON.stringify(after?.[key] ?? null))
  const only = (fields: Fields) => Object.fromEntries(differing.map((key) => [key, fields[key] ?? null]))
  return {
    ...(before === null || differing.length === 0 ? {} : { before: only(before) }),
    ...(after === null || differing.length === 0 ? {} : { after: only(after) }),
  }
}
