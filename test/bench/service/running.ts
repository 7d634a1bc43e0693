import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { type FakeSlack, openFakeSlack } from '../../_helpers/slack/fake-slack.ts'
import { type RunningBot, startBot } from '../../_helpers/slack/running-bot.ts'

/** How late the event loop of the service was since it was last asked, in milliseconds, and its processor time so far. */
type Watched = {
  readonly p50: number
  readonly p99: number
  readonly max: number
  readonly cpuSeconds: number
}

/** A service that runs on a store in a process of its own, among people and channels of a stand-in for Slack. */
export type Service = AsyncDisposable & {
  readonly fake: FakeSlack
  readonly bot: RunningBot
  readonly file: string
  /** Milliseconds from starting the process to `ready`. */
  readonly ready: number
  /** Answers how it was since the last call. */
  readonly watched: () => Promise<Watched>
  /** Waits until the process has had nothing to do for a while; answers for how many milliseconds it was busy before. */
  readonly rested: () => Promise<number>
}

const people = 400
const watch = resolve(import.meta.dirname, 'watch.ts')

/** The account of a person of the workspace; there are so many that none waits for two answers. */
export const person = (number: number): string => `U0P${String(number % people).padStart(6, '0')}`

/** The channel that people ask in; it is not subscribed to anything. */
export const launches = 'C0LAUNCH0'

/** The names of so many channels of a group. */
export const channels = (group: string, count: number): readonly string[] =>
  Array.from({ length: count }, (_, i) => `C0${group}${String(i).padStart(4, '0')}`)

/** What Node is told besides when it starts a service, such as `--cpu-prof --cpu-prof-dir=FOLDER`, which shows what costs. */
const told = process.env.SERVICE_OPTIONS ?? ''

/** Starts a service whose clock starts at a moment. */
export const startService = async (file: string, at: string, places: readonly string[] = []): Promise<Service> => {
  const open = new AsyncDisposableStack()
  const fake = open.use(await openFakeSlack())
  for (let i = 0; i < people; i++) fake.addUser({ id: person(i), name: `person${i}` })
  const members = [fake.bot.userId, ...Array.from({ length: people }, (_, i) => person(i))]
  for (const id of [launches, ...places]) fake.addChannel({ id, name: id.toLowerCase(), members })
  const notes = `${file}.${Math.random().toString(36).slice(2)}.watch`
  const env = { BENCH_WATCH: notes, NODE_OPTIONS: `--import ${watch} ${told}`.trim() }
  const begun = performance.now()
  const bot = await startBot(fake, file, { at, isHurried: true, env })
  const ready = performance.now() - begun
  open.defer(async () => void (await bot.kill(told === '' ? 'SIGKILL' : 'SIGTERM')))
  return {
    ...{ fake, bot, file, ready },
    watched: () => readWatched(bot.pid, notes),
    rested: () => rest(bot.pid),
    [Symbol.asyncDispose]: () => open.disposeAsync(),
  }
}

const linesOf = (file: string): readonly string[] =>
  existsSync(file) ? readFileSync(file, 'utf8').split('\n').slice(0, -1) : []

const readWatched = async (pid: number, notes: string): Promise<Watched> => {
  const before = linesOf(notes).length
  process.kill(pid, 'SIGUSR2')
  for (;;) {
    await wait(10)
    const last = linesOf(notes).at(before)
    if (last !== undefined) return JSON.parse(last) as Watched
  }
}

/** Clock ticks of the processor, a hundred a second. */
const ticksOf = (pid: number): number => {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
  return Number(fields[11]) + Number(fields[12])
}

const quiet = { milliseconds: 2_000, ticks: 10 }

const rest = async (pid: number): Promise<number> => {
  const begun = performance.now()
  let since = begun
  let ticks = ticksOf(pid)
  while (performance.now() - since < quiet.milliseconds) {
    await wait(100)
    const now = ticksOf(pid)
    if (now - ticks <= quiet.ticks) continue
    since = performance.now()
    ticks = now
  }
  return since - begun
}
