import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { chownSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { openFakeSlack } from './_helpers/slack/fake-slack.ts'
import { secret } from './_helpers/slack/running-bot.ts'
import { signedRequest, slashCommand } from './_helpers/slack/signed-request.ts'
import { commandOf, type Instruction, lastOf, ownStages, root } from './deploy/dockerfile.ts'

/**
 * Does here what the Dockerfile does, in folders of their own and as another user, starts what it would start on a root that
 * cannot be written to, and tells the sizes: `npm run prove:deploy`. The images that it begins with are not tried.
 */
const stranger = 65_534
const isRoot = process.getuid?.() === 0
const userId = isRoot ? stranger : (process.getuid?.() ?? 0)

const place = mkdtempSync(join(tmpdir(), 'shelfready-deploy-'))
const node = join(root, 'node_modules/node/bin')
const environment = { PATH: `${node}:${process.env.PATH}`, HOME: join(place, 'home'), TMPDIR: join(place, 'tmp') }
/** What a build needs to reach the registry; not what npm tells the scripts that it runs. */
const building = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('npm_')))
const write = (line: string) => void process.stdout.write(`${line}\n`)

/** Runs words as the other user, where there is one. */
const asStranger = (words: readonly string[]): readonly string[] =>
  isRoot ? ['setpriv', `--reuid=${stranger}`, `--regid=${stranger}`, '--clear-groups', ...words] : words

const own = (path: string) => isRoot && chownSync(path, stranger, stranger)

const folderFor = (...path: readonly string[]): string => {
  const folder = join(place, ...path)
  mkdirSync(folder, { recursive: true })
  own(folder)
  return folder
}

const copy = (words: string, folder: string, built: string): void => {
  const all = words.split(' ').filter((word) => !word.startsWith('--'))
  const target = all.at(-1) as string
  for (const path of all.slice(0, -1)) {
    const from = path.startsWith('/app/') ? join(built, path.slice('/app/'.length)) : join(root, path)
    const to = target.endsWith('/') ? join(folder, target, path.split('/').at(-1) as string) : join(folder, target)
    mkdirSync(dirname(to), { recursive: true })
    cpSync(from, to, { recursive: true, verbatimSymlinks: true })
  }
}

const run = (words: string, folder: string): void => {
  const mine = words.replaceAll(/-([og]) 1000\b/g, `-$1 ${userId}`)
  const [command = '', ...rest] = asStranger(['sh', '-c', mine])
  const { status, stdout, stderr } = spawnSync(command, rest, {
    cwd: folder,
    env: { ...building, ...environment },
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(`RUN ${words}\n${stdout}${stderr}`)
}

const follow = (stage: readonly Instruction[], folder: string, built: string): void => {
  for (const { name, words } of stage) {
    if (name === 'COPY') copy(words, folder, built)
    if (name === 'RUN') run(words, folder)
  }
}

const megabytesOf = (path: string): number =>
  Number.parseInt(spawnSync('du', ['-sm', path], { encoding: 'utf8' }).stdout, 10)

/** Gives the settings that an image brings. */
const settingsOf = (stage: readonly Instruction[]): Readonly<Record<string, string>> =>
  Object.fromEntries(
    lastOf(stage, 'ENV')
      .split(' ')
      .map((one) => one.split('=')),
  )

type Started = { readonly child: ChildProcess; readonly ended: Promise<number | null>; readonly log: () => string }

/** Starts the image's command on a folder that cannot be written to but for its data. */
const startImage = (folder: string, env: Readonly<Record<string, string>>, before: readonly string[] = []): Started => {
  const [command = '', ...rest] = commandOf(lastOf(image, 'CMD'))
  const words = asStranger([command, ...before, ...rest])
  const readOnly =
    'mount --bind "$0" "$0" && mount --bind "$0/data" "$0/data" && mount -o remount,ro,bind "$0" && cd "$0" && exec "$@"'
  const all = isRoot ? ['unshare', '--mount', 'sh', '-c', readOnly, folder, ...words] : words
  const child = spawn(all[0] as string, all.slice(1), {
    cwd: folder,
    env: { ...environment, ...settingsOf(image), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let log = ''
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', (text) => (log += text))
  return { child, ended: new Promise((done) => child.on('close', done)), log: () => log }
}

const until = async (what: () => boolean, started: Started): Promise<void> => {
  for (let waited = 0; !what(); waited += 50) {
    if (waited > 60_000 || started.child.exitCode !== null) throw new Error(`It did not get ready: ${started.log()}`)
    await pause(50)
  }
}

const memoryOf = (pid: number): number =>
  Math.round(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024)

const stop = async ({ child, ended }: Started): Promise<string> => {
  const begun = performance.now()
  child.kill('SIGTERM')
  const status = await ended
  return `status ${status} after ${Math.round(performance.now() - begun)} ms`
}

/** Counts what was loaded of each package, and what of the program itself. */
const loadedOf = (file: string): string => {
  const urls = JSON.parse(readFileSync(file, 'utf8')) as readonly string[]
  const counts = new Map<string, number>()
  for (const url of new Set(urls)) {
    const name = /node_modules\/((?:@[^/]+\/)?[^/]+)(?!.*node_modules)/.exec(url)?.[1] ?? 'Shelfready'
    counts.set(name, (counts.get(name) ?? 0) + 1)
  }
  const total = [...counts.values()].reduce((sum, one) => sum + one, 0)
  const of = (pattern: RegExp) =>
    [...counts].filter(([name]) => pattern.test(name)).reduce((sum, [, one]) => sum + one, 0)
  return `${total} modules: ${counts.get('Shelfready')} of Shelfready, ${of(/^(botbuilder|botframework|@azure)/)} of Bot Framework and Azure, ${of(/^@slack/)} of Slack, ${of(/^(echarts|zrender)/)} of ECharts`
}

/** Measures a start with some settings: the time until it is ready, its memory after a while, and what is loaded. */
const measure = async (folder: string, name: string, env: Readonly<Record<string, string>>): Promise<void> => {
  const times: number[] = []
  for (let i = 0; i < 3; i++) {
    const begun = performance.now()
    const started = startImage(folder, env)
    await until(() => started.log().includes('"msg":"ready"'), started)
    times.push(performance.now() - begun)
    await stop(started)
  }
  const file = join(folderFor('counts'), `${name}.json`)
  const counted = startImage(folder, { ...env, COUNT_FILE: file }, [
    '--import',
    join(root, 'test/deploy/count-modules.mjs'),
  ])
  await until(() => counted.log().includes('"msg":"ready"'), counted)
  await pause(5_000)
  counted.child.kill('SIGUSR2')
  await until(() => existsSync(file) && statSync(file).size > 0, counted)
  await pause(200)
  await stop(counted)
  const idle = startImage(folder, env)
  await until(() => idle.log().includes('"msg":"ready"'), idle)
  await pause(10_000)
  const memory = memoryOf(idle.child.pid as number)
  await stop(idle)
  write(
    `${name}: ready after ${Math.round(times.toSorted((a, b) => a - b)[1] as number)} ms (middle of 3), ${memory} MB idle, ${loadedOf(file)}`,
  )
}

const [build = [], image = []] = ownStages()
try {
  if (isRoot) chownSync(place, stranger, stranger)
  folderFor('home')
  folderFor('tmp')
  const built = folderFor('build')
  follow(build, built, '')
  const folder = folderFor('app')
  follow(image, folder, built)
  write(
    `The image beside Node: ${megabytesOf(folder)} MB, of it node_modules ${megabytesOf(join(folder, 'node_modules'))} MB.`,
  )

  await using slack = await openFakeSlack()
  const slackEnv = {
    SLACK_BOT_TOKEN: slack.token,
    SLACK_SIGNING_SECRET: secret,
    SLACK_API_URL: slack.apiUrl,
    PORT: '0',
  }
  const started = startImage(folder, slackEnv)
  await until(() => started.log().includes('"msg":"ready"'), started)
  const port = /http port (\d+)/.exec(started.log())?.[1]
  const url = `http://127.0.0.1:${port}/slack/events`
  const answer = await signedRequest({ url, secret, body: slashCommand({ command: '/shelfready', text: 'help' }) })
  write(`/shelfready help: ${answer.status}`)
  const [, ...health] = commandOf(lastOf(image, 'HEALTHCHECK'))
  const well = spawnSync(join(node, 'node'), health, { cwd: folder, encoding: 'utf8' })
  write(`Health check: status ${well.status}`)
  write(`SIGTERM: ${await stop(started)}`)
  const { uid, mode } = statSync(join(folder, 'data/shelfready.db'))
  write(`The store belongs to user ${uid}, mode ${(mode & 0o777).toString(8)}`)
  if (answer.status !== 200 || well.status !== 0) process.exitCode = 1

  await measure(folder, 'Slack', slackEnv)
  await measure(folder, 'Teams', { TEAMS_LOCAL_PLAYGROUND: '1', PORT: '0' })
  await measure(folder, 'Slack and Teams', {
    ...slackEnv,
    TEAMS_APP_ID: '0a1b2c3d-0000-4000-8000-0123456789ab',
    TEAMS_APP_PASSWORD: 'p'.repeat(40),
    TEAMS_TENANT_ID: '0a1b2c3d-0000-4000-8000-0123456789ab',
  })
} finally {
  rmSync(place, { recursive: true, force: true })
}
