import { spawnSync } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { commandLine, runCommand, runProcess } from '../_helpers/command-line.ts'
import { registration } from '../_helpers/registered.ts'
import { openFakeSlack } from '../_helpers/slack/fake-slack.ts'

const main = resolve(import.meta.dirname, '../../src/main.ts')
const checkNode = resolve(import.meta.dirname, '../../src/check-node.mjs')

const guid = '0a1b2c3d-0000-4000-8000-0123456789ab'

describe('the service with nothing configured', () => {
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'shelfready-'))
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))
  const serve = (input: string, env = {}) => runProcess([main, 'serve'], { cwd: folder, input, env })

  it('shows a made-up company with all four verdicts, the digest first, then answers one line after the other', async () => {
    const { status, out, err } = await serve('promo list\n/stock SKU-100 at EAST\n\nhelp')
    expect([status, err]).toEqual([0, ''])
    expect(out).toMatch(/^Launch readiness, \w{3} \d+ \w{3} · #launches · 1 not ready, 2 at risk, 1 unknown, 2 ready\n/)
    for (const verdict of ['● Ready', '▲ At risk', '✖ Not ready', '? Unknown']) expect(out).toContain(verdict)
    expect(out.indexOf('> promo list')).toBeLessThan(out.indexOf('> /stock SKU-100 at EAST'))
    expect(out.indexOf('> /stock SKU-100 at EAST')).toBeLessThan(out.indexOf('> help'))
  })

  it('keeps what was registered, in a folder and a file of its own user', async () => {
    const first = await serve('promo add "Kept" sku:SKU-110 dates:"1 Jun" uplift:+10%\n')
    expect(first.out).toMatch(registration('Kept', 'P-7'))
    const again = await serve('promo show P-7\n')
    expect(again.out).toContain('P-7 · ')
    expect(again.out).toMatch(/[●▲✖?] [A-Z ]+ {3}Kept/)
    expect(statSync(join(folder, 'data')).mode & 0o777).toBe(0o700)
    expect(statSync(join(folder, 'data/sample.db')).mode & 0o777).toBe(0o600)
  })

  it('takes its own store when there is one, without the made-up company', async () => {
    const own = await runCommand(['migrate'], { cwd: folder })
    expect(own.status).toBe(0)
    const { out } = await serve('promo list\n')
    expect(out).toContain('No promotions are running or coming up. Register one: promo add')
    expect(out).not.toContain('made-up')
  })

  it('names every mistake in the settings at once, with its remedy, and starts nothing', async () => {
    const { status, out, err } = await serve('', {
      SHELFREADY_TIMEZONE: 'Mars/Olympus',
      SHELFREADY_POLICY: 'often',
      SLACK_BOT_TOKEN: 'xoxb-1',
      DATABASE_URL: 'mysql://x',
    })
    expect([status, out]).toEqual([1, ''])
    expect(err).toContain('The settings have 4 mistakes. Nothing was started.')
    for (const name of [
      'SHELFREADY_TIMEZONE: name a time zone',
      'SHELFREADY_POLICY:',
      'SLACK_SIGNING_SECRET or SLACK_APP_TOKEN: is missing',
      'DATABASE_URL: use a form such as',
    ])
      expect(err).toContain(name)
    expect(err).not.toContain('xoxb-1')
  })

  it('never reads standard input when a platform is configured, and says what Slack minds', async () => {
    await using slack = await openFakeSlack()
    slack.revokeToken('invalid_auth')
    const { status, out, err } = await serve('promo list\n', {
      SLACK_BOT_TOKEN: slack.token,
      SLACK_SIGNING_SECRET: 'f'.repeat(32),
      SLACK_API_URL: slack.apiUrl,
    })
    expect([status, out]).toEqual([1, ''])
    expect(err).toContain('SLACK_BOT_TOKEN is not accepted by Slack (invalid_auth). Nothing was started')
    expect(err).not.toContain(slack.token)
  })

  it.each([
    [{ SLACK_BOT_TOKEN: 'token', SLACK_SIGNING_SECRET: 'f'.repeat(32) }, 'SLACK_BOT_TOKEN: is not a bot token'],
    [{ SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRET: 'short' }, 'SLACK_SIGNING_SECRET: is too short'],
    [{ SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xoxb-2' }, 'SLACK_APP_TOKEN: is not an app-level token'],
    [
      { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1', SLACK_API_URL: 'http://slack.example.com/api/' },
      'SLACK_API_URL: give a plain https address',
    ],
    [
      { SLACK_CLIENT_ID: '1', SLACK_CLIENT_SECRET: '2', SLACK_SIGNING_SECRET: 'f'.repeat(32) },
      'SHELFREADY_SECRET_KEY: is missing',
    ],
    [
      { SLACK_CLIENT_ID: '1', SLACK_CLIENT_SECRET: '2', SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1' },
      'SLACK_BOT_TOKEN: connects one workspace, and SLACK_CLIENT_ID several',
    ],
    [{ SHELFREADY_SECRET_KEY: 'short' }, 'SHELFREADY_SECRET_KEY: needs 32 characters'],
    [
      { TEAMS_APP_ID: guid, TEAMS_APP_PASSWORD: 'p'.repeat(40), TEAMS_TENANT_ID: `${guid},${guid}=beta` },
      'TEAMS_TENANT_ID: names a tenant twice',
    ],
    [
      { TEAMS_APP_ID: '1', TEAMS_APP_PASSWORD: 'p'.repeat(40), TEAMS_TENANT_ID: guid },
      'TEAMS_APP_ID: is not an application id',
    ],
    [{ TEAMS_APP_ID: guid, TEAMS_APP_PASSWORD: 'short', TEAMS_TENANT_ID: guid }, 'TEAMS_APP_PASSWORD: is too short'],
    [
      { TEAMS_APP_ID: guid, TEAMS_APP_PASSWORD: 'p'.repeat(40), TEAMS_TENANT_ID: `${guid},common` },
      'TEAMS_TENANT_ID: is not a tenant id',
    ],
    [{ TEAMS_APP_ID: guid, TEAMS_APP_PASSWORD: 'p'.repeat(40) }, 'TEAMS_TENANT_ID: is missing'],
    [
      { TEAMS_LOCAL_PLAYGROUND: '1', TEAMS_APP_ID: guid, TEAMS_APP_PASSWORD: 'p'.repeat(40), TEAMS_TENANT_ID: guid },
      'TEAMS_LOCAL_PLAYGROUND: lets in everyone',
    ],
    [
      { TEAMS_LOCAL_PLAYGROUND: '1', SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1' },
      'TEAMS_LOCAL_PLAYGROUND: lets in everyone',
    ],
    [
      {
        ...{ TEAMS_LOCAL_PLAYGROUND: '1', SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1' },
        SLACK_API_URL: 'https://127.0.0.1.slack.example/api/',
      },
      'TEAMS_LOCAL_PLAYGROUND: lets in everyone',
    ],
    [{ TEAMS_LOCAL_PLAYGROUND: 'yes' }, 'TEAMS_LOCAL_PLAYGROUND: must be 1 (local playground)'],
  ])('starts nothing with settings of a platform that cannot be right (%o)', async (settings, words) => {
    const { status, out, err } = await runCommand(['serve'], { cwd: folder, env: settings })
    expect([status, out]).toEqual([1, ''])
    expect(err).toContain(words)
    expect(err).not.toMatch(/xoxb-[0-9]/)
  })

  it.each(['http://127.0.0.1:9000/api/', 'http://localhost:9000/api/', 'http://[::1]:9000/api/'])(
    'lets a playground of Teams stand beside a stand-in for Slack on this machine (%s)',
    async (SLACK_API_URL) => {
      const env = { TEAMS_LOCAL_PLAYGROUND: '1', SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1', SLACK_API_URL }
      const { status, err } = await runCommand(['migrate'], { cwd: folder, env })
      expect([status, err]).toEqual([0, ''])
    },
  )

  it('counts today in the zone of the company', async () => {
    const zones = ['Pacific/Kiritimati', 'Pacific/Pago_Pago']
    const days = await Promise.all(
      zones.map(async (zone) => (await serve('', { SHELFREADY_TIMEZONE: zone })).out.split('\n')[0]),
    )
    expect(days[0]).not.toBe(days[1])
  })
})

describe('the operator', () => {
  it('sees the digest of any day without posting it, as text and as JSON', async () => {
    await using line = await commandLine()
    await line.feed(
      'promotions',
      'promotion_id,sku,location,name,start,end,units\nP-1,A,EAST,Alpha,2026-06-10,2026-06-12,30\n',
    )
    const text = await line.run('digest', '--dry-run', '--as-of', '2026-06-01', '--channel', '#shop')
    expect(text.out).toMatch(/^Launch readiness, Mon 1 Jun · #shop · 1 unknown\n/)
    expect(text.out).toContain('? Alpha (P-1), 10 Jun: the stock of A is missing')
    const json = JSON.parse((await line.run('digest', '--dry-run', '--as-of', '2026-06-01', '--json')).out)
    expect(json.plain).toBe('Launch readiness, Mon 1 Jun: 1 to do; 1 unknown')
  })

  it('is told what the command line takes, and what was wrong with it', async () => {
    await using line = await commandLine()
    expect((await line.run('help')).out).toContain('import [KIND] FILE')
    for (const words of [
      ['frob'],
      ['assess'],
      ['assess', '--all', '--frob'],
      ['import', 'items'],
      ['import', 'frobs', 'x.csv'],
      ['assess', '--all', '--as-of', 'soon'],
      ['migrate', '--ledger'],
    ])
      expect(await line.run(...words)).toMatchObject({
        status: 2,
        out: '',
        err: expect.stringContaining('Nothing was done'),
      })
  })

  it('names a workspace that does not exist, and those that do', async () => {
    await using line = await commandLine()
    expect(await line.run('assess', '--all', '--workspace', 'acme')).toMatchObject({
      status: 1,
      err: 'There is no workspace "acme" in this store. Nothing was done. The store has: default.\n',
    })
  })

  it('reads settings from .env', async () => {
    await using line = await commandLine()
    await writeFile(join(line.folder, '.env'), 'SHELFREADY_STALE_DAYS=never\n')
    expect(await line.run('migrate')).toMatchObject({
      status: 1,
      err: expect.stringContaining('SHELFREADY_STALE_DAYS'),
    })
  })
})

describe('an unsuitable Node', () => {
  it('is told by a sentence that says what to do', () => {
    const script = `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.20.2' } }); import(${JSON.stringify(checkNode)})`
    const { status, stderr } = spawnSync(process.execPath, ['-e', script], { encoding: 'utf8' })
    expect(status).toBe(1)
    expect(stderr).toMatch(
      /^Shelfready needs Node 26 or newer; this is Node 20\.20\.2 .*\nNothing was started\. Run "npm ci"/,
    )
  })

  const older = ['/usr/local/bin/node', '/usr/bin/node'].find(
    (path) => existsSync(path) && /^v(18|2[0-5])\./.test(spawnSync(path, ['--version'], { encoding: 'utf8' }).stdout),
  )
  it.runIf(older)('that is really there refuses like that, as npm start runs it', () => {
    const { status, stderr } = spawnSync(older as string, ['--import', checkNode, main, 'serve'], { encoding: 'utf8' })
    expect(status).toBe(1)
    expect(stderr).toMatch(/^Shelfready needs Node 26 or newer/)
  })
})
