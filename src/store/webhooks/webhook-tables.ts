/** The systems that are told what happens, and what each has been told. */
export type WebhookTables = {
  webhook: {
    workspace_id: number
    id: number
    url: string
    /** The events that it asks for, as a JSON list. */
    events: string
    /** The key that messages are signed with, `whsec_` and Base64. */
    secret: string
    added_at: string
  }
  webhook_told: {
    workspace_id: number
    webhook_id: number
    about: string
    entity: string
    value: string
  }
}
