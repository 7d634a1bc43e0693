import type { DroppedFile } from '../../store/imports/dropped-files.ts'
import type { CommandContext } from '../dispatch/command.ts'

/** Tells whether somebody dropped a file themselves, with any account of theirs. */
export const isOwnFile = (
  { accounts }: Pick<CommandContext, 'accounts'>,
  { channel }: Pick<DroppedFile, 'channel'>,
): boolean => accounts.some(({ id }) => channel === `@${id}`)
