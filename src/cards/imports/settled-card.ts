import type { Card } from '../language/card.ts'
import { settling } from './file-card.ts'
import { type ChangedVerdict, changedBlocks } from './imported-card.ts'

/** Says that a batch was released, refused or undone, by whom, and which promotions have a new verdict since. */
export const settledCard = ({
  text,
  by,
  act,
  batch,
  changed,
}: {
  readonly text: string
  readonly by: string
  readonly act: 'release' | 'refuse' | 'undo'
  readonly batch: number
  readonly changed: readonly ChangedVerdict[]
}): Card => ({
  tone: act === 'release' ? 'good' : 'plain',
  title: text,
  plain: text,
  blocks: act === 'refuse' ? [] : changedBlocks(changed),
  ...(act === 'release' ? { actions: [settling('Undo', 'undo', batch)] } : {}),
  footer: `By ${by}.`,
})
