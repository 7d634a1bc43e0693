import type { MessageForm, Settlement } from '../../domain/delivery.ts'
import type { Writer } from '../database/workspace.ts'

/** What of a claimed message is told. */
type Claimed = {
  readonly id: number
  readonly channel: string
  readonly about: string
  readonly entity: string
  readonly attempt: number
  readonly form: MessageForm
}

/** Tells how a claim of a message ended; of a digest that was sent also how many milliseconds after its time. */
export const tellDelivery = async (writer: Writer, claim: Claimed, settlement: Settlement): Promise<void> => {
  const { id: message, channel, about, attempt } = claim
  const { state, reason } = settlement
  const isDigest = state === 'sent' && about === 'digest' && claim.form === 'post'
  const due = isDigest ? await loadDueAt(writer, channel, claim.entity) : null
  const lateness = due === null ? null : Date.parse(writer.now) - Date.parse(due)
  writer.tell({ kind: 'message', message, channel, about, state, attempt, reason, lateness })
}

const loadDueAt = async (
  { transaction, workspaceId }: Writer,
  channel: string,
  day: string,
): Promise<string | null> => {
  const row = await transaction
    .selectFrom('occurrence')
    .select('due_at')
    .where('workspace_id', '=', workspaceId)
    .where('channel', '=', channel)
    .where('local_on', '=', day)
    .executeTakeFirst()
  return row?.due_at ?? null
}
