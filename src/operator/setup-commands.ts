import { slackManifest } from '../chat/slack/manifest.ts'
import { slashCommands } from '../commands/dispatch/manifest.ts'
import type { Config } from '../config.ts'
import { httpsUrl, portOf } from './line-options.ts'
import { write } from './output.ts'
import { serve } from './serve/serve.ts'
import { writeTeamsPackage } from './teams-package.ts'
import { type CommandLine, UsageError } from './usage.ts'

const now = () => Temporal.Now.instant()

/** Runs the service until it is told to stop. */
export const serveCommand = async (line: CommandLine, config: Config): Promise<number> => {
  await serve(config, {
    databaseUrl: line.values.db ?? config.databaseUrl,
    workspace: line.values.workspace ?? 'default',
    now,
  })
  return 0
}

/** Runs the trial in a local Slack client; the libraries of a platform are loaded only where it is used. */
export const trySlackCommand = async (line: CommandLine, config: Config): Promise<number> => {
  const { trySlack } = await import('./trials/try-slack.ts')
  await trySlack(config, now, portOf(line))
  return 0
}

/** Runs the trial in a local Teams client. */
export const tryTeamsCommand = async (line: CommandLine, config: Config): Promise<number> => {
  const { tryTeams } = await import('./trials/try-teams.ts')
  await tryTeams(config, now, portOf(line))
  return 0
}

/** Writes the manifest of the Slack app; several workspaces install it from an address alone. */
export const manifestCommand = async (line: CommandLine): Promise<number> => {
  const url = httpsUrl(line, 'Slack')
  const isInstalledBySeveral = line.values.several === true
  if (isInstalledBySeveral && url === null) throw new UsageError('"manifest --several" needs --url ADDRESS.')
  return write(`${JSON.stringify(slackManifest(slashCommands(), url, isInstalledBySeveral), null, 2)}\n`)
}

/** Writes the app package for Teams and says where it is. */
export const teamsPackageCommand = async (line: CommandLine, config: Config): Promise<number> => {
  const url = httpsUrl(line, 'Teams')
  const file = await writeTeamsPackage({
    appId: config.teams?.registration?.appId ?? null,
    host: url === null ? null : new URL(url).host,
    file: line.values.out ?? './shelfready-teams.zip',
  })
  if (line.values.json) return write(`${JSON.stringify({ file })}\n`)
  const links = url === null ? 'Its links point to example.com; add --url to point them to your bot.\n' : ''
  return write(`Wrote ${file}. Upload it in Teams: Apps, Manage your apps, Upload an app.\n${links}`)
}
