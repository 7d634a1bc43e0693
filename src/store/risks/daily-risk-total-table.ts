/** What was at risk each day. */
export type DailyRiskTotalTable = {
  /** `owners` has the amounts at risk by owner, as JSON. */
  daily_risk_total: { workspace_id: number; day_on: string; owners: string; kept_at: string }
}
