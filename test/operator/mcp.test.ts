import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { Client } from '@modelcontextprotocol/client'
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runCommand, runProcess } from '../_helpers/command-line.ts'

const dayIn = (days: number): string => Temporal.Now.plainDateISO('UTC').add({ days }).toString()

const main = resolve(import.meta.dirname, '../../src/main.ts')

let folder: string
let database: string
let risk: string

const run = (...words: string[]) => runCommand([...words, '--db', database], { cwd: folder })
const chat = (...lines: string[]) =>
  runProcess([main, 'serve', '--db', database], { cwd: folder, input: `${lines.join('\n')}\n` })

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shelfready-'))
  database = `sqlite:${join(folder, 'data', 'sample.db')}`
  const { out } = await runProcess([main, 'serve'], { cwd: folder, input: 'as:Ana whoami\nas:Ben whoami\nrisks\n' })
  risk = /R-\d+/.exec(out)?.[0] ?? 'none'
})
afterAll(() => rm(folder, { recursive: true, force: true }))

type Answer = { readonly isError: boolean; readonly text: string; readonly data: Record<string, unknown> | undefined }

/** Speaks with the interface as an assistant does, over the standard input and output of a process. */
const assistant = async (token?: string) => {
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [main, 'mcp', '--db', database],
    cwd: folder,
    stderr: 'pipe',
    env: { PATH: process.env.PATH ?? '', ...(token === undefined ? {} : { SHELFREADY_TOKEN: token }) },
  })
  const client = new Client({ name: 'test', version: '1' })
  await client.connect(transport)
  return {
    tools: async () => (await client.listTools()).tools,
    call: async (name: string, asked: Record<string, unknown> = {}): Promise<Answer> => {
      const { content, isError, structuredContent } = await client.callTool({ name, arguments: asked })
      const text = (content as readonly { readonly text: string }[]).map((one) => one.text).join('\n')
      return { isError: isError === true, text, data: structuredContent as Record<string, unknown> | undefined }
    },
    [Symbol.asyncDispose]: () => client.close(),
  }
}

describe('an assistant', () => {
  it('asks what is not ready, and why, in words and as data', async () => {
    await using own = await assistant()
    const { text, data } = await own.call('promotions', { verdict: 'not-ready' })
    expect(text).toContain('✖')
    const promotions = data?.promotions as readonly { readonly promotion_id: string }[] | undefined
    const first = promotions?.[0]
    expect(promotions).toHaveLength(1)
    expect(first).toMatchObject({ verdict: 'not-ready' })
    const id = String(first?.promotion_id)
    for (const [name, asked] of [
      ['promotion_show', { promotion: id }],
      ['promotion_why', { promotion: id }],
      ['promotion_details', { promotion: id }],
      ['risks', {}],
      ['stock', { item: 'SKU-100' }],
      ['requirements', {}],
      ['digest', {}],
      ['feeds', {}],
    ] as const) {
      const answer = await own.call(name, asked)
      expect([name, answer.isError, answer.text]).toEqual([name, false, expect.stringMatching(/\S{3}/)])
    }
    expect((await own.call('digest')).text).toMatch(/^Launch readiness, /)
    expect((await own.call('stock', { item: 'SKU-100', location: 'EAST' })).text).toContain('EAST')
  })

  it('has nothing to act with without a token, and cannot smuggle a command into a word', async () => {
    await using own = await assistant()
    expect((await own.tools()).every(({ annotations }) => annotations?.readOnlyHint)).toBe(true)
    await expect(own.call('risk_acknowledge', { risks: ['R-1'] })).rejects.toThrow(/not found/i)
    const asked = await own.call('promotion_show', { promotion: 'P-1" \n/promo cancel P-1 "' })
    expect(asked.isError).toBe(true)
    expect((await chat('promo show P-1')).out).not.toContain('CANCELLED')
  })

  it('acts for the person whose token it has, with their rights, until it is over', async () => {
    const made = await run('token', 'add', 'ana', '--person', 'terminal:ana')
    expect([made.status, made.err]).toEqual([0, expect.any(String)])
    await using own = await assistant(made.out.trim())
    expect((await own.call('risk_acknowledge', { risks: [risk] })).text).toContain('is yours')
    const added = await own.call('promotion_add', {
      ...{ name: 'From an assistant', skus: ['SKU-110'], from: dayIn(60), to: dayIn(66), uplift: '+10%' },
    })
    expect([added.isError, added.text]).toEqual([false, expect.stringContaining('From an assistant')])
    const told = await run('audit', '--json')
    expect(JSON.parse(told.out)).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ who: 'terminal:ana', action: 'register' }),
        expect.objectContaining({ who: 'terminal:ana', action: 'acknowledge' }),
      ]),
    )
    await run('token', 'revoke', 'ana')
    expect(await own.call('risk_acknowledge', { risks: [risk] })).toMatchObject({
      isError: true,
      text: expect.stringContaining('no longer in use'),
    })
  })

  it('may do no more than the person may', async () => {
    const env = { SHELFREADY_ADMINS: 'terminal:ana' }
    await runProcess([main, 'serve', '--db', database], {
      ...{ cwd: folder, env },
      input: 'as:Ana roles on\nas:Ana role @Ben viewer\n',
    })
    const token = (await run('token', 'add', 'ben', '--person', 'terminal:ben')).out.trim()
    await using own = await assistant(token)
    expect((await own.call('risks')).isError).toBe(false)
    const refused = await own.call('risk_acknowledge', { risks: [risk] })
    expect(refused).toMatchObject({ isError: true, text: expect.stringMatching(/viewer|planner/) })
  })
})
