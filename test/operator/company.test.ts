import { describe, expect, it } from 'vitest'
import { commandLine } from '../_helpers/command-line.ts'

describe('the companies of a store', () => {
  it('are added, listed, given a zone, and removed with all that is theirs', async () => {
    await using line = await commandLine()
    expect(await line.run('company', 'add', 'beta')).toMatchObject({ status: 0 })
    expect(await line.run('company', 'add', 'beta')).toMatchObject({
      status: 1,
      err: expect.stringContaining('beta already'),
    })
    expect(await line.run('company', 'add', 'a b')).toMatchObject({ status: 2 })
    expect(await line.run('company', 'zone', 'beta', '--timezone', 'Mars')).toMatchObject({ status: 2 })
    expect(await line.run('company', 'zone', 'beta', '--timezone', 'Asia/Tokyo')).toMatchObject({ status: 0 })
    const items = 'sku,name\nSKU-1,Canary\n'
    const file = await line.write('items.csv', items)
    await line.run('import', 'items', file, '--workspace', 'beta')
    await line.run('import', 'items', file)
    expect((await line.run('company', 'list')).out).toBe('default\nbeta · Asia/Tokyo\n')
    expect((await line.run('audit', '--json', '--workspace', 'beta')).out).toContain('items.csv')

    expect(await line.run('company', 'remove', 'default', '--yes')).toMatchObject({ status: 1 })
    expect(await line.run('company', 'remove', 'gamma', '--yes')).toMatchObject({ status: 1 })
    expect(await line.run('company', 'remove', 'beta')).toMatchObject({
      status: 2,
      err: expect.stringContaining('--yes'),
    })
    const removed = await line.run('company', 'remove', 'beta', '--yes')
    expect(removed).toMatchObject({ status: 0, out: expect.stringMatching(/^beta and its [1-9]\d* rows are deleted/) })
    expect((await line.run('company', 'list')).out).toBe('default\n')
    expect(await line.run('audit', '--workspace', 'beta')).toMatchObject({ status: 1 })
    expect((await line.run('audit', '--json')).out).toContain('items.csv')
  })
})
