import { createRequire } from 'node:module'
import type { InputBlock, KnownBlock, ModalView } from '@slack/types'
import { createElement, type ReactNode } from 'react'
import { type Block, Message } from 'slack-blocks-to-jsx'

// The package has no types of its own.
const { renderToStaticMarkup } = createRequire(import.meta.url)('react-dom/server') as {
  readonly renderToStaticMarkup: (element: unknown) => string
}

/** Writes text so that HTML shows it as it stands. */
export const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

/** Slack formats `mrkdwn` whatever `verbatim` says, and shows `plain_text` and cells as they stand; the renderer has to be told so. */
const asSlackReads = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(asSlackReads)
  if (typeof value !== 'object' || value === null) return value
  const inside = Object.fromEntries(Object.entries(value).map(([name, one]) => [name, asSlackReads(one)]))
  if (inside.type === 'mrkdwn') return { ...inside, text: asData(String(inside.text)), verbatim: false }
  if (inside.type === 'raw_text') return literal(String(inside.text))
  return inside.type === 'plain_text' ? { ...inside, verbatim: true } : inside
}

/** What was escaped is data; the renderer would undo that before it reads markup, and it reads Markdown, which Slack does not. */
const asData = (text: string): string =>
  text
    .replaceAll('&lt;', '&#60;')
    .replaceAll('&gt;', '&#62;')
    .replaceAll('[', '&#91;')
    .replaceAll(/\u200b([*_~`])\u200b/g, (_, mark: string) => `&#${mark.codePointAt(0)};`)

/** Nothing of ours is a link, and nothing is an emoji: what the renderer finds of its own is text. */
const hooks = {
  link: ({ children }: { readonly children: ReactNode }) => children,
  emoji: ({ name }: { readonly name: string }) => (name.startsWith(':') ? name : `:${name}:`),
}

const literal = (text: string) => ({
  type: 'rich_text',
  elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text }] }],
})

/** Draws blocks of a message or a page, and in words what stands behind menus. */
export const slackHtml = (blocks: readonly KnownBlock[]): string => blocks.map(blockHtml).join('')

const blockHtml = (block: KnownBlock): string => {
  switch (block.type as string) {
    case 'data_table':
      return dataTableHtml(block as unknown as DataTable)
    case 'input':
      return inputHtml(block as InputBlock, undefined)
    default:
      return drawn(block) + behindHtml(block)
  }
}

const drawn = (block: KnownBlock): string =>
  renderToStaticMarkup(
    createElement(Message, {
      name: 'Shelfready',
      logo: 'data:,',
      theme: 'light',
      withoutWrapper: true,
      hooks,
      blocks: [asSlackReads(block) as Block],
    }),
  )

const behindHtml = (block: KnownBlock): string => {
  if (block.type !== 'actions') return ''
  const options = block.elements.flatMap((element) =>
    element.type === 'overflow' ? element.options.map(({ text }) => text.text) : [],
  )
  return options.length === 0 ? '' : `<div class="behind">⋮ ${options.map(escapeHtml).join(' · ')}</div>`
}

type DataTable = { readonly page_size?: number; readonly rows: readonly (readonly { readonly text: string }[])[] }

/** The renderer knows no `data_table`: its first page stands here as a table. */
const dataTableHtml = ({ rows, page_size: size = rows.length }: DataTable): string => {
  const line = (row: DataTable['rows'][number], of: 'th' | 'td') =>
    `<tr>${row.map(({ text }) => `<${of}>${escapeHtml(text)}</${of}>`).join('')}</tr>`
  const [head, ...body] = rows
  const pages = Math.ceil(body.length / size)
  return `<div class="data-table"><table>${head === undefined ? '' : line(head, 'th')}${body
    .slice(0, size)
    .map((row) => line(row, 'td'))
    .join(
      '',
    )}</table><p>data_table: page 1 of ${pages}, ${body.length} rows; drawn by the gallery, not by a renderer of Slack's</p></div>`
}

/** Draws a modal with what is wrong below its fields. */
export const modalHtml = (view: ModalView, errors: Readonly<Record<string, string>>): string =>
  `<div class="modal"><div class="modal-title">${escapeHtml(view.title.text)}<span>✕</span></div>${view.blocks
    .map((block) =>
      block.type === 'input'
        ? inputHtml(block as InputBlock, errors[block.block_id ?? ''])
        : blockHtml(block as KnownBlock),
    )
    .join('')}<div class="modal-buttons"><span class="close">${escapeHtml(view.close?.text ?? 'Close')}</span>${
    view.submit === undefined ? '' : `<span class="submit">${escapeHtml(view.submit.text)}</span>`
  }</div></div>`

const inputHtml = ({ label, optional, element }: InputBlock, error: string | undefined): string => {
  const mistake = error === undefined ? '' : `<div class="mistake">${escapeHtml(error)}</div>`
  const free = optional ? ' <span class="optional">(optional)</span>' : ''
  return `<label class="field${error === undefined ? '' : ' wrong'}"><b>${escapeHtml(label.text)}</b>${free}${elementHtml(element)}${mistake}</label>`
}

const elementHtml = (element: InputBlock['element']): string => {
  switch (element.type) {
    case 'plain_text_input': {
      const placeholder = escapeHtml(element.placeholder?.text ?? '')
      const value = escapeHtml(element.initial_value ?? '')
      return element.multiline
        ? `<textarea rows="3" placeholder="${placeholder}">${value}</textarea>`
        : `<input placeholder="${placeholder}" value="${value}">`
    }
    case 'datepicker':
      return `<span class="picker">${escapeHtml(element.initial_date ?? 'Select a date')} ▾</span>`
    case 'radio_buttons':
      return `<div class="radios">${element.options
        .map((option) => {
          const mark = option.value === element.initial_option?.value ? '◉' : '○'
          const more = option.description === undefined ? '' : `<small>${escapeHtml(option.description.text)}</small>`
          return `<div>${mark} ${escapeHtml(option.text.text)}${more}</div>`
        })
        .join('')}</div>`
    case 'static_select':
      return `<span class="picker">${escapeHtml(element.initial_option?.text.text ?? 'Select an item')} ▾</span>`
    default:
      return `<span class="picker">${escapeHtml(element.type)}</span>`
  }
}
