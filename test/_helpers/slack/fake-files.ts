import { isObject } from './block-kit.ts'
import { type Answer, type Method, no, text, visible, yes } from './fake-call.ts'
import { bot, type FakeFile, putMessage, token, type World } from './fake-state.ts'

/** The path of the address at which the bytes of a file are taken. */
export const uploadPath = '/upload/v1/'

const announce =
  (base: () => string): Method =>
  (world, args) => {
    const [name, length] = [text(args, 'filename') ?? '', Number(text(args, 'length'))]
    if (name === '' || !Number.isInteger(length) || length <= 0) return no('invalid_arguments')
    const id = `F${String(world.nextNumber()).padStart(8, '0')}`
    world.files.set(id, { id, name, length, text: null })
    return yes({ file_id: id, upload_url: `${base()}${uploadPath}${id}` })
  }

/** Takes the bytes of a file that was announced: as many as were announced. */
export const storeUpload = (world: World, path: string, body: string): boolean => {
  const file = world.files.get(path.slice(uploadPath.length))
  if (file === undefined || Buffer.byteLength(body) !== file.length) return false
  file.text = body
  return true
}

const show: Method = (world, args) => {
  const channel = visible(world, text(args, 'channel_id'))
  if (!channel) return no('channel_not_found')
  if (!channel.members.has(bot.userId)) return no('not_in_channel')
  const wanted = Array.isArray(args.files) ? args.files.filter(isObject) : []
  const files = wanted.map(({ id }) => world.files.get(`${id}`))
  const stored = files.filter((file): file is FakeFile => file !== undefined && file.text !== null)
  if (wanted.length === 0 || stored.length < wanted.length) return no('file_not_found')
  const said = text(args, 'initial_comment') ?? ''
  putMessage(world, channel.id, { text: said, user: bot.userId, files: stored })
  return yes({ files: wanted.map(({ id, title }) => ({ id, title })) }) satisfies Answer
}

/** The path of the address at which the bytes of a file are given out to whoever may read it. */
export const downloadPath = '/files-pri/'

/** Lets a person upload a file, and gives what Slack tells of it with a message. */
export const uploadFile = (world: World, name: string, content: string | Uint8Array): FakeFile => {
  const bytes = Buffer.from(content)
  const id = `F${String(world.nextNumber()).padStart(8, '0')}`
  const file = { id, name, length: bytes.length, text: null, bytes }
  world.files.set(id, file)
  return file
}

const info =
  (base: () => string): Method =>
  (world, args) => {
    const file = world.files.get(text(args, 'file') ?? '')
    if (file === undefined) return no('file_not_found')
    const { id, name, length } = file
    return yes({
      file: { id, name, size: length, url_private_download: `${base()}${downloadPath}${id}/download/${name}` },
    })
  }

/** Gives out a file as Slack does: to whoever has no token or no right to read, its page to sign in. */
export const giveFile = (
  world: World,
  path: string,
  given: string | null,
): { readonly type: string; readonly body: Uint8Array } => {
  const file = world.files.get(path.slice(downloadPath.length).split('/')[0] ?? '')
  const isAllowed = given === token && world.scopes.has('files:read') && file?.bytes !== undefined
  return isAllowed
    ? { type: 'application/octet-stream', body: file.bytes }
    : { type: 'text/html; charset=utf-8', body: Buffer.from('<html>Sign in to Slack</html>') }
}

/** The methods by which files are uploaded, and told of. */
export const fileMethods = (base: () => string): { readonly [method: string]: Method } => ({
  'files.getUploadURLExternal': announce(base),
  'files.completeUploadExternal': show,
  'files.info': info(base),
})
