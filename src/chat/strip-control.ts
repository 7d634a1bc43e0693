import { stripVTControlCharacters } from 'node:util'

/**
 * Removes from a text what a terminal or a chat would obey instead of show: escapes, control characters, direction
 * marks. What remains is one line.
 */
export const stripControl = (text: string): string =>
  stripVTControlCharacters(text.toWellFormed())
    .replaceAll(/[^\S ]+/g, ' ')
    .replaceAll(
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must go
      /[\u0000-\u001f\u007f-\u009f]|(?!\u034f|\u200d|\ufe0e|\ufe0f)\p{Default_Ignorable_Code_Point}/gu,
      '',
    )
