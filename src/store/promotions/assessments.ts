import type { Writer } from '../database/workspace.ts'

/** An assessment of a promotion as of an ISO date, with the fingerprint of its inputs; `summary` is stored as JSON. */
export type KeepAssessment = {
  readonly kind: 'keep-assessment'
  readonly promotionId: string
  readonly asOf: string
  readonly verdict: string
  readonly inputsHash: string
  readonly summary: unknown
}

/** Keeps an assessment. */
export const keepAssessment = async (
  { transaction, workspaceId, now }: Writer,
  { promotionId, asOf, verdict, inputsHash, summary }: KeepAssessment,
): Promise<void> => {
  await transaction
    .insertInto('assessment')
    .values({
      workspace_id: workspaceId,
      promotion_id: promotionId,
      assessed_at: now,
      as_of_on: asOf,
      verdict,
      inputs_hash: inputsHash,
      summary: JSON.stringify(summary),
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}
