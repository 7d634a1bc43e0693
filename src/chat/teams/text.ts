import { isolated } from '../isolate.ts'
import { stripControl } from '../strip-control.ts'

const joiner = '\u200b'

/** Makes a text that Teams shows literally: text runs are no Markdown, and the date macros of cards are broken up. */
export const shown = (text: string): string => isolated(stripControl(text).replaceAll('{{', `{${joiner}{`).trim())
