import { countWords, listWords } from '../../cards/language/words.ts'
import { type Finding, fault, fine, warning } from '../../domain/doctor/finding.ts'

/** What the operator set, as far as it is looked at here. */
export type DoctorSettings = {
  /** What is wrong with them, with the remedy; none where the service starts with them. */
  readonly mistakes: readonly string[]
  readonly platforms: readonly string[]
  readonly timeZone: string
  readonly staleDays: number
  /** Platform user ids. */
  readonly administrators: readonly string[]
  readonly feedFolder: string | null
  readonly pulls: readonly { readonly name: string; readonly every: number }[]
}

/** Picks from what the operator set what is looked at here. */
export const doctorSettings = (
  {
    platforms,
    timeZone,
    policy,
    administrators,
    feedFolder,
    pulls,
  }: Omit<DoctorSettings, 'mistakes' | 'staleDays'> & {
    readonly policy: { readonly staleDays: number }
  },
  mistakes: readonly string[],
): DoctorSettings => ({
  ...{ mistakes, platforms, timeZone, administrators, feedFolder, pulls },
  staleDays: policy.staleDays,
})

const account = /^(?:[UW][A-Z0-9]{6,}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/

/** Judges the settings: what is wrong in them, and who administers. */
export const settingsFindings = ({ mistakes, platforms, administrators }: DoctorSettings): readonly Finding[] => [
  ...(mistakes.length > 0
    ? mistakes.map((words) => fault('settings', words, 'Correct it in the environment or the .env file.'))
    : [fine('settings', `All settings are right. ${connectedWords(platforms)}`)]),
  administratorsFinding(platforms, administrators),
]

const connectedWords = (platforms: readonly string[]): string =>
  platforms.length === 0
    ? 'No platform is connected: npm start chats in the terminal.'
    : `Connected: ${listWords(platforms)}.`

const administratorsFinding = (platforms: readonly string[], administrators: readonly string[]): Finding => {
  const odd = administrators.filter((id) => !account.test(id))
  if (platforms.length > 0 && administrators.length === 0)
    return warning(
      'administrators',
      'No administrator is set, so nobody hears when messages fail.',
      'List member ids in SHELFREADY_ADMINS; whoami shows yours.',
    )
  if (platforms.length > 0 && odd.length > 0)
    return warning(
      'administrators',
      `SHELFREADY_ADMINS has ${odd.length === 1 ? 'an entry' : 'entries'} that no platform uses as an id: ${listWords(odd.slice(0, 3))}.`,
      'Copy the member id from Slack (U012ABCDE) or the object id from Entra ID.',
    )
  return fine(
    'administrators',
    administrators.length === 0
      ? 'No platform is connected, so none is needed.'
      : `${countWords(administrators.length, 'administrator')} set.`,
  )
}
