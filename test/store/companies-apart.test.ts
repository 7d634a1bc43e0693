import { globSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openStore } from './open-store.ts'

/** What knows which company is meant, or is of the store as a whole. */
const tablesOfAll = [
  ...['install_state', 'installation', 'kysely_migration', 'kysely_migration_lock', 'schema_marker', 'workspace'],
]

describe('companies in one store', () => {
  it('are told apart by the first column of the key of every table, and of every index', async () => {
    await using store = await openStore()
    const { driver } = store.database
    const names = driver.prepare(`select name from sqlite_master where type = 'table' order by name`).pluck().all()
    const apart = (names as string[]).filter((table) => {
      const columns = driver.pragma(`table_info("${table}")`) as { readonly name: string; readonly pk: number }[]
      return columns.find(({ pk }) => pk === 1)?.name === 'workspace_id'
    })
    expect((names as string[]).filter((table) => !apart.includes(table))).toEqual(tablesOfAll)
    const indexes = apart.flatMap((table) =>
      (driver.pragma(`index_list("${table}")`) as { readonly name: string }[]).map(({ name }) => name),
    )
    const first = (index: string) => (driver.pragma(`index_info("${index}")`) as { readonly name: string }[])[0]?.name
    expect(indexes.filter((index) => first(index) !== 'workspace_id')).toEqual([])
  })
})

/** Gives what stands between a bracket and the one that closes it. */
const inBrackets = (text: string, at: number): string => {
  let depth = 0
  for (let i = at; i < text.length; i++) {
    if ('([{<'.includes(text[i] as string)) depth++
    if (')]}'.includes(text[i] as string) || (text[i] === '>' && text[i - 1] !== '=')) depth--
    if (depth === 0) return text.slice(at + 1, i)
  }
  return ''
}

/** Gives the first of several parameters. */
const firstOf = (parameters: string): string => {
  let depth = 0
  for (let i = 0; i < parameters.length; i++) {
    if ('([{<'.includes(parameters[i] as string)) depth++
    if (')]}'.includes(parameters[i] as string) || (parameters[i] === '>' && parameters[i - 1] !== '=')) depth--
    if (parameters[i] === ',' && depth === 0) return parameters.slice(0, i)
  }
  return parameters
}

const src = resolve(import.meta.dirname, '../../src/store')

/** Every function that the store gives out and that reaches a database, by file and name, with its first parameter. */
const functions = globSync('**/*.ts', { cwd: src }).flatMap((path) => {
  const text = readFileSync(join(src, path), 'utf8')
  return [...text.matchAll(/^export const (\w+) =\s+(?:async )?(?:<[^(]*>)?\(/gm)].flatMap((match) => {
    const parameters = inBrackets(text, match.index + match[0].length - 1)
    const reaches = /\b(Workspace|Reader|Writer|Database|Kysely|Transaction|ReadQueries|Queries)\b/.test(parameters)
    return reaches ? [{ name: `${path} ${match[1]}`, first: firstOf(parameters) }] : []
  })
})

/**
 * What is about the store as a whole, where a batch of one company is staged, and what is asked before it is known whose data
 * are meant.
 */
const ofAll = /^(database|feeds\/scratch|feeds\/staging)\/|^delivery\/(installed-teams|posting-lease)\.ts/

describe('the functions of the store', () => {
  it('take the company first', () => {
    expect(functions.length).toBeGreaterThan(200)
    const others = functions.filter(({ first }) => !/\b(Workspace|Reader|Writer)\b/.test(first))
    expect(others.map(({ name }) => name).filter((name) => !ofAll.test(name))).toEqual([])
  })
})

/** Gives the rest of a chain of calls that goes on at a place. */
const chainFrom = (text: string, start: number): string => {
  let end = start
  for (;;) {
    const next = /^(?:\s|\/\/.*\n)*\.?[\w$]*(?:<[^(]*>)?\(/.exec(text.slice(end))
    if (next === null || (end > start && !next[0].trimStart().startsWith('.'))) return text.slice(start, end)
    const open = end + next[0].length - 1
    end = open + inBrackets(text, open).length + 2
  }
}

const general = /^(workspace|schema_marker|install_state)$/
/** Who installed the app is asked before it is known whose data are meant, and whose team or tenant it is. */
const isBefore = (path: string, table: string) => table === 'installation' && path.endsWith('installed-teams.ts')
const namesCompany =
  /(?:where|onRef|on)\(\s*'(?:\w+\.)?workspace_id'|'workspace_id', '='|where\('external_id', '=', externalId\)/

/**
 * Every query of the store, by its place, that is put together from calls and reads, changes or removes rows of companies. The
 * texts of others are looked at where they run, in the promise that one company sees nothing of another.
 */
const queries = globSync('**/*.ts', { cwd: src }).flatMap((path) => {
  const text = readFileSync(join(src, path), 'utf8')
  const lineOf = (at: number) => `${path}:${text.slice(0, at).split('\n').length}`
  return [...text.matchAll(/\b(?:selectFrom|updateTable|deleteFrom)\(\s*'(\w+)/g)]
    .filter(([, table]) => !general.test(table as string) && !isBefore(path, table as string))
    .map(({ index }) => ({ place: lineOf(index), query: chainFrom(text, index) }))
})

describe('the queries of the store', () => {
  it('name the company whose rows they read, change or remove', () => {
    expect(queries.length).toBeGreaterThan(300)
    expect(
      queries.filter(({ query }) => !namesCompany.test(query)).map(({ place, query }) => `${place} ${query}`),
    ).toEqual([])
  })
})
