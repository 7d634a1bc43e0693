import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { migrations } from '../src/store/database/migrate.ts'

/**
 * Runs the tests of an older version on stores that this version has upgraded: `npm run prove:upgrade -- [COMMIT] [TEST ...]`.
 * Without a commit it is the last release; where a breaking step came after that, so that it refuses these stores, it is the first
 * commit that knows every breaking step. Each test runs on the older schema as well: what fails there too says nothing.
 */
const root = resolve(import.meta.dirname, '..')

const git = (...words: readonly string[]): string => {
  const { status, stdout, stderr } = spawnSync('git', [...words], { cwd: root, encoding: 'utf8' })
  if (status !== 0) throw new Error(`git ${words.join(' ')}: ${stderr}`)
  return stdout.trim()
}

const addedWith = (path: string): string => git('log', '--diff-filter=A', '--format=%H', '-1', '--', path)

const isAncestor = (commit: string, other: string): boolean =>
  spawnSync('git', ['merge-base', '--is-ancestor', commit, other], { cwd: root }).status === 0

/** A release keeps the schema that it leaves behind. */
const lastRelease = (): string => addedWith('test/fixtures/schemas/')

/** The commit that the older program is taken from, and the breaking steps that made it a later one than the last release. */
const olderProgram = (named: string): { readonly commit: string; readonly since: readonly string[] } => {
  if (named !== '') return { commit: git('rev-parse', named), since: [] }
  const release = lastRelease()
  const breaking = Object.keys(migrations).filter((name) => migrations[name]?.breaking)
  const since = breaking.filter((name) => !isAncestor(addedWith(`migrations/${name}.ts`), release))
  const commits = since.map((name) => addedWith(`migrations/${name}.ts`))
  return { commit: commits.reduce((last, one) => (isAncestor(last, one) ? one : last), release), since }
}

/** Tests of the schema itself, which say what it is for their own version. */
const without = ['test/store/migrations.test.ts', 'test/store/released-schemas.test.ts', 'test/store/postgres.test.ts']

/** Each store that was upgraded leaves a mark here. */
const upgradesOf = (folder: string): string => join(folder, 'upgrades')

/** Has the older program open each store after this version has brought it up to date as well. */
const upgradeFurther = (folder: string): void => {
  const file = join(folder, 'src/store/database/migrate.ts')
  const text = readFileSync(file, 'utf8')
  const own = text.replace('export const migrateSchema = async (', 'const ownMigrateSchema = async (')
  if (own === text) throw new Error('The older program brings its schema up to date in another place')
  writeFileSync(
    file,
    `import { appendFileSync } from 'node:fs'
import { migrateSchema as migrateFurther } from '${root}/src/store/database/migrate.ts'
${own}
export const migrateSchema: typeof ownMigrateSchema = async (db, known = migrations) => {
  const ran = await ownMigrateSchema(db, known)
  if (known === migrations && (await migrateFurther(db)).length > 0) appendFileSync('${upgradesOf(folder)}', '.')
  return ran
}
`,
  )
}

type Result = { readonly name: string; readonly status: string }

const run = (folder: string, tests: readonly string[]): Promise<readonly Result[]> =>
  new Promise((done, failed) => {
    const report = join(folder, 'report.json')
    const words = [
      ...['run', '--config', 'test/vitest.config.ts', '--reporter=json', `--outputFile=${report}`],
      ...tests,
    ]
    const child = spawn(join(folder, 'node_modules/.bin/vitest'), words, { cwd: folder, stdio: ['ignore', 2, 2] })
    child.on('error', failed)
    child.on('close', () => {
      type File = {
        readonly name: string
        readonly message: string
        readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[]
      }
      const { testResults } = JSON.parse(readFileSync(report, 'utf8')) as { readonly testResults: readonly File[] }
      done(
        testResults
          .filter(({ name }) => !without.some((path) => name.endsWith(path)))
          .flatMap(({ name, message, assertionResults }) => {
            const place = name.slice(folder.length + 1)
            if (assertionResults.length === 0) return [{ name: `${place} ${message}`.trim(), status: 'failed' }]
            return assertionResults.map(({ fullName, status }) => ({ name: `${place} ${fullName}`, status }))
          }),
      )
    })
  })

const failedOf = (results: readonly Result[]): ReadonlySet<string> =>
  new Set(results.filter(({ status }) => status === 'failed').map(({ name }) => name))

const [named = '', ...chosen] = process.argv.slice(2)
const { commit, since } = olderProgram(named)
const tests = chosen.length > 0 ? chosen : ['test/store', 'test/promises', 'test/operator', 'test/commands']
const known = git('ls-tree', '--name-only', commit, 'migrations/')
const newer = Object.keys(migrations).filter((name) => !known.includes(`${name}.ts`))

const write = (line: string) => void process.stdout.write(`${line}\n`)
if (since.length > 0) write(`The last release stops at this schema: ${since.join(', ')} are breaking since.`)
write(`The older program is ${git('log', '-1', '--format=%h of %cs: %s', commit)}.`)
write(`It does not know ${newer.length} of ${Object.keys(migrations).length} steps: ${newer.join(', ')}.`)

const folder = mkdtempSync(join(tmpdir(), 'shelfready-older-'))
try {
  git('worktree', 'add', '--detach', '--force', folder, commit)
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
  const before = await run(folder, tests)
  upgradeFurther(folder)
  const after = await run(folder, tests)
  const [old, further] = [failedOf(before), failedOf(after)]
  const both = [...further].filter((name) => old.has(name))
  const only = [...further].filter((name) => !old.has(name))
  const upgraded = readFileSync(upgradesOf(folder), 'utf8').length
  write(`${upgraded} stores were upgraded, most of them as a template that tests copy.`)
  write(`${after.length} tests of it ran on the schema of this version, ${after.length - further.size} passed.`)
  if (both.length > 0) write(`${both.length} fail on its own schema as well:\n  ${both.join('\n  ')}`)
  if (only.length > 0) write(`${only.length} fail on the newer schema alone:\n  ${only.join('\n  ')}`)
  process.exitCode = only.length > 0 || after.length === 0 ? 1 : 0
} finally {
  git('worktree', 'remove', '--force', folder)
}
