import type { Corrected } from '../../domain/risks/correction.ts'

/** Values that people set in place of what a feed says, from one day to another. */
export type CorrectionTable = {
  correction: {
    workspace_id: number
    id: number
    kind: Corrected['kind']
    sku: string | null
    location: string | null
    supplier: string | null
    order_id: string | null
    units: number | null
    days: number | null
    due_on: string | null
    until_on: string
    reason: string | null
    made_by: string
    maker_name: string
    made_on: string
    made_at: string
    withdrawn_on: string | null
    /** Null as well where it was taken back before this was kept. */
    withdrawn_at: string | null
  }
}
