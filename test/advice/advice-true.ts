import { keyOf, sendingOn, type Trial, trialsOfLine, trialsOfRow } from './advised-orders.ts'
import { type Situation, situationOf } from './company.ts'
import { bookOf, type Judged } from './office.ts'
import { type Rows, together } from './rows.ts'

/** A way of doing as advised that did not come out. */
export type Untrue = {
  readonly situation: Situation
  readonly line: string
  readonly how: string
  readonly inbound: Trial['inbound']
  readonly before: Judged
  readonly after: Judged | null
  /** What it came to: a verdict, or `enough` where one multiple less was enough as well. */
  readonly came: string
}

export type Proof = {
  readonly situations: number
  readonly lines: readonly { readonly situation: Situation; readonly line: Judged; readonly tries: number }[]
  readonly tried: ReadonlyMap<string, number>
  readonly untrue: readonly Untrue[]
}

const perBook = 50

/** Does as the bot advises in situations of a seed, each line and row for itself, and tells what did not come true. */
export const proveAdvice = async (
  seed: number,
  { from = 0, count }: { readonly from?: number; readonly count: number },
): Promise<Proof> => {
  const proofs: Proof[] = []
  for (let first = from; first < from + count; first += perBook) {
    const size = Math.min(perBook, from + count - first)
    proofs.push(await proveBook(Array.from({ length: size }, (_, i) => situationOf(seed, first + i, { perBook }))))
  }
  const tried = new Map<string, number>()
  for (const [how, times] of proofs.flatMap((proof) => [...proof.tried])) tried.set(how, (tried.get(how) ?? 0) + times)
  return {
    situations: count,
    lines: proofs.flatMap(({ lines }) => lines),
    tried,
    untrue: proofs.flatMap(({ untrue }) => untrue),
  }
}

/** Does as advised in situations that share a day. */
const proveBook = async (situations: readonly Situation[]): Promise<Proof> => {
  const [{ asOf }] = situations as [Situation]
  const book = bookOf(asOf, together(situations.map(({ rows }) => rows)))
  const { lines, asked } = await (async () => {
    await using office = await book.open()
    return { lines: await office.judge(null), asked: await office.asked() }
  })()
  const counted: Proof['lines'][number][] = []
  const attempts = situations.flatMap((situation) => {
    const skus = new Set(situation.rows.items?.map(({ sku }) => sku))
    const own = lines.filter(({ sku }) => skus.has(sku))
    const atRisk = own.filter(({ verdict }) => verdict === 'at-risk')
    const ofLines = atRisk.map((line) => trialsOfLine(situation, line))
    for (const line of own)
      counted.push({
        situation,
        line,
        tries: ofLines[atRisk.indexOf(line)]?.filter(({ isLess }) => !isLess).length ?? 0,
      })
    const trials = [
      ...ofLines.flat(),
      ...asked.filter(({ sku }) => skus.has(sku)).flatMap((one) => trialsOfRow(situation, one, atRisk)),
    ]
    return trials.map((trial, world) => ({ situation, trial, world }))
  })
  const before = new Map(lines.map((line) => [keyOf(line), line]))
  const tried = new Map<string, number>()
  const untrue: Untrue[] = []
  /** Lines whose orders of one multiple less were enough in every way so far. */
  const enough = new Map<string, Untrue | null>()
  const worlds = Math.max(0, ...attempts.map(({ world }) => world + 1))
  for (let world = 0; world < worlds; world++) {
    await using office = await book.open()
    const here = attempts.filter((attempt) => attempt.world === world)
    await office.feed({ inbound: here.flatMap(({ trial }) => trial.inbound) })
    const wanted = new Set(here.flatMap(({ trial }) => trial.covers.map((key) => key.split(' ')[0] as string)))
    const judge = async () => new Map((await office.judge([...wanted])).map((line) => [keyOf(line), line]))
    const arrived = await judge()
    const sent = here.flatMap(({ situation, trial }) =>
      trial.sendsOn
        ? trial.covers.flatMap((key) => {
            const line = arrived.get(key)
            return line?.verdict === 'at-risk' ? sendingOn(situation, line) : []
          })
        : [],
    )
    await office.feed({ inbound: sent })
    const after = sent.length === 0 ? arrived : await judge()
    for (const { situation, trial } of here)
      for (const line of trial.covers) {
        const found = { situation, line, how: trial.how, inbound: trial.inbound, before: before.get(line) as Judged }
        const now = after.get(line) ?? null
        if (trial.isLess) {
          // A stale count asks for more: with less it is not known whether that is enough.
          const isEnough = now !== null && now.verdict !== 'unknown' && (now.window.p0 ?? 1) <= now.window.policy
          if (!isEnough) enough.set(line, null)
          else if (enough.get(line) !== null)
            enough.set(line, { ...found, how: 'one multiple less', after: now, came: 'enough' })
          continue
        }
        tried.set(trial.how, (tried.get(trial.how) ?? 0) + 1)
        if (now?.verdict !== 'ready') untrue.push({ ...found, after: now, came: now?.verdict ?? 'not judged' })
      }
  }
  tried.set('one multiple less', enough.size)
  untrue.push(...[...enough.values()].filter((one) => one !== null))
  return { situations: situations.length, lines: counted, tried, untrue }
}

/** Judges one situation with other rows, and gives what is untrue in it. */
export const untrueWith = async (situation: Situation, rows: Rows): Promise<readonly Untrue[]> =>
  (await proveBook([{ ...situation, rows }])).untrue
