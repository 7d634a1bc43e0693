/** What digests said: each once, however many channels were told the same. */
export type DigestSnapshotTable = { digest_snapshot: { workspace_id: number; hash: string; snapshot: string } }
