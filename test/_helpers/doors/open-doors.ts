import { readdir, readFile, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { Card } from '../../../src/cards/language/card.ts'
import { openHttpDoor } from '../../../src/chat/http-door.ts'
import { renderText } from '../../../src/chat/terminal/render.ts'
import { readConfig } from '../../../src/config.ts'
import { openHttpApi } from '../../../src/http/api.ts'
import { type FolderNews, openWatchedFolder } from '../../../src/services/imports/folder/take-folder.ts'
import { pullSource } from '../../../src/services/imports/pull/pull-source.ts'
import { loadContent } from '../../../src/store/imports/dropped-files.ts'
import { addToken } from '../../../src/store/imports/tokens.ts'
import { temporaryFolder } from '../../store/open-store.ts'
import { runCommand } from '../command-line.ts'
import { type Company, openCompany } from '../company.ts'

/** What a door made of a file: how that ended, what its sender is told, and whether the file lies where that is promised. */
type Sent = {
  readonly outcome: 'imported' | 'held' | 'asked' | 'refused'
  readonly words: string
  readonly isKept: boolean
}

type Door = (name: string, bytes: Uint8Array) => Promise<Sent>

/** A service of one store whose doors are all open, each taking one file at a time. */
export type Doors = AsyncDisposable & {
  readonly company: Company
  readonly doors: Readonly<Record<'command line' | 'chat' | 'folder' | 'HTTP' | 'pull', Door>>
}

/** Opens every door of a new store. */
export const openDoors = async (): Promise<Doors> => {
  await using stack = new AsyncDisposableStack()
  const place = stack.use(await temporaryFolder())
  const file = join(place.path, 'store.db')
  const company = stack.use(await openCompany(Temporal.Now.instant(), { file, edits: true }))
  const doors = {
    'command line': commandLine(place.path, file),
    chat: chat(company),
    folder: await folder(company, stack),
    HTTP: await http(company, stack),
    pull: await pull(company, stack),
  }
  const all = stack.move()
  return { company, doors, [Symbol.asyncDispose]: () => all.disposeAsync() }
}

const sameFile = (path: string, bytes: Uint8Array) =>
  readFile(path).then(
    (found) => found.equals(bytes),
    () => false,
  )

const commandLine =
  (place: string, store: string): Door =>
  async (name, bytes) => {
    const path = join(place, name)
    await writeFile(path, bytes)
    const { status, out, err } = await runCommand(['import', path, '--db', `sqlite:${store}`], { cwd: place })
    const words = `${out}${err}`
    const outcome = status === 0 ? 'imported' : status === 3 ? 'held' : /answer/.test(words) ? 'asked' : 'refused'
    return { outcome, words, isKept: await sameFile(path, bytes) }
  }

const chat = ({ app, rows }: Company): Door => {
  const files = new Map<string, Uint8Array>()
  app.fetchFilesBy('slack', async (from) => ({ bytes: files.get(from) as Uint8Array }))
  const person = { id: 'test:Ben', name: 'Ben', platform: 'slack' } as const
  const place = '@test:Ben'
  let sent = 0
  const press = ({ does, id, revision }: NonNullable<Card['actions']>[number]) =>
    app.handle({ key: `press-${++sent}`, person, place, words: { does, id, revision } })
  return async (name, bytes) => {
    const from = `file-${++sent}`
    files.set(from, bytes)
    const shown = await app.handle({ key: from, person, place, words: { from, name, caption: '' } })
    const button = shown.actions?.find(({ label }) => label === 'Import')
    const card = button === undefined ? shown : await press(button)
    const words = renderText(card)
    const outcome =
      /^\S+( \S+)? imported: /.test(card.title ?? '') && !/not imported/.test(card.title ?? '')
        ? 'imported'
        : card.title?.startsWith('Held') === true
          ? 'held'
          : card.tone === 'question' && !/cannot tell/.test(words)
            ? 'asked'
            : 'refused'
    const [kept] = rows<{ id: string }>(`select id from dropped_file where source_key = ?`, from)
    const content = kept === undefined ? null : await loadContent(app.workspace, kept.id)
    return { outcome, words, isKept: content !== null && Buffer.from(content).equals(bytes) }
  }
}

const folder = async ({ app }: Company, stack: AsyncDisposableStack): Promise<Door> => {
  const { path } = stack.use(await temporaryFolder())
  const news: FolderNews[] = []
  const { workspace, timeZone } = app
  const watched = openWatchedFolder({
    ...{ workspace, timeZone, now: () => new Date().toISOString(), folder: path },
    onNews: async (one) => void news.push(one),
  })
  return async (name, bytes) => {
    news.length = 0
    await writeFile(join(path, name), bytes)
    for (const _ of [1, 2]) await watched.look()
    const [told, ...more] = news
    if (told === undefined || more.length > 0) throw new Error(`told ${news.length} times of ${name}`)
    const isAsked = /has to answer/.test(told.text)
    const outcome = told.kind === 'rejected' ? (isAsked ? 'asked' : 'refused') : told.kind
    const end = { imported: 'done', rejected: 'rejected', held: 'held' }[told.kind]
    const ended = (await readdir(join(path, end), { recursive: true })).filter((found) => found.endsWith(told.name))
    const reasons = told.kind === 'imported' || (await readFile(join(path, end, `${told.name}.reasons.txt`), 'utf8'))
    const isKept = ended.length === 1 && (await sameFile(join(path, end, ended[0] as string), bytes))
    return { outcome, words: told.text, isKept: isKept && reasons !== '' }
  }
}

const http = async ({ app }: Company, stack: AsyncDisposableStack): Promise<Door> => {
  const { workspace, policy, timeZone, now, today } = app
  const token = await addToken(
    workspace,
    { name: 'erp', feeds: ['inventory'], mayRead: true, person: null, expiresAt: null },
    now(),
  )
  const handle = openHttpApi({
    ...{ workspace, policy, timeZone, now, today },
    onImported: () => {},
    onSurprise: (error) => `Surprise: ${error}`,
  })
  const door = stack.use(await openHttpDoor({ port: 0, host: '127.0.0.1' }, new Map(), [{ path: '/v1/', handle }]))
  return async (name, bytes) => {
    const response = await fetch(`http://127.0.0.1:${door.port}/v1/feeds/inventory?file=${encodeURIComponent(name)}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
      body: bytes as Uint8Array<ArrayBuffer>,
    })
    const body = (await response.json()) as Record<string, unknown>
    const outcome =
      response.status === 201
        ? 'imported'
        : response.status === 202
          ? 'held'
          : 'questions' in body
            ? 'asked'
            : response.status < 500
              ? 'refused'
              : undefined
    if (outcome === undefined) throw new Error(JSON.stringify(body))
    return {
      outcome,
      words: Object.values(body)
        .map((part) => (typeof part === 'string' ? part : JSON.stringify(part)))
        .join('\n'),
      isKept: true,
    }
  }
}

const pull = async ({ app }: Company, stack: AsyncDisposableStack): Promise<Door> => {
  let given: Uint8Array = new Uint8Array()
  const server = createServer((_, response) => void response.end(given))
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  stack.defer(() => void server.close())
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  const { path } = stack.use(await temporaryFolder())
  const { workspace, timeZone } = app
  const context = { workspace, timeZone, egress: [host], signal: new AbortController().signal }
  let sent = 0
  return async (name, bytes) => {
    given = bytes
    const from = { type: 'url', url: `http://${host}/${encodeURIComponent(name)}` }
    const list = join(path, 'pulls.json')
    await writeFile(list, JSON.stringify([{ name: `source-${++sent}`, kind: null, every: 60, from }]))
    const [source] = readConfig({ SHELFREADY_PULLS: list }).pulls
    if (source === undefined) throw new Error('no source')
    const surprises: unknown[] = []
    const onSurprise = (error: unknown) => surprises.push(error)
    const { pulled } = await pullSource({ ...context, now: () => new Date().toISOString(), onSurprise }, source)
    if (surprises.length > 0) throw surprises[0]
    const words = pulled.words.join('\n')
    const outcome =
      pulled.kind !== 'failed' ? pulled.kind : /has to answer|answer first/i.test(words) ? 'asked' : 'refused'
    if (outcome === 'unchanged' || outcome === 'waiting') throw new Error(`${outcome}: ${words}`)
    return { outcome, words, isKept: true }
  }
}
