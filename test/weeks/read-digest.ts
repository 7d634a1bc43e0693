/** A row about a risk as a reader finds it in a digest: its number, what is ordered where, and by when. */
export type ReadRow = {
  readonly text: string
  readonly id: string
  readonly promotions: readonly string[]
  readonly order: { readonly units: number; readonly item: string; readonly supplier: string } | null
}

const lines = (text: string) => text.split('\n')

/** Finds the rows about risks in a digest. */
export const readRows = (digest: string): readonly ReadRow[] =>
  lines(digest).flatMap((text) => {
    const [, id] = / · (R-\d+)$/.exec(text) ?? []
    if (id === undefined) return []
    const [, units, item, supplier] = /order ([\d,]+) units? of ([^·]+?) at (\S+?)[ ,]/.exec(text) ?? []
    return {
      text,
      id,
      promotions: [...text.matchAll(/\((P-\d+|RUN-1)\)/g)].map(([, promotion]) => promotion as string),
      order:
        units === undefined || item === undefined || supplier === undefined
          ? null
          : { units: Number(units.replaceAll(',', '')), item, supplier },
    }
  })

/** A change of a verdict as it is told. */
export type ReadChange = {
  readonly promotion: string
  readonly to: string
  readonly cause: string | null
}

/** Finds the changes of verdicts in a digest. */
export const readChanges = (digest: string): readonly ReadChange[] =>
  lines(digest).flatMap((text) => {
    const [, promotion, to, cause] =
      /\(([\w-]+)\) is (?:now )?([\w -]+?)(?:, was [\w -]+?)?(?:: (.+))?$/.exec(text) ?? []
    return promotion === undefined || to === undefined ? [] : { promotion, to, cause: cause ?? null }
  })

/** Gives how many promotions a digest counts in its title, and those that it names below; null where it counts none. */
export const readCounts = (
  digest: string,
): { readonly told: number; readonly named: ReadonlySet<string | undefined> } | null => {
  const [first = '', ...others] = lines(digest)
  const counts = [...first.matchAll(/(\d+) (?:not ready|at risk|unknown|ready)/g)]
  if (counts.length === 0 || first.includes('nothing changed')) return null
  return {
    told: counts.reduce((sum, [, count]) => sum + Number(count), 0),
    named: new Set(others.flatMap((text) => [...text.matchAll(/\((P-\d+|RUN-1)\)/g)].map(([, id]) => id))),
  }
}

const verdicts: Readonly<Record<string, string>> = { '●': 'ready', '▲': 'at risk', '✖': 'not ready', '?': 'unknown' }

/** Gives the verdict that each place of a digest tells of a promotion. */
export const readVerdicts = (digest: string): ReadonlyMap<string, ReadonlySet<string>> => {
  const all = new Map<string, Set<string>>()
  const tell = (id: string | undefined, verdict: string | undefined) => {
    if (id === undefined || verdict === undefined) return
    all.set(id, (all.get(id) ?? new Set()).add(verdict.toLowerCase()))
  }
  for (const text of lines(digest)) {
    const [, symbol = '', name] = /^ (?:\d+ )?([●▲✖?]) [^(]*\((P-\d+|RUN-1)\)(?! is | proposes)/.exec(text) ?? []
    if (!/planned sold|sold in /.test(text)) tell(name, verdicts[symbol])
    const [, shown = '', added] = /^ ([●▲✖?]) New: [^(]*\((P-\d+)\)/.exec(text) ?? []
    tell(added, verdicts[shown])
  }
  for (const { promotion, to } of readChanges(digest)) tell(promotion, to)
  return all
}
