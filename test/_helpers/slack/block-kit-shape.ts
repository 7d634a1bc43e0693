/** A JSON object whose fields are not known yet. */
export type JsonObject = { readonly [key: string]: unknown }

/** The places where blocks are shown. */
export type Surface = 'message' | 'home'

/** What a check is told besides the value, and how it complains. */
export type Look = {
  readonly surface: Surface
  readonly allowControl: boolean
  readonly say: (what: string, at: string) => void
}

/** One rule about a value, told where in the blocks it stands. */
export type Check = (value: unknown, at: string, look: Look) => void

/** The fields of an object by name. */
export type Fields = { readonly [name: string]: Check }

/** Tells whether a value is a JSON object. */
export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Reads a list, or an empty one where there is none. */
export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

/** Accepts a string of so many characters. */
export const string =
  (most = Number.POSITIVE_INFINITY, least = 1): Check =>
  (value, at, look) => {
    if (typeof value !== 'string') return look.say('must provide a string', at)
    if (value.length < least) look.say(`must be more than ${least - 1} characters`, at)
    if (value.length > most) look.say(`must be less than ${most + 1} characters`, at)
  }

/** Accepts one of some strings. */
export const word =
  (...words: readonly string[]): Check =>
  (value, at, look) => {
    if (!words.includes(value as string)) look.say(`must be one of: ${words.join(', ')}`, at)
  }

/** Accepts an address of the web. */
export const webAddress: Check = (value, at, look) => {
  string(3000)(value, at, look)
  if (typeof value === 'string' && !(/^https?:\/\//.test(value) && URL.canParse(value)))
    look.say('must be a valid http(s) URL', at)
}

/** Accepts true and false. */
export const flag: Check = (value, at, look) => {
  if (typeof value !== 'boolean') look.say('must provide a boolean', at)
}

/** Accepts a whole number within bounds. */
export const whole =
  (least: number, most: number): Check =>
  (value, at, look) => {
    if (!Number.isInteger(value) || (value as number) < least || (value as number) > most)
      look.say(`must provide an integer from ${least} to ${most}`, at)
  }

/** Accepts a finite number. */
export const finite: Check = (value, at, look) => {
  if (typeof value !== 'number' || !Number.isFinite(value)) look.say('must provide a number', at)
}

/** Accepts a list of so many items that all pass a check. */
export const list =
  (item: Check, most = Number.POSITIVE_INFINITY, least = 1): Check =>
  (value, at, look) => {
    if (!Array.isArray(value)) return look.say('must provide an array', at)
    if (value.length < least) look.say(`no fewer than ${least} items allowed`, at)
    if (value.length > most) look.say(`no more than ${most} items allowed`, at)
    for (const [index, one] of value.entries()) item(one, `${at}/${index}`, look)
  }

/** Accepts an object with all the required fields and none but the named ones. */
export const object =
  (required: Fields, optional: Fields = {}): Check =>
  (value, at, look) => {
    if (!isObject(value)) return look.say('must provide an object', at)
    for (const name of Object.keys(required))
      if (value[name] === undefined) look.say(`missing required field: ${name}`, at)
    for (const [name, one] of Object.entries(value)) {
      if (one === undefined) continue
      const check = Object.hasOwn(required, name) ? required[name] : Object.hasOwn(optional, name) && optional[name]
      if (check) check(one, `${at}/${name}`, look)
      else look.say(`invalid additional property: ${name}`, at)
    }
  }

/** Accepts an object by the check that its type names. */
export const byType =
  (kinds: Fields): Check =>
  (value, at, look) => {
    if (!isObject(value)) return look.say('must provide an object', at)
    const check = typeof value.type === 'string' && Object.hasOwn(kinds, value.type) ? kinds[value.type] : undefined
    if (check) check(value, at, look)
    else look.say(`unsupported type: ${value.type}`, `${at}/type`)
  }

/** Asks every check in turn. */
export const all =
  (...checks: readonly Check[]): Check =>
  (value, at, look) => {
    for (const check of checks) check(value, at, look)
  }

/** Accepts any value: what it is has been looked at already. */
export const any: Check = () => {}

/** The mark-up that notifies people or leads to a channel when nobody escaped it. */
export const controlSequence = /<[!@#]/

const words =
  (most: number): Check =>
  (value, at, look) => {
    string(most)(value, at, look)
    if (!look.allowControl && typeof value === 'string' && controlSequence.test(value))
      look.say('raw control sequence', at)
  }

/** Accepts a plain text object. */
export const plain = (most = 3000): Check =>
  byType({ plain_text: object({ type: any, text: words(most) }, { emoji: flag }) })

/** Accepts a mark-up text object. */
export const mrkdwn = (most = 3000): Check =>
  byType({ mrkdwn: object({ type: any, text: words(most) }, { verbatim: flag }) })

/** Accepts a text object of either type. */
export const eitherText = (most = 3000): Check =>
  byType({
    plain_text: plain(most),
    mrkdwn: mrkdwn(most),
  })

/** Makes the check of one type of block: every block may have an id. */
export const block = (required: Fields, optional: Fields = {}): Check =>
  object({ type: any, ...required }, { block_id: string(255), ...optional })
