import { createInterface } from 'node:readline/promises'
import { stripControl } from '../chat/strip-control.ts'
import { Refusal } from '../domain/refusal.ts'
import { type Forgotten, forget } from '../store/people/forget.ts'
import { type FoundPerson, findPersonalData, loadRowsNaming } from '../store/people/personal-data.ts'
import type { StoreCommand } from './on-store.ts'
import { write } from './output.ts'
import { UsageError } from './usage.ts'

/** Writes everything that is stored and names a person, as JSON. */
export const exportCommand = async ({ app, line }: StoreCommand): Promise<number> => {
  const person = await personNamed(app.workspace, line.words[0] as string)
  const { ids, names, emails } = person.traces
  const stored = await loadRowsNaming(app.workspace, person)
  return write(
    `${JSON.stringify({ person: { name: person.name, ids, names, emails }, exportedAt: app.now(), stored }, null, 2)}\n`,
  )
}

/** Puts a stand-in in the place of a person everywhere, once somebody has confirmed it. */
export const forgetCommand = async ({ app, line }: StoreCommand): Promise<number> => {
  const person = await personNamed(app.workspace, line.words[0] as string)
  if (line.values.yes !== true && !(await isConfirmed(person))) {
    process.stderr.write('Nothing was changed.\n')
    return 1
  }
  const forgotten = await forget(app.workspace, person, { now: app.now(), today: app.today() })
  const named = app.administrators.filter((id) => person.traces.ids.includes(id))
  return write(line.values.json ? `${JSON.stringify(jsonOf(person, forgotten))}\n` : wordsOf(person, forgotten, named))
}

const personNamed = async (workspace: StoreCommand['app']['workspace'], said: string): Promise<FoundPerson> => {
  const found = await findPersonalData(workspace, said.replace(/^@/, '').trim())
  const [only] = found
  if (only !== undefined && found.length === 1) return only
  throw new Refusal(
    found.length === 0
      ? `There is no ${said} in this store. Nothing was changed. Give a name, an address or an id, as they use the bot.`
      : `There are ${found.length} people called ${said}: ${found.map(({ id }) => id).join(', ')}. Nothing was changed. Give one of these ids.`,
  )
}

const isConfirmed = async (person: FoundPerson): Promise<boolean> => {
  if (process.stdin.isTTY !== true)
    throw new UsageError('"forget" cannot be taken back. Add --yes where nobody can be asked.')
  const asking = createInterface({ input: process.stdin, output: process.stderr })
  try {
    const answer = await asking.question(
      stripControl(
        `Forget ${person.name} (${person.traces.ids.join(', ')})? This cannot be taken back. Type the name to go on: `,
      ),
    )
    return answer.trim() === person.name
  } finally {
    asking.close()
  }
}

const jsonOf = ({ id }: FoundPerson, { standIn, deleted, replaced, risks }: Forgotten) => ({
  person: id,
  replacedBy: { id: standIn.ids.get(id), name: standIn.name },
  deleted,
  replaced,
  risksWithoutOwner: risks,
})

const wordsOf = (
  person: FoundPerson,
  { standIn, deleted, replaced, risks }: Forgotten,
  named: readonly string[],
): string =>
  `${[
    stripControl(`${person.name} is forgotten. ${standIn.name} stands in their place.`),
    ...countsOf('Deleted', deleted),
    ...countsOf('Replaced', replaced),
    risks.length === 0
      ? 'They had no open risk.'
      : `Open and unassigned now: ${risks.map((id) => `R-${id}`).join(', ')}. The usual person is asked next.`,
    ...(person.hasNamesakes
      ? ['Others have the same name, so it stays in texts. Beside their ids it is replaced.']
      : []),
    ...named.map((id) => `SHELFREADY_ADMINS still names ${stripControl(id)}. Take it out, or they are asked again.`),
    'Messages already in Slack or Teams stay there. Backups keep what they had: delete them, or back up again.',
  ].join('\n')}\n`

const countsOf = (what: string, counts: Readonly<Record<string, number>>): readonly string[] => {
  const rows = Object.entries(counts).map(([table, count]) => `${table.replaceAll('_', ' ')} ${count}`)
  return rows.length === 0 ? [] : [`${what} rows: ${rows.join(', ')}.`]
}
