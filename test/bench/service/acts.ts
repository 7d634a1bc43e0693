import { setTimeout as wait } from 'node:timers/promises'
import { type Figure, percentile, round } from '../measure.ts'
import { folder, openShop } from '../shop.ts'
import { largeStore, manyLines, subscribe } from './company.ts'
import { callsDigest, opensHome, presses, pressesPosted, type Seen, types } from './doors.ts'
import { lookInto } from './risks.ts'
import { channels, person, type Service, startService } from './running.ts'

const turns = Number(process.env.TURNS || 30)
/** An act that takes long is not repeated for longer than this. */
const longestMilliseconds = 20_000
/** Whoever acts looks at the answer before acting again. */
const pauseMilliseconds = 250
const [everything = ''] = channels('ALL', 1)
const filtered = channels('CLEO', 5)

/** A company with the risks that are left to act on. */
type Stage = {
  readonly service: Service
  readonly order: number[]
  readonly other: number[]
  turn: number
  /** The channel in which a digest was posted last. */
  place: string
}

type Act = (stage: Stage) => Promise<Seen>

const asks =
  (words: (stage: Stage) => string): Act =>
  (stage) =>
    types(stage.service, person(stage.turn), words(stage))

const next = (risks: number[]): string => {
  const risk = risks.shift()
  if (risk === undefined) throw new Error('no risk is left to act on')
  return `R-${risk}`
}

const buttonIn = (blocks: readonly unknown[]): string =>
  /1\.acknowledge\.\d+\.R-\d+/.exec(JSON.stringify(blocks))?.[0] ?? ''

const callDigest: Act = (stage) => {
  stage.place = filtered[(filtered.indexOf(stage.place) + 1) % filtered.length] as string
  return callsDigest(stage.service, person(stage.turn), stage.place)
}

/** Presses a button of the digest that was posted last. */
const pressInDigest: Act = async ({ service, turn, place: channel }) => {
  const message = service.fake.messages(channel).at(-1)
  const button = buttonIn(message?.blocks ?? [])
  if (message === undefined || button === '') return { milliseconds: 0, status: 0, text: 'no digest to press in' }
  return pressesPosted(service, person(turn), button, { channel, ts: message.ts })
}

/** What people do all day, in turns: each act is about another risk. */
const acts: Readonly<Record<string, Act>> = {
  ack: asks(({ other }) => `/shelfready ack ${next(other)}`),
  take: asks(({ other }) => `/shelfready take ${next(other)}`),
  ordered: asks(({ order, turn }) => `/shelfready ordered ${next(order)} PO-B${turn} due:"20 Jun" units:100`),
  press: (stage) => presses(stage.service, person(stage.turn), `1.acknowledge.1.${next(stage.other)}`),
  digest: callDigest,
  press_in_digest: pressInDigest,
  risks: asks(() => '/shelfready risks'),
  home: asks(() => '/shelfready home'),
  home_tab: ({ service, turn }) => opensHome(service, person(turn)),
  overview: asks(() => '/shelfready overview'),
  digest_of_all: ({ service, turn }) => callsDigest(service, person(turn), everything),
}

const openStage = async (folderPath: string, lines: number): Promise<Stage & AsyncDisposable> => {
  const file = await largeStore(folderPath, lines)
  {
    await using app = await openShop(file)
    await subscribe(app, [everything], '20:00')
    await subscribe(app, filtered, '20:00', 'owner:Cleo')
  }
  const service = await startService(file, '2026-06-01T06:00:00Z', [everything, ...filtered])
  await service.rested()
  await types(service, person(0), '/shelfready risks')
  using look = lookInto(file)
  const { order, other } = look.risks()
  await service.watched()
  return {
    ...{ service, order: [...order], other: [...other], turn: 0, place: '' },
    [Symbol.asyncDispose]: () => service[Symbol.asyncDispose](),
  }
}

const isRefused = ({ status, text }: Seen): boolean =>
  status !== 200 || /nothing was (done|changed)|not saved yet|no answer/i.test(text)

/** Does one act in each company, and keeps what was seen. */
const play = async (act: Act, stages: readonly Stage[], seen: readonly Seen[][]): Promise<void> => {
  for (const [which, stage] of stages.entries()) {
    seen[which]?.push(await act(stage))
    stage.turn++
    await wait(pauseMilliseconds)
  }
}

const sum = (seen: readonly Seen[]): number => seen.reduce((all, { milliseconds }) => all + milliseconds, 0)

const figureOf = (name: string, seen: readonly Seen[][]): Figure => {
  const [few = [], many = []] = seen.map((all) => all.map(({ milliseconds }) => milliseconds))
  const refused = seen.flat().filter(isRefused)
  return {
    name: `act-${name.replaceAll('_', '-')}`,
    figures: {
      ratio: round(percentile(many, 0.5) / percentile(few, 0.5)),
      few_p50_ms: round(percentile(few, 0.5), 1),
      few_p99_ms: round(percentile(few, 0.99), 1),
      many_p50_ms: round(percentile(many, 0.5), 1),
      many_p99_ms: round(percentile(many, 0.99), 1),
      times: many.length,
      refused: refused.length,
      ...(refused[0] === undefined ? {} : { refusal: refused[0].text.slice(0, 80).replaceAll('\n', ' ') }),
    },
  }
}

const loopOf = async ({ service }: Stage): Promise<Figure['figures']> => {
  const { p99, max, cpuSeconds } = await service.watched()
  return { loop_p99_ms: round(p99, 1), loop_max_ms: round(max, 0), cpu_seconds: round(cpuSeconds, 1) }
}

/** Acts in a company of 5,000 lines and in one of 50,000, in turns, and compares how long people wait. */
export const actsOfPeople = async (): Promise<readonly Figure[]> => {
  await using place = await folder()
  await using few = await openStage(place.path, 5_000)
  await using many = await openStage(place.path, manyLines)
  const played = Object.entries(acts).map(([name, act]) => ({ name, act, seen: [[], []] as [Seen[], Seen[]] }))
  for (let turn = 0; turn < turns; turn++)
    for (const { act, seen } of played) if (sum(seen[1]) < longestMilliseconds) await play(act, [few, many], seen)
  return [
    ...played.map(({ name, seen }) => figureOf(name, seen)),
    { name: 'acts-loop-few', figures: await loopOf(few) },
    { name: 'acts-loop-many', figures: await loopOf(many) },
  ]
}
