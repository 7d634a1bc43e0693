import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../store/open-store.ts'
import { commandOf, lastOf, ownStages, root } from './dockerfile.ts'

const read = (path: string) => readFileSync(join(root, path), 'utf8')
const { dependencies, scripts, version } = JSON.parse(read('package.json'))
const [, image = []] = ownStages()
const startWords = (scripts.start as string).split(' ')

describe('the image', () => {
  it('has the Node that npm ci brings, in both stages', () => {
    for (const stage of ownStages()) expect(lastOf(stage, 'FROM')).toContain(`node:${dependencies.node}-`)
  })

  it('starts as npm start does, as a user that is not root', () => {
    expect(commandOf(lastOf(image, 'CMD'))).toEqual(startWords)
    expect(lastOf(image, 'USER')).toMatch(/^[1-9]\d*:[1-9]\d*$/)
  })

  it('is made of files that are there and that the builder is sent', () => {
    const sent = read('.dockerignore')
      .split('\n')
      .filter((line) => line.startsWith('!'))
      .map((line) => line.slice(1))
    const copied = ownStages()
      .flat()
      .filter(({ name, words }) => name === 'COPY' && !words.startsWith('--from'))
      .flatMap(({ words }) => words.split(' ').slice(0, -1))
    expect(copied.filter((path) => !existsSync(join(root, path)))).toEqual([])
    expect(copied.filter((path) => !sent.includes(path))).toEqual([])
    expect(sent.filter((path) => !copied.includes(path))).toEqual([])
  })

  it('is well while the operations port says that the service is ready, and is not otherwise', async () => {
    const [command = '', ...words] = commandOf(lastOf(image, 'HEALTHCHECK'))
    expect(lastOf(image, 'ENV')).toContain('OPS_PORT=9464')
    const health = async (port: number) => {
      const env = { ...process.env, OPS_PORT: `${port}` }
      const child = spawn(command.replace(/^node$/, process.execPath), words, { cwd: root, env, stdio: 'ignore' })
      const [status] = await once(child, 'exit')
      return status
    }
    const server = createServer(({ url }, response) => {
      response.statusCode = url === '/readyz' ? status : 404
      response.end('{}')
    })
    let status = 200
    await new Promise<void>((open) => server.listen(0, '127.0.0.1', open))
    const { port } = server.address() as AddressInfo
    expect(await health(port)).toBe(0)
    status = 503
    expect(await health(port)).toBe(1)
    server.close()
    server.closeAllConnections()
    expect(await health(port)).toBe(1)
  })
})

describe('the compose file', () => {
  const compose = read('deploy/compose.yaml')

  it('names the version, keeps root and the disk from both services, and has no secret in it', () => {
    expect(compose).toContain(`image: shelfready:${version}`)
    for (const line of ['read_only: true', 'cap_drop: [ALL]', 'no-new-privileges:true'])
      expect(compose.split(line)).toHaveLength(3)
    expect(compose).not.toMatch(/xox[abp]-|PASSWORD: (?!\$\{)/)
    expect(compose).toContain('--encoding=UTF8 --locale=C')
  })

  it('gives whoever stops it as long as the program takes', () => {
    expect(Number(/stop_grace_period: (\d+)s/.exec(compose)?.[1])).toBeGreaterThan(15)
  })
})

describe('the unit', () => {
  const unit = read('deploy/shelfready.service')

  it('starts what npm start does, and gives it as long to stop as it takes', () => {
    const words = startWords.map((word) => word.replace(/^(\.\/)?src/, '/opt/shelfready/src'))
    expect(unit).toContain(`ExecStart=/opt/shelfready/node_modules/.bin/${words.join(' ')}\n`)
    expect(Number(/TimeoutStopSec=(\d+)s/.exec(unit)?.[1])).toBeGreaterThan(15)
  })

  const hasSystemd = spawnSync('systemd-analyze', ['--version']).status === 0
  if (!hasSystemd) console.warn('The unit was not looked at by systemd: there is no systemd-analyze here.')

  it.skipIf(!hasSystemd)('is understood by systemd, which finds little that it may do', async () => {
    await using folder = await temporaryFolder()
    const file = join(folder.path, 'shelfready.service')
    writeFileSync(file, unit.replaceAll('/opt/shelfready/', `${root}/`))
    const verified = spawnSync('systemd-analyze', ['verify', file], { encoding: 'utf8' })
    expect([verified.status, verified.stderr]).toEqual([0, ''])
    const { stdout } = spawnSync('systemd-analyze', ['security', '--offline=true', '--no-pager', file], {
      encoding: 'utf8',
    })
    expect(Number(/exposure level for shelfready\.service: ([\d.]+)/.exec(stdout)?.[1])).toBeLessThan(2)
  })
})
