import { existsSync } from 'node:fs'
import { doctorText } from '../cards/doctor/doctor-card.ts'
import { countWords } from '../cards/language/words.ts'
import { stripControl } from '../chat/strip-control.ts'
import { type Config, loadRightSettings } from '../config.ts'
import { type Finding, fault, fine, tallyOf, worstFirst } from '../domain/doctor/finding.ts'
import { Refusal } from '../domain/refusal.ts'
import { checkUp } from '../services/doctor/check-up.ts'
import { doctorSettings, settingsFindings } from '../services/doctor/settings.ts'
import type { Database } from '../store/database/database.ts'
import { openDatabase } from '../store/database/open-database.ts'
import { fileOf, isPostgres } from '../store/database/store-file.ts'
import { openWorkspace } from '../store/database/workspace.ts'
import { loadInstalledTeams } from '../store/delivery/installed-teams.ts'
import { write } from './output.ts'
import { sealingOf } from './serve/sealing-of.ts'
import { connectionsOf } from './serve/serve.ts'
import type { CommandLine } from './usage.ts'

const ownStore = './data/shelfready.db'
const sampleStore = './data/sample.db'
const patience = 120_000

/** Says what is wrong and what to mend; the exit status is 1 where something does not work. */
export const doctorCommand = async (line: CommandLine): Promise<number> => {
  const { config, mistakes } = loadRightSettings()
  const findings = await examine(line, config, mistakes)
  const { fault: faults, warning: warnings, ok } = tallyOf(findings)
  await write(
    line.values.json
      ? `${JSON.stringify({ faults, warnings, fine: ok, findings })}\n`
      : doctorText(findings.map(cleaned)),
  )
  return faults > 0 ? 1 : 0
}

const cleaned = ({ found, mend, ...finding }: Finding): Finding => ({
  ...finding,
  found: stripControl(found),
  mend: mend === null ? null : stripControl(mend),
})

const examine = async (line: CommandLine, config: Config, mistakes: readonly string[]): Promise<readonly Finding[]> => {
  const settings = doctorSettings(config, mistakes)
  const url = line.values.db ?? config.databaseUrl ?? `sqlite:${usualStore(config)}`
  let file: string | null
  try {
    file = isPostgres(url) ? null : fileOf(url)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return worstFirst([...settingsFindings(settings), fault('store', error.message, 'Correct DATABASE_URL or --db.')])
  }
  await using stack = new AsyncDisposableStack()
  let opened: Database | undefined
  const findings = await checkUp({
    ...{ settings, file, patience },
    isOwn: line.values.db === undefined && config.databaseUrl === null,
    open: async () => {
      opened = stack.use(openDatabase(url, { createFolder: false }))
      return openWorkspace(opened, line.values.workspace ?? 'default')
    },
    probes: (await connectionsOf(config)).map(({ probe }) => probe),
    now: Temporal.Now.instant().toString({ smallestUnit: 'millisecond' }),
  })
  return worstFirst([...findings, ...(opened === undefined ? [] : await installationFindings(config, opened))])
}

/** Tells how many workspaces have the app installed, and whose token no key opens. */
const installationFindings = async (config: Config, database: Database): Promise<readonly Finding[]> => {
  const sealing = sealingOf(config)
  if (sealing === null) return []
  const teams = await loadInstalledTeams(database, sealing)
  const lost = teams.filter(({ token }) => token === null).map(({ teamId }) => teamId)
  return lost.length > 0
    ? [
        fault(
          'slack-installations',
          `No key of SHELFREADY_SECRET_KEY opens the token of ${lost.join(', ')}, so nothing is posted there.`,
          'Add the key that encrypted it, or let the workspace install the app again.',
        ),
      ]
    : [fine('slack-installations', `${countWords(teams.length, 'workspace')} installed the app.`)]
}

/** Gives the store that npm start would use: its own, or without one and without a platform the sample company. */
const usualStore = ({ slack, slackApp, teams }: Config): string =>
  slack === null && slackApp === null && teams === null && !existsSync(ownStore) && existsSync(sampleStore)
    ? sampleStore
    : ownStore
