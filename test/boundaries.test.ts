import { globSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'

const src = resolve(import.meta.dirname, '../src')

/** What each station may import besides itself: the one-way flow of the house. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  main: ['operator', 'common'],
  operator: [
    'http',
    'app',
    'config',
    'chat',
    'commands',
    'services',
    'feeds',
    'parsing',
    'cards',
    'store',
    'domain',
    'common',
  ],
  app: ['config', 'chat', 'commands', 'jobs', 'services', 'feeds', 'parsing', 'cards', 'store', 'domain', 'common'],
  config: ['domain', 'common'],
  chat: ['cards', 'common'],
  http: ['services', 'feeds', 'parsing', 'cards', 'store', 'domain', 'common'],
  commands: ['services', 'feeds', 'parsing', 'cards', 'store', 'domain', 'common'],
  jobs: ['services', 'cards', 'store', 'domain', 'common'],
  services: ['cards', 'store', 'feeds', 'parsing', 'domain', 'common'],
  feeds: ['parsing', 'store', 'domain', 'common'],
  parsing: ['domain', 'common'],
  cards: ['domain', 'common'],
  store: ['domain', 'common'],
  domain: ['common'],
  common: [],
}

/** Packages and built-in modules with the only places that may know them. */
const onlyIn: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^@slack\//, ['chat/slack']],
  [/^botbuilder/, ['chat/teams']],
  [/^node-cron$/, ['jobs/ticker.ts']],
  [/^(better-sqlite3|kysely|pg)/, ['store']],
  [/^csv-parse/, ['feeds']],
  [/^(yauzl|saxes)/, ['feeds/files']],
  [/^@?hono/, ['http']],
  [/^ical-generator$/, ['http/links']],
  [/^echarts/, ['http/links']],
  [/^@modelcontextprotocol/, ['operator/mcp']],
  [/^pino/, ['operator/serve/log.ts']],
  [/^@prometheus-io/, ['operator/serve/ops/metrics.ts']],
]

type Source = { readonly path: string; readonly text: string; readonly imports: readonly string[] }

const read = (path: string): Source => {
  const text = readFileSync(join(src, path), 'utf8')
  // What a message is, and what may become of it, is said once; as types alone they bind nobody.
  const binding = path.startsWith('chat/')
    ? text.replaceAll(/^import type \{[^}]*\} from '[^']*domain\/delivery\.ts'$/gm, '')
    : text
  const imports = [...binding.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map((match) => match[1] as string)
  return { path, text, imports }
}

const sources = globSync('**/*.{ts,mjs}', { cwd: src }).map(read)
const stationOf = (path: string) =>
  path.includes('/') ? path.slice(0, path.indexOf('/')) : path.replace(/\.(ts|mjs)$/, '')

describe('the one-way flow', () => {
  it('finds the sources it guards', () => {
    expect(sources.length).toBeGreaterThan(50)
    expect(sources.some(({ imports }) => imports.includes('better-sqlite3'))).toBe(true)
  })

  it.each(sources.map((source) => [source.path, source] as const))(
    '%s imports only what its station may',
    (path, source) => {
      const station = stationOf(path)
      const allowed = [station, ...(mayImport[station] ?? [])]
      const foreign = source.imports
        .filter((name) => name.startsWith('.'))
        .map((name) => relative(src, resolve(src, dirname(path), name)))
        .filter((target) => !target.startsWith('../migrations') && !target.startsWith('check-node'))
        .filter((target) => !allowed.includes(stationOf(target)))
      expect(foreign).toEqual([])
    },
  )

  it.each(sources.map((source) => [source.path, source] as const))(
    '%s knows only the packages of its place',
    (path, { imports, text }) => {
      for (const [name, places] of onlyIn)
        if (imports.some((one) => name.test(one))) expect(places.some((place) => path.startsWith(place))).toBe(true)
      if (path !== 'config.ts') expect(text).not.toMatch(/process\.env/)
      if (stationOf(path) === 'domain') {
        expect(imports.filter((one) => !one.startsWith('.'))).toEqual([])
        expect(text).not.toMatch(/Date\.now|new Date\(|Math\.random|Temporal\.Now/)
      }
      if (stationOf(path) === 'commands')
        expect(text).not.toMatch(/Date\.now|new Date\(\)|Temporal\.Now|\bprocess\.|\bfetch\(/)
    },
  )
})

/** Finds the groups of files that import each other in a circle, types included (Tarjan's strongly connected components). */
const circlesIn = (imports: ReadonlyMap<string, readonly string[]>): readonly (readonly string[])[] => {
  const [numbers, lowest] = [new Map<string, number>(), new Map<string, number>()]
  const path: string[] = []
  const circles: string[][] = []
  const visit = (file: string): void => {
    numbers.set(file, numbers.size)
    lowest.set(file, numbers.get(file) as number)
    path.push(file)
    for (const next of imports.get(file) ?? []) {
      if (!imports.has(next)) continue
      if (!numbers.has(next)) visit(next)
      if (path.includes(next)) lowest.set(file, Math.min(lowest.get(file) as number, lowest.get(next) as number))
    }
    if (lowest.get(file) !== numbers.get(file)) return
    const circle = path.splice(path.indexOf(file))
    if (circle.length > 1) circles.push(circle.toSorted())
  }
  for (const file of imports.keys()) if (!numbers.has(file)) visit(file)
  return circles
}

describe('the layout', () => {
  it('has no files that import each other in a circle', () => {
    const imports = new Map(
      globSync('**/*.ts', { cwd: src }).map((path) => {
        const text = readFileSync(join(src, path), 'utf8')
        const names = [...text.matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g)].map((match) => match[1] as string)
        return [path, names.map((name) => relative(src, resolve(src, dirname(path), name)))] as const
      }),
    )
    expect(circlesIn(imports)).toEqual([])
  })

  it('sees a circle where there is one', () => {
    const imports = new Map([
      ['a', ['b']],
      ['b', ['c']],
      ['c', ['b']],
    ])
    expect(circlesIn(imports)).toEqual([['b', 'c']])
  })

  it('has no folder with more than 25 files', () => {
    const counts = Map.groupBy(globSync('**/*.*', { cwd: src }), (path) => dirname(path))
    expect([...counts].filter(([, files]) => files.length > 25).map(([folder]) => folder)).toEqual([])
  })
})
