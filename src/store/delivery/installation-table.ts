/** The Slack teams and Teams tenants that are connected to a company. */
export type InstallationTable = {
  installation: {
    platform: string
    external_id: string
    workspace_id: number
    connected_at: string
    /** What the platform calls it. */
    name: string | null
    /** The bot's token, sealed; null where the settings have it, and after the app was removed. */
    token: string | null
    /** The account that installed the app. */
    installed_by: string | null
    /** When the app was removed; null while it is there. */
    ended_at: string | null
  }
  /** Installations that a browser has begun; `hash` is that of what the browser must bring back. */
  install_state: { hash: string; options: string; expires_at: string }
}
