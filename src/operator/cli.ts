import { type Config, loadConfig } from '../config.ts'
import { Refusal } from '../domain/refusal.ts'
import { storeRefusal } from '../store/database/store-refusal.ts'
import { endQuietly, write } from './output.ts'
import { type CommandLine, type CommandName, readCommandLine, UsageError, usage } from './usage.ts'

type Run = (line: CommandLine, config: Config) => Promise<number>

const setup = () => import('./setup-commands.ts')
const onStore = () => import('./on-store.ts')
const onStores = () => import('./store-commands.ts')

/** What each command of the command line runs, loaded when it does; its exit status is 0 when it is done. */
const commands: Readonly<Record<Exclude<CommandName, 'help' | 'doctor'>, () => Promise<Run>>> = {
  serve: async () => (await setup()).serveCommand,
  'try-slack': async () => (await setup()).trySlackCommand,
  'try-teams': async () => (await setup()).tryTeamsCommand,
  manifest: async () => (await setup()).manifestCommand,
  'teams-package': async () => (await setup()).teamsPackageCommand,
  import: async () => (await import('./import-commands.ts')).importCommand,
  feeds: async () => (await onStore()).onStore((await import('./feeds-command.ts')).feedsCommand),
  pull: async () => (await onStore()).onStore((await import('./pull-commands.ts')).pullCommand),
  token: async () => (await onStore()).onStore((await import('./token-commands.ts')).tokenCommand),
  assess: async () => (await onStore()).onLearnedStore((await onStores()).assessCommand),
  explain: async () => (await onStore()).onLearnedStore((await onStores()).explainCommand),
  digest: async () => (await onStore()).onLearnedStore((await onStores()).digestCommand),
  requirements: async () => (await onStore()).onLearnedStore((await onStores()).requirementsCommand),
  audit: async () => (await onStore()).onStore((await onStores()).auditCommand),
  backtest: async () => (await onStore()).onStore((await onStores()).backtestCommand),
  scorecard: async () => (await onStore()).onLearnedStore((await onStores()).scorecardCommand),
  mcp: async () => (await import('./mcp/mcp-command.ts')).mcpCommand,
  webhook: async () => (await onStore()).onLearnedStore((await import('./webhook-commands.ts')).webhookCommand),
  forget: async () => (await onStore()).onStore((await import('./person-commands.ts')).forgetCommand),
  company: async () => (await onStore()).onStore((await import('./company-commands.ts')).companyCommand),
  export: async () => (await onStore()).onStore((await import('./person-commands.ts')).exportCommand),
  backup: async () => (await import('./backup-commands.ts')).backupCommand,
  restore: async () => (await import('./backup-commands.ts')).restoreCommand,
  move: async () => (await import('./moving/move-command.ts')).moveCommand,
  migrate: async () => (await import('./migrate-command.ts')).migrateCommand,
}

/** Runs one command line and answers its exit status: 0 done, 1 the input or state is at fault, 2 usage, 3 an import is held. */
export const run = async (words: readonly string[]): Promise<number> => {
  process.stdout.on('error', endQuietly)
  try {
    const line = readCommandLine(words)
    // Help works without settings, so that a wrong setting does not hide it.
    if (line.name === 'help') return await write(usage)
    // What is wrong with the settings is the first thing that the doctor tells.
    if (line.name === 'doctor') return await (await import('./doctor.ts')).doctorCommand(line)
    const command = await commands[line.name]()
    return await command(line, loadConfig())
  } catch (error) {
    return reportFailure(error)
  }
}

/** Writes to standard error what went wrong, and gives the exit status. */
const reportFailure = (error: unknown): number => {
  if (error instanceof UsageError) {
    process.stderr.write(`${error.message}\nNothing was done. "npm run shelfready -- help" shows every command.\n`)
    return 2
  }
  const told = storeRefusal(error, 'in use')
  if (told instanceof Refusal) process.stderr.write(`${told.message}\n`)
  else
    process.stderr.write(
      'Something went wrong on our side. Whatever was not reported as done was not done. Run it again, and report this if it happens again:\n' +
        `${error instanceof Error ? error.stack : String(error)}\n`,
    )
  return 1
}
