import { stripControl } from '../strip-control.ts'

const joiner = '\u200b'

/** A text as it is: no run of text is Markdown, and the marks that cards replace by dates are taken apart. */
export const shown = (text: string): string => stripControl(text).replaceAll('{{', `{${joiner}{`).trim()
