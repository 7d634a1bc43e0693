import { type Config, loadConfig } from '../config.ts'
import { Refusal } from '../domain/refusal.ts'
import { storeRefusal } from '../store/database/database.ts'
import { feedsCommand, importCommand } from './import-commands.ts'
import { endQuietly, write } from './output.ts'
import { pullCommand } from './pull-commands.ts'
import {
  manifestCommand,
  serveCommand,
  teamsPackageCommand,
  trySlackCommand,
  tryTeamsCommand,
} from './setup-commands.ts'
import {
  assessCommand,
  auditCommand,
  backtestCommand,
  digestCommand,
  explainCommand,
  migrateCommand,
  onLearnedStore,
  onStore,
  requirementsCommand,
} from './store-commands.ts'
import { tokenCommand } from './token-commands.ts'
import { type CommandLine, type CommandName, readCommandLine, UsageError, usage } from './usage.ts'
import { webhookCommand } from './webhook-commands.ts'

/** What each command of the command line runs; its exit status is 0 when it is done. */
const commands: Readonly<Record<Exclude<CommandName, 'help'>, (line: CommandLine, config: Config) => Promise<number>>> =
  {
    serve: serveCommand,
    'try-slack': trySlackCommand,
    'try-teams': tryTeamsCommand,
    manifest: manifestCommand,
    'teams-package': teamsPackageCommand,
    import: onStore(importCommand),
    feeds: onStore(feedsCommand),
    pull: (line, config) => onStore((command) => pullCommand(command, config))(line, config),
    token: onStore(tokenCommand),
    assess: onLearnedStore(assessCommand),
    explain: onLearnedStore(explainCommand),
    digest: onLearnedStore(digestCommand),
    requirements: onLearnedStore(requirementsCommand),
    audit: onStore(auditCommand),
    backtest: onStore(backtestCommand),
    mcp: async (line, config) => (await import('./mcp/mcp-command.ts')).mcpCommand(line, config),
    webhook: (line, config) => onLearnedStore((command) => webhookCommand(command, config))(line, config),
    migrate: onStore(migrateCommand),
  }

/** Runs one command line and answers its exit status: 0 done, 1 the input or state is at fault, 2 usage, 3 an import is held. */
export const run = async (words: readonly string[]): Promise<number> => {
  process.stdout.on('error', endQuietly)
  try {
    const line = readCommandLine(words)
    // Help works without settings, so that a wrong setting does not hide it.
    if (line.name === 'help') return await write(usage)
    return await commands[line.name](line, loadConfig())
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
