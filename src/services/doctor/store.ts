import { countWords, listWords } from '../../cards/language/words.ts'
import { type Finding, fault, fine, warning } from '../../domain/doctor/finding.ts'
import { leastFreeBytes, longestLogBytes, toldFreeBytes } from '../../domain/doctor/thresholds.ts'
import { Refusal } from '../../domain/refusal.ts'
import { measureStore, type StoreInspection, type StoreSizes, tryWrite } from '../../store/database/inspect.ts'
import { schemaStanding } from '../../store/database/migrate.ts'
import { isStorageError, storeRefusal } from '../../store/database/store-refusal.ts'
import type { Workspace } from '../../store/database/workspace.ts'
import { sizeWords } from './sizes.ts'

const restore = 'Stop the service, keep a copy of the file, and restore the last backup.'

/** Judges what was read of a store: whether it is there, whole, and of this program's schema. The start makes the folder of its own store. */
export const storeFindings = (file: string, inspection: StoreInspection, isOwn: boolean): readonly Finding[] => {
  switch (inspection.kind) {
    case 'missing':
      return [
        inspection.hasFolder || isOwn
          ? warning(
              'store',
              `There is no store ${file} yet.`,
              'The first start makes it. If you have one, name it in DATABASE_URL.',
            )
          : fault(
              'store',
              `The folder of the store ${file} does not exist.`,
              'Create it, or name another file in DATABASE_URL.',
            ),
      ]
    case 'refused':
      return [fault('store', inspection.sentence, restore)]
    case 'unread':
      return [
        warning(
          'store',
          'Reading the whole store was not finished in time.',
          'Run PRAGMA quick_check with sqlite3 on a copy of it.',
        ),
      ]
    case 'read':
      return inspection.isEmpty
        ? [
            warning(
              'store',
              `The store ${file} is empty.`,
              'The first start fills in its tables; import your feeds then.',
            ),
          ]
        : [wholeFinding(file, inspection), orphansFinding(inspection), schemaFinding(inspection)]
  }
}

type Read = Extract<StoreInspection, { kind: 'read' }>

const wholeFinding = (file: string, { damage }: Read): Finding =>
  damage.length === 0
    ? fine('store', `The store ${file} is whole.`)
    : fault('store', `The store ${file} is damaged: ${damage[0]}.`, restore)

const orphansFinding = ({ orphans }: Read): Finding =>
  orphans.length === 0
    ? fine('references', 'Every row refers to one that is there.')
    : fault(
        'references',
        `Rows of ${listWords(orphans.slice(0, 3))} refer to rows that are gone.`,
        'Something else wrote to the store. Restore the last backup.',
      )

const schemaFinding = ({ applied }: Read): Finding => {
  const standing = schemaStanding(applied)
  switch (standing.kind) {
    case 'refused':
      return fault('schema', standing.sentence, 'Start the version that made it, or name another store.')
    case 'behind':
      return warning(
        'schema',
        `The store is ${countWords(standing.missing.length, 'step')} behind this version, so nothing in it was looked at.`,
        'Stop older versions, and run: npm run shelfready -- migrate',
      )
    case 'current':
      return standing.newer.length === 0
        ? fine('schema', `The schema is that of this version (${countWords(standing.steps, 'step')}).`)
        : warning(
            'schema',
            `A newer version has changed the store (${listWords(standing.newer.slice(0, 3))}). This one still works with it.`,
            'Run the newer version everywhere.',
          )
  }
}

/** Tells whether what is in a store can be looked at: it is whole, and of this program's schema. */
export const isUsable = (inspection: StoreInspection): boolean =>
  inspection.kind === 'read' &&
  !inspection.isEmpty &&
  inspection.damage.length === 0 &&
  schemaStanding(inspection.applied).kind === 'current'

/** Judges the room on the disk of a store, and the store's own size. */
export const diskFindings = async (file: string): Promise<readonly Finding[]> => {
  const sizes = await measureStore(file)
  return [freeFinding(sizes), logFinding(sizes)]
}

const freeFinding = ({ free, store }: StoreSizes): Finding => {
  const words = `${sizeWords(free)} of the disk are free; the store has ${sizeWords(store)}.`
  if (free < leastFreeBytes)
    return fault('disk', words, 'Free some space now: the service stops writing when the disk is full.')
  return free < Math.max(toldFreeBytes, 2 * store)
    ? warning('disk', words, 'Free some space: a backup and an upgrade need as much again as the store has.')
    : fine('disk', words)
}

const logFinding = ({ log }: StoreSizes): Finding =>
  log > longestLogBytes
    ? warning(
        'log',
        `The log beside the store has ${sizeWords(log)}.`,
        'A program holds the store open and reads on. Close it, or restart the service.',
      )
    : fine('log', `The log beside the store has ${sizeWords(log)}.`)

/** Judges whether the store can be written to, by writing and taking it back. */
export const writeFinding = async (workspace: Workspace, now: string): Promise<Finding> => {
  try {
    await tryWrite(workspace, now)
    return fine('write', 'The store can be written to.')
  } catch (error) {
    if (!isStorageError(error) && !(error instanceof Refusal)) throw error
    const refusal = storeRefusal(error, workspace.database.name)
    return fault(
      'write',
      refusal instanceof Error ? refusal.message : 'The store cannot be written to.',
      'Until then nothing is confirmed and nothing is posted.',
    )
  }
}
