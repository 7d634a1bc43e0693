import type { ImportReport } from '../../feeds/import-report.ts'
import type { Recognised } from '../../feeds/mapping/mapping.ts'
import type { Door } from '../../store/feeds/batch-tables.ts'
import type { FeedKind, HoldReason } from '../../store/feeds/feed-rows.ts'

/** A file that came in by some door, as it lies on this machine. */
export type IncomingFile = {
  readonly path: string
  /** What its sender calls it. */
  readonly name: string
  readonly door: Door
  /** Who or what sent it, by whom mappings are remembered. */
  readonly sender: string
  /** The feed that it is said to be; null where that is to be recognised. */
  readonly kind: FeedKind | null
  readonly mode: 'upsert' | 'snapshot'
  /** The ISO date from which its rows are said to be known; null for now. */
  readonly knownOn: string | null
  /** What somebody answered to questions about the file, by the id of the question. */
  readonly answers: Readonly<Record<string, string>>
  /** Where bad rows go while the good ones are imported; null where one bad row refuses the file. */
  readonly rejectsPath: string | null
  /** A file without rows is meant to be empty. */
  readonly acceptEmpty: boolean
  /** Only what the file is taken for is asked; nothing is imported. */
  readonly isOnlyLookedAt?: boolean
  /** It is imported all the same where files of its shape were read before, and nothing is to be asked. */
  readonly isImportedIfKnown?: boolean
  /** The feeds that its sender may bring in; all without. */
  readonly allowed?: readonly FeedKind[]
}

/** What became of a file; `report` counts, and says what is wrong. */
export type Taken =
  | {
      readonly kind: 'imported'
      readonly report: ImportReport
      /** The batch of the same file that had come in before; null where it is new. */
      readonly sameAs: number | null
      /** How its columns were read, in words; empty where they are those of the contract. */
      readonly said: readonly string[]
    }
  | { readonly kind: 'held'; readonly report: ImportReport; readonly reasons: readonly HoldReason[] }
  /** Somebody has to say more before it can be read. */
  | { readonly kind: 'asked'; readonly recognised: Recognised; readonly report: null }
  /** `reason` is a whole text for people; `report` is there where rows were read. */
  | { readonly kind: 'refused'; readonly report: ImportReport | null; readonly reason: string }

/** How far the reading of a file is. */
export type ImportProgress = { readonly rows: number; readonly bytes: number; readonly totalBytes: number }
