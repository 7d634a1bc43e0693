import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

/** The root of the repository, where images are built. */
export const root = resolve(import.meta.dirname, '../..')

/** One instruction of a Dockerfile, such as `COPY` with its words. */
export type Instruction = { readonly name: string; readonly words: string }

/** Reads the instructions of a Dockerfile, stage by stage; each begins with its `FROM`. */
const stagesOf = (text: string): readonly (readonly Instruction[])[] => {
  const lines = text
    .replaceAll(/^#.*\n/gm, '')
    .replaceAll(/\\\n\s*/g, ' ')
    .split('\n')
  const stages: Instruction[][] = []
  for (const line of lines.filter((one) => one.trim() !== '')) {
    const [, name = '', words = ''] = /^([A-Z]+)\s+(.*)$/.exec(line) ?? []
    if (name === '') throw new Error(`Not an instruction: ${line}`)
    if (name === 'FROM') stages.push([])
    stages.at(-1)?.push({ name, words })
  }
  return stages
}

/** The stages of our own image. */
export const ownStages = (): readonly (readonly Instruction[])[] =>
  stagesOf(readFileSync(join(root, 'deploy/Dockerfile'), 'utf8'))

/** Gives the words of the last instruction of a name. */
export const lastOf = (stage: readonly Instruction[], name: string): string => {
  const found = stage.findLast((instruction) => instruction.name === name)
  if (found === undefined) throw new Error(`There is no ${name}`)
  return found.words
}

/** Gives the command of a CMD or of a HEALTHCHECK, which are written as a list. */
export const commandOf = (words: string): readonly string[] => JSON.parse(words.slice(words.indexOf('[')))
