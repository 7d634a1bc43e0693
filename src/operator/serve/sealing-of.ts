import { openSealing, type Sealing } from '../../common/sealing.ts'
import type { Config } from '../../config.ts'

/** Opens the sealing of the tokens of installed workspaces; null where several cannot install the app. */
export const sealingOf = ({ slackApp }: Pick<Config, 'slackApp'>): Sealing | null => {
  if (slackApp === null) return null
  const [first, ...older] = slackApp.keys
  return openSealing([first.reveal(), ...older.map((key) => key.reveal())])
}
