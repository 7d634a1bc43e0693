/** The assessments of promotions, with the fingerprint of their inputs. */
export type AssessmentTable = {
  assessment: {
    workspace_id: number
    promotion_id: string
    assessed_at: string
    as_of_on: string
    verdict: string
    inputs_hash: string
    summary: string
  }
}
