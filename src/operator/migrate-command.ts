import type { Config } from '../config.ts'
import { type PlannedStep, planSteps } from '../store/database/upgrades/planned-steps.ts'
import { storeOf } from './line-options.ts'
import { onStore } from './on-store.ts'
import { write } from './output.ts'
import type { CommandLine } from './usage.ts'

/** Brings the schema of the store up to date, or with --dry only says what that would run. */
export const migrateCommand = (line: CommandLine, config: Config): Promise<number> =>
  line.values.dry === true ? planCommand(line, config) : upToDateCommand(line, config)

/** Opening the store has migrated it. */
const upToDateCommand = onStore(({ line }) =>
  write(line.values.json ? '{"upToDate":true}\n' : 'The store is up to date.\n'),
)

const planCommand = async (line: CommandLine, config: Config): Promise<number> => {
  const steps = await planSteps(storeOf(line, config).databaseUrl)
  if (line.values.json) return write(`${JSON.stringify({ upToDate: steps.length === 0, steps })}\n`)
  if (steps.length === 0) return write('-- The store is up to date: an upgrade runs nothing.\n')
  return write(`${heading(steps)}\n${steps.map(stepText).join('\n')}`)
}

const heading = (steps: readonly PlannedStep[]): string =>
  `-- ${steps.length} ${steps.length === 1 ? 'step' : 'steps'} in one transaction, which a start or "migrate" runs itself. Nothing was changed.\n` +
  (steps.some(({ breaking }) => breaking)
    ? '-- Older programs that still run on this store stop in order after a breaking step.\n'
    : '-- Older programs may go on meanwhile.\n')

const stepText = ({ name, breaking, statements }: PlannedStep): string =>
  `-- ${name}${breaking ? ' (breaking)' : ''}\n${statements.map(({ text, times }) => `${text};${timesText(times)}\n`).join('')}`

const timesText = (times: number): string => (times === 1 ? '' : ` -- ${times} times, with other values`)
