/** The Teams conversations that the bot is or was in. */
export type ConversationTable = {
  /** `reference` is what the platform needs to post there, as JSON; `left_at` is null while the bot is a member. */
  conversation: { workspace_id: number; id: string; reference: string; left_at: string | null; changed_at: string }
}
