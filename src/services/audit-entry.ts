import type { Change } from '../store/changes/change.ts'
import type { Context } from './context.ts'

/** Values by field, as an audit row keeps them: text, numbers, lists; null where there was or is nothing. */
export type Fields = Readonly<Record<string, unknown>>

/** An action that is audited: its name, the id of what it changed, the values before and after, and further details. */
type AuditedAction = {
  readonly action: string
  readonly entity: string
  /** The values before and after, by field; null where there was nothing before, or nothing is left. */
  readonly before?: Fields | null
  readonly after?: Fields | null
  readonly detail?: Fields
}

/** Makes an audit entry: who, where, what, about which promotion or risk, and of the fields that changed the values before and after. */
export const auditEntry = (
  { person, placeName }: Pick<Context, 'person' | 'placeName'>,
  { action, entity, before = null, after = null, detail = {} }: AuditedAction,
): Change => ({
  kind: 'audit',
  actor: person.id,
  place: placeName,
  action,
  entity,
  detail: { name: person.name, ...detail, ...changedFields(before, after) },
})

/** Gives the fields in which two states differ, with both values; a field that one state lacks is null there. */
const changedFields = (before: Fields | null, after: Fields | null): Fields => {
  const keys = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])]
  const differing = keys.filter((key) => JSON.stringify(before?.[key] ?? null) !== JSON.stringify(after?.[key] ?? null))
  const only = (fields: Fields) => Object.fromEntries(differing.map((key) => [key, fields[key] ?? null]))
  return {
    ...(before === null || differing.length === 0 ? {} : { before: only(before) }),
    ...(after === null || differing.length === 0 ? {} : { after: only(after) }),
  }
}
