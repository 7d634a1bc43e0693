import { type ChildProcess, fork } from 'node:child_process'
import { resolve } from 'node:path'
import { loadPresent } from '../../src/services/present/present.ts'
import { differences, type PresentText, presentText } from './as-text.ts'
import { type Change, makeChange, type Scope } from './changes.ts'
import type { FreshAnswer, FreshRequest } from './fresh-judge.ts'
import { openWorld, type Program, type World } from './world.ts'

/** What was seen in a series of changes. */
export type Seen = {
  changes: number
  comparisons: number
  /** Changes that touched some promotions only, how many there were then, and how many of them were judged again. */
  readonly narrow: { changes: number; promotions: number; judged: number }
}

/** A change after which what is kept was not what is judged anew, or more was judged than it touched. */
export type Failure = { readonly step: number; readonly did: readonly string[]; readonly problems: readonly string[] }

/** Judges in another process, from a store that it opens for each question. */
export const openFreshProcess = (): Disposable & {
  readonly judge: (request: FreshRequest) => Promise<PresentText>
} => {
  let child: ChildProcess | null = null
  let asked = 0
  const start = () =>
    fork(resolve(import.meta.dirname, 'fresh-judge.ts'), { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  return {
    judge: (request) => {
      // Now and then one that has never judged anything.
      if (asked++ % 200 === 0 || child?.connected !== true) {
        child?.kill()
        child = start()
      }
      const own = child
      return new Promise((done, failed) => {
        const end = (status: number | null, signal: NodeJS.Signals | null) =>
          failed(new Error(`The process that judges anew ended with ${status ?? signal}`))
        own.once('exit', end)
        own.once('message', (answer: FreshAnswer) => {
          own.off('exit', end)
          if ('text' in answer) done(answer.text)
          else failed(new Error(answer.error))
        })
        own.send(request)
      })
    },
    [Symbol.dispose]: () => void child?.kill(),
  }
}

type Judge = ReturnType<typeof openFreshProcess>['judge']

const revisionsOf = (program: Program): ReadonlyMap<string, number> =>
  new Map(
    program
      .rows<{ id: string; revision: number }>('select promotion_id as id, revision from present_promotion')
      .map(({ id, revision }) => [id, revision]),
  )

/** Lists the promotions that share an item, a group, a model, a supplier or a place with a change; null where it may touch all. */
const touchedBy = (program: Program, scopes: readonly Scope[]): ReadonlySet<string> | null => {
  if (scopes.includes('all')) return null
  const parts = scopes as readonly Exclude<Scope, 'all'>[]
  const rows = program.rows<{ id: string }>(
    `with named as (select value as sku from json_each(:skus)),
      mates as (
        select sku from named
        union select i.sku from item i where coalesce(i.item_group, i.category, '') in
          (select coalesce(o.item_group, o.category, '') from item o where o.sku in (select sku from named))
        union select i.sku from item i where i.like_sku in (select sku from named)
        union select i.sku from item i where i.supplier in (select value from json_each(:suppliers))),
      here as (
        select value as place from json_each(:places)
        union select l.location from location l where l.supplied_by in (select value from json_each(:places))
        union select l.location from location l where l.supplied_by in (select value from json_each(:suppliers))
        union select o.location from location o join location l on l.supplied_by = o.supplied_by
          where l.location in (select value from json_each(:places)))
    select distinct promotion_id as id from promotion_line
    where sku in (select sku from mates) or promotion_id in (select value from json_each(:promotions)) or location in (select place from here)
      or (location = '' and exists (select 1 from here))
      or exists (select 1 from inventory i where i.sku = promotion_line.sku and i.location in (select place from here))`,
    {
      skus: JSON.stringify(parts.flatMap(({ skus }) => skus)),
      suppliers: JSON.stringify(parts.flatMap(({ suppliers = [] }) => suppliers)),
      promotions: JSON.stringify(parts.flatMap(({ promotions = [] }) => promotions)),
      places: JSON.stringify(parts.flatMap(({ places = [] }) => places)),
    },
  )
  return new Set(rows.map(({ id }) => id))
}

/** What passed hours touch: everything from suppliers that take orders until an hour. */
const withCutoffs = (program: Program, scope: Exclude<Scope, 'all'>): Scope => ({
  ...scope,
  suppliers: [
    ...(scope.suppliers ?? []),
    ...program
      .rows<{ supplier: string }>('select distinct supplier from lead_time where order_cutoff is not null')
      .map(({ supplier }) => supplier),
  ],
})

/** What is imported on a day before the first day of a store makes it forget what stood in until then. */
const isBeforeFirst = (world: World): boolean =>
  world
    .program(0)
    .rows('select id from batch where known_on > ? and known_on_given = 0 limit 1', world.today().toString()).length > 0

const doneTo = (world: World, scope: Scope): Scope => {
  if (scope === 'all' || isBeforeFirst(world)) return 'all'
  return scope.isHour === true ? withCutoffs(world.program(0), scope) : scope
}

const keptBy = async ({ app }: Program): Promise<PresentText> =>
  presentText(
    await loadPresent({
      workspace: app.workspace,
      policy: app.policy,
      timeZone: app.timeZone,
      today: app.today(),
      now: app.now(),
    }),
  )

const freshOf = (world: World, judge: Judge) =>
  judge({ file: world.file, now: world.now().toString(), settings: world.settings() as Record<string, string> })

/** Lists in what the picture that one of the programs keeps differs from what is judged anew. */
export const differencesIn = async (world: World, which: number, judge: Judge): Promise<readonly string[]> =>
  differences(await keptBy(world.program(which)), await freshOf(world, judge))

/** Nothing was seen yet. */
export const newSeen = (): Seen => ({ changes: 0, comparisons: 0, narrow: { changes: 0, promotions: 0, judged: 0 } })

/**
 * Makes changes one after the other. After each what one of the programs has kept is compared with what another process judges
 * anew, and what was judged again with what the change can touch. Gives the first failure; null where there is none.
 */
export const proveChanges = async (
  changes: readonly Change[],
  judge: Judge,
  seen: Seen,
  onStep: (did: string) => void = () => {},
): Promise<Failure | null> => {
  await using world = await openWorld()
  const did: string[] = []
  await keptBy(world.program(0))
  for (const [step, change] of changes.entries()) {
    const before = revisionsOf(world.program(0))
    const touchedBefore = (scope: Scope) => touchedBy(world.program(0), [scope])
    const done = await makeChange(world, change).catch((error) => ({
      did: `${change.kind} ${change.seed}: ${error.stack}`,
      scope: null,
    }))
    did.push(done.did)
    onStep(done.did)
    if (done.scope === null) return { step, did, problems: ['The change itself failed'] }
    const scope = doneTo(world, done.scope)
    const asked = world.program(change.seed % 2)
    const problems: string[] = []
    try {
      const kept = await keptBy(asked)
      const fresh = await freshOf(world, judge)
      problems.push(...differences(kept, fresh))
      if (change.seed % 5 === 0) {
        const other = await keptBy(world.program(change.seed + 1))
        problems.push(...differences(other, fresh).map((text) => `the other program: ${text}`))
        seen.comparisons++
      }
      seen.comparisons++
    } catch (error) {
      problems.push(`${(error as Error).stack}`)
    }
    seen.changes++
    const after = revisionsOf(world.program(0))
    const judged = [...after].filter(([id, revision]) => before.get(id) !== revision).map(([id]) => id)
    const allowed = touchedBefore(scope)
    if (allowed !== null) {
      const tooMany = judged.filter((id) => !allowed.has(id))
      if (tooMany.length > 0) problems.push(`judged for nothing: ${tooMany.join(', ')}`)
      seen.narrow.changes++
      seen.narrow.promotions += after.size
      seen.narrow.judged += judged.length
    }
    if (problems.length > 0) return { step, did, problems }
  }
  return null
}
