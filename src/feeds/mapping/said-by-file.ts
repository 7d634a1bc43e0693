import type { SheetProfile } from './profile.ts'
import { dateEvidence, readDateIn } from './value-forms.ts'

/** What is known beside the file. */
type Known = {
  readonly name: string
  readonly known: { readonly firstLocations: readonly string[] }
  readonly today: string
}

/** What the file itself says of a value that no column has. */
export const evidenceFor = (
  field: string,
  { titles, name }: SheetProfile,
  { name: fileName, known, today }: Known,
): { readonly value: string; readonly note: string } | null => {
  if (field === 'location' && known.firstLocations.length === 1) {
    const [only] = known.firstLocations as [string]
    return { value: only, note: `Taken as stock of ${only}, the only location.` }
  }
  if (field !== 'as_of') return null
  const days = [...titles, name, fileName.replace(/\.[a-z]+$/i, '')].flatMap(daysIn).filter((day) => day <= today)
  return new Set(days).size === 1 ? { value: days[0] as string, note: `As of ${days[0]}, as the file says.` } : null
}

/** Finds the days in a text that can be read in one way alone. */
const daysIn = (text: string): readonly string[] =>
  (text.match(writtenDay) ?? []).flatMap((day) => {
    const evidence = dateEvidence(day)
    return evidence === null || evidence === 'either'
      ? []
      : (readDateIn(day, evidence === 'mdy' ? 'mdy' : 'dmy')?.on ?? [])
  })

const writtenDay =
  /\d{4}-\d{2}-\d{2}|\d{1,2}[./-]\d{1,2}[./-]\d{4}|20\d{2}[01]\d[0-3]\d|\d{1,2}[. -]+\p{L}{3,10}\.?[ ,-]+\d{4}|\p{L}{3,10}\.? \d{1,2},? \d{4}/gu
