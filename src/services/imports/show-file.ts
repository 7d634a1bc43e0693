import { type Card, fingerprintOf } from '../../cards/language/card.ts'
import { apply } from '../../store/changes/apply.ts'
import type { Change } from '../../store/changes/change.ts'
import type { Workspace } from '../../store/database/workspace.ts'
import { loadLiveMessages } from '../../store/delivery/live-messages.ts'
import type { DroppedFile } from '../../store/imports/dropped-files.ts'

/** Whose data, and the moment. */
type Showing = { readonly workspace: Workspace; readonly now: string }

type Shown = Pick<DroppedFile, 'id' | 'channel'>

const attempts = 5

/** Shows a card as the one message about a file, in place of what it showed before. */
export const showFile = async ({ workspace, now }: Showing, { id, channel }: Shown, card: Card): Promise<void> => {
  for (let attempt = 0; attempt < attempts; attempt++) {
    const before = (await loadLiveMessages(workspace, 'file', [id])).find((one) => one.channel === channel)
    const fingerprint = fingerprintOf(card)
    if (before?.fingerprint === fingerprint) return
    const change: Change =
      before === undefined
        ? {
            kind: 'post',
            channel,
            about: 'file',
            entity: id,
            card,
            notAfter: null,
            living: { fingerprint, verdict: null },
          }
        : { kind: 'update-live-message', message: before, card, fingerprint }
    if ((await apply(workspace, [change], null, now)) === 'applied') return
  }
  throw new Error(`The card of ${id} kept changing while it was redrawn`)
}

/** Loads the card that people see of a file; null where there is none. */
export const loadShownFile = async (workspace: Workspace, { id, channel }: Shown): Promise<Card | null> =>
  ((await loadLiveMessages(workspace, 'file', [id])).find((one) => one.channel === channel)?.card as
    | Card
    | undefined) ?? null
