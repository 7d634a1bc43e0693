import { type App, openApp } from '../app.ts'
import type { Config } from '../config.ts'
import type { Day } from '../domain/day.ts'
import { pastMoment } from '../services/digest/past-moment.ts'
import type { Moment } from '../store/facts/cut-offs.ts'
import { dayOption, storeOf } from './line-options.ts'
import type { CommandLine } from './usage.ts'

/** What a command on a store works with. */
export type StoreCommand = {
  readonly app: App
  readonly line: CommandLine
  /** The day as of which it judges: --as-of, else today. */
  readonly asOf: Day
  /** The moment, now or of the digest of the day that was named: order cut-offs that have passed by then count. */
  readonly moment: Moment
}

/** Makes a command of the command line that opens the store first. */
export const onStore =
  (run: (command: StoreCommand, config: Config) => Promise<number>) =>
  async (line: CommandLine, config: Config): Promise<number> => {
    await using app = await openApp(config, {
      ...storeOf(line, config),
      now: () => Temporal.Now.instant(),
    })
    const asOf = dayOption(line, 'as-of')
    const { workspace, timeZone } = app
    const moment = asOf === null ? { now: app.now(), timeZone } : await pastMoment(workspace, asOf, timeZone)
    return await run({ app, line, asOf: asOf ?? app.today(), moment }, config)
  }

/** Makes a command that judges: it first learns what the sales before its day have to teach. */
export const onLearnedStore = (run: (command: StoreCommand, config: Config) => Promise<number>) =>
  onStore(async (command, config) => {
    await command.app.learn(command.asOf, command.moment)
    return run(command, config)
  })
