import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { execPath } from 'node:process'
import { setTimeout } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { commandLine, type Ran, runCommand } from '../_helpers/command-line.ts'
import { temporaryFolder } from './open-store.ts'
import { environment, main, start, stockCsv } from './processes.ts'

const mode = (path: string) => (statSync(path).mode & 0o777).toString(8)

/** One sentence on standard error that names the file, no stack trace, and exit status 1. */
const expectSentence = ({ status, out, err }: Ran, file: string, words: RegExp) => {
  expect({ status, out }).toEqual({ status: 1, out: '' })
  expect(err).toMatch(words)
  expect(err).toContain(file)
  expect(err.trimEnd().split('\n')).toHaveLength(1)
  expect(err).toMatch(/\.\n$/)
}

const commands = [['migrate'], ['assess', '--all'], ['import', 'inventory', '-']]
/** Runs a few commands, each of which has to refuse. */
const refuse = async (cwd: string, file: string, words: RegExp) => {
  for (const command of commands)
    expectSentence(await runCommand([...command, '--db', `sqlite:${file}`], { cwd }), file, words)
}

describe('the store of a folder', () => {
  it('is made where nobody else may read it, with everything SQLite puts beside it', async () => {
    await using folder = await temporaryFolder()
    const words = ['-c', 'umask 000; exec "$0" "$@"', execPath, main, 'import', 'inventory', '-']
    const running = start('sh', words, { cwd: folder.path })
    const data = join(folder.path, 'data')
    running.input.write(stockCsv(10_000))
    const namesNow = () => (existsSync(data) ? readdirSync(data).sort() : [])
    while (running.isRunning() && namesNow().length < 3) await setTimeout(10)
    const names = namesNow()
    expect(names).toEqual(['shelfready.db', 'shelfready.db-shm', 'shelfready.db-wal'])
    expect([data, ...names.map((name) => join(data, name))].map(mode)).toEqual(['700', '600', '600', '600'])
    running.input.end()
    expect(await running.ended).toMatchObject({ status: 0, err: '' })
    expect(readdirSync(folder.path)).toEqual(['data'])
    expect(readdirSync(data)).toEqual(['shelfready.db'])
    expect(mode(join(data, 'shelfready.db'))).toBe('600')
  })
})

describe('a command refuses with a sentence and exit status 1', () => {
  it('when the folder that was named is missing, and does not make it', async () => {
    await using folder = await temporaryFolder()
    await refuse(
      folder.path,
      join(folder.path, 'missing', 'store.db'),
      /^The folder .*missing does not exist.*Create it/,
    )
    expect(readdirSync(folder.path)).toEqual([])
  })

  it('when a part of the path is a file', async () => {
    await using folder = await temporaryFolder()
    writeFileSync(join(folder.path, 'file'), '')
    await refuse(folder.path, join(folder.path, 'file', 'store.db'), /does not exist|cannot be opened/)
  })

  it('when the store is a folder', async () => {
    await using folder = await temporaryFolder()
    const path = join(folder.path, 'store.db')
    mkdirSync(path)
    await refuse(folder.path, path, /cannot be opened: it is a folder/)
    expect(readdirSync(path)).toEqual([])
  })

  it.each([
    ['a few words', 'sku,name\n'],
    ['a large file', 'sku,name\nA,Apple\n'.repeat(10_000)],
  ])('when the store is %s that SQLite did not write, and leaves it as it is', async (_, content) => {
    await using folder = await temporaryFolder()
    const path = join(folder.path, 'items.csv')
    writeFileSync(path, content)
    await refuse(folder.path, path, /is not a Shelfready store, or it is damaged/)
    expect(readFileSync(path, 'utf8')).toBe(content)
    expect(readdirSync(folder.path)).toEqual(['items.csv'])
  })

  it('when the store is damaged', async () => {
    await using line = await commandLine()
    await line.run('migrate')
    const path = join(line.folder, 'store.db')
    const content = readFileSync(path)
    writeFileSync(path, content.fill(0x5a, 4096))
    await refuse(line.folder, path, /is not a Shelfready store, or it is damaged/)
  })
})

/** Runs a script in a mount namespace of its own, whose mounts are gone with it; `shelfready` in it runs the program. */
const namespace = (() => {
  const shelfready = `shelfready() { "${execPath}" "${main}" "$@"; echo "status $?"; }`
  for (const flags of [['--mount'], ['--mount', '--map-root-user']]) {
    const run = (script: string, cwd: string) => {
      const words = [...flags, 'sh', '-c', `exec 2>&1; ${shelfready}; ${script}`]
      return spawnSync('unshare', words, { cwd, encoding: 'utf8', env: environment }).stdout ?? ''
    }
    if (run('mount -t tmpfs -o size=1m tmpfs /tmp && echo ok', '/') === 'ok\n') return run
  }
  return null
})()
if (namespace === null) console.warn('Full and read-only disks were not tried: this user may not mount.')

describe.skipIf(namespace === null)('a disk', () => {
  const mounted = async (script: string) => {
    await using folder = await temporaryFolder()
    mkdirSync(join(folder.path, 'disk'))
    writeFileSync(join(folder.path, 'big.csv'), stockCsv(40_000))
    writeFileSync(join(folder.path, 'small.csv'), stockCsv(10))
    return namespace?.(script, folder.path).trimEnd().split('\n') ?? []
  }
  const stock = 'import inventory --db sqlite:disk/store.db'
  const judge = 'assess --all --db sqlite:disk/store.db'

  it('that fills up during an import leaves nothing of it, answers other commands, and takes it when there is room', async () => {
    const said = await mounted(`mount -t tmpfs -o size=99m tmpfs disk && head -c 97M /dev/zero > disk/filler || exit
      shelfready ${stock} small.csv; shelfready ${stock} big.csv; shelfready ${judge}
      rm disk/filler; shelfready ${stock} big.csv; shelfready ${judge}`)
    expect(said).toEqual([
      ...[expect.stringContaining('10 inserted'), expect.any(String), expect.any(String), 'status 0'],
      ...[expect.stringMatching(/^The store .* cannot be written: the disk is full\..*again\.$/), 'status 1'],
      ...[expect.stringMatching(/^No promotion/), 'status 0'],
      ...[expect.stringContaining('39,990 inserted, 0 changed, 10 unchanged'), expect.any(String), 'status 0'],
      ...[expect.stringMatching(/^No promotion/), 'status 0'],
    ])
  })

  it('that is too full for a new store says so', async () => {
    const said = await mounted(
      `mount -t tmpfs -o size=100k tmpfs disk || exit; shelfready migrate --db sqlite:disk/store.db`,
    )
    expect(said).toEqual([expect.stringMatching(/^The store .* cannot be written: the disk is full\./), 'status 1'])
  })

  it('that is read-only says so, for a store that is there and for one that is not', async () => {
    const said =
      await mounted(`shelfready ${stock} small.csv; mount --bind disk disk && mount -o remount,ro,bind disk || exit
      shelfready ${stock} small.csv; shelfready ${judge}; shelfready migrate --db sqlite:disk/new.db`)
    const refused = [expect.stringMatching(/^The store .*disk.* cannot be written: .*read-only.*\.$/), 'status 1']
    expect(said).toEqual([...Array(3).fill(expect.any(String)), 'status 0', ...refused, ...refused, ...refused])
  })
})
