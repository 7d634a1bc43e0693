import {
  any,
  block,
  byType,
  type Check,
  type Fields,
  flag,
  list,
  object,
  string,
  webAddress,
  whole,
  word,
} from './block-kit-shape.ts'

const style = object({}, { bold: flag, italic: flag, strike: flag, code: flag, underline: flag })
const styled = (required: Fields, optional: Fields = {}): Check =>
  object({ type: any, ...required }, { style, ...optional })

const text = styled({ text: string() })
const link = styled({ url: string(3000) }, { text: string(), unsafe: flag })
const colour: Check = (value, at, look) => {
  if (typeof value !== 'string' || !/^#[0-9a-f]{6}$/i.test(value)) look.say('must be a colour such as #1d9bd1', at)
}

const inline = byType({
  text,
  link,
  emoji: styled({ name: string() }, { unicode: string(), url: webAddress }),
  user: styled({ user_id: string() }),
  usergroup: styled({ usergroup_id: string() }),
  channel: styled({ channel_id: string() }),
  team: styled({ team_id: string() }),
  broadcast: styled({ range: word('here', 'channel', 'everyone') }),
  date: styled({ timestamp: whole(0, 9_999_999_999), format: string() }, { url: webAddress, fallback: string() }),
  color: styled({ value: colour }),
})

const border = { border: whole(0, 1) }
const section = object({ type: any, elements: list(inline) })

const part = byType({
  rich_text_section: section,
  rich_text_list: object(
    { type: any, style: word('bullet', 'ordered'), elements: list(byType({ rich_text_section: section })) },
    { ...border, indent: whole(0, 8), offset: whole(0, 1_000_000) },
  ),
  rich_text_quote: object({ type: any, elements: list(inline) }, border),
  rich_text_preformatted: object({ type: any, elements: list(byType({ text, link })) }, border),
})

/** Accepts a block of formatted text. */
export const richText = byType({ rich_text: block({ elements: list(part) }) })
