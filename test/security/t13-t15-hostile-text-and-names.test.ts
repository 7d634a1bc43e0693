import { spawnSync } from 'node:child_process'
import { globSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'

const root = resolve(import.meta.dirname, '../..')
const sources = globSync('src/**/*.ts', { cwd: root }).map((path) => ({
  path,
  text: readFileSync(join(root, path), 'utf8'),
}))

/** A group that may match again and again, in which something may: the text is read in ever more ways. */
const nested = /\((?:[^()\\\n]|\\.)*[+*](?:[^()\\\n]|\\.)*\)[+*]/

describe('no pattern takes ever longer for a text (T13)', () => {
  it('no repetition stands in another one', () => {
    const found = sources.flatMap(({ path, text }) =>
      text
        .split('\n')
        // A class of characters repeats nothing.
        .map((line) => line.replaceAll(/\[(?:\\.|[^\]\\])*\]/g, 'C'))
        .filter(
          (line) => /\/.*\/[dgimsuvy]*[.,)\s]/.test(line) && !/^\s*(\/\/|\*|\/\*\*)/.test(line) && nested.test(line),
        )
        .map((line) => `${path}: ${line.trim()}`),
    )
    expect(found).toEqual([])
  })
})

describe('no name changes what every object is (T15)', () => {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    readonly scripts: Readonly<Record<string, string>>
  }

  it.each(['start', 'shelfready', 'try:slack', 'try:teams'])('npm run %s starts without __proto__', (name) => {
    const [command, ...words] = (scripts[name] as string).split(' ')
    expect(command).toBe('node')
    const flags = words.slice(0, words.indexOf('src/main.ts'))
    const asked = spawnSync(process.execPath, [...flags, '-p', '"__proto__" in {}'], { cwd: root, encoding: 'utf8' })
    expect(asked.stdout.trim()).toBe('false')
  })

  it('nothing is put together from JSON by Object.assign', () => {
    const found = sources.filter(({ text }) => /Object\.assign\([^)]*JSON\.parse/.test(text)).map(({ path }) => path)
    expect(found).toEqual([])
  })
})
