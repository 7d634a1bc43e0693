/** The Slack teams and Teams tenants that are connected to a company. */
export type InstallationTable = {
  installation: { platform: string; external_id: string; workspace_id: number; connected_at: string }
}
