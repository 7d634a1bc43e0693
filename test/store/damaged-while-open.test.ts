import { closeSync, openSync, writeSync } from 'node:fs'
import Sqlite from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openFakeSlack } from '../_helpers/slack/fake-slack.ts'
import { startBot } from '../_helpers/slack/running-bot.ts'
import { plentyOfLemonade, type StockedStore, stockedStore } from '../_helpers/slack/stocked-store.ts'

let store: StockedStore
beforeEach(async () => {
  store = await stockedStore()
})
afterEach(() => store[Symbol.asyncDispose]())

/** Writes over the first pages of a table and its indexes on the disk, as a failing disk does, and leaves every other table as it is. */
const damage = (file: string, table: string) => {
  const tool = new Sqlite(file)
  // Whoever has the store open reads it anew after a commit of somebody else.
  tool.prepare('update workspace set name = name').run()
  tool.pragma('wal_checkpoint(truncate)')
  const pages = tool.prepare('select rootpage from sqlite_master where tbl_name = ?').pluck().all(table) as number[]
  const size = tool.pragma('page_size', { simple: true }) as number
  tool.close()
  const disk = openSync(file, 'r+')
  for (const page of pages) writeSync(disk, Buffer.alloc(size, 0x5a), 0, size, (page - 1) * size)
  closeSync(disk)
}
const count = (file: string, table: string) => {
  const tool = new Sqlite(file, { readonly: true })
  const rows = tool.prepare(`select count(*) from ${table}`).pluck().get()
  tool.close()
  return rows
}

describe('a store that is damaged while a service has it open', () => {
  it('confirms nothing from the moment that it shows, also where the damage is not', async () => {
    await using fake = await openFakeSlack()
    await using bot = await startBot(fake, store.file, { env: { OPS_PORT: '0' } })
    const before = await bot.command(plentyOfLemonade('Before'))
    expect(before.text).toMatch(/Before/)
    damage(store.file, 'feed_promise')
    const found = await bot.command('/shelfready feeds')
    expect(found.text).toMatch(/My store is damaged.*What I confirmed before still stands/)
    const promotions = count(store.file, 'promotion_line')
    for (const words of [plentyOfLemonade('After'), '/shelfready subscribe', '/promo cancel P-1 why:supply'])
      expect((await bot.command(words)).text, words).toMatch(/My store is damaged/)
    expect(count(store.file, 'promotion_line')).toBe(promotions)
    expect(count(store.file, 'subscription')).toBe(0)
    const port = /"ops":"port (\d+)"/.exec(bot.log())?.[1]
    expect((await fetch(`http://127.0.0.1:${port}/readyz`)).status).toBe(503)
    expect(bot.log()).toMatch(/"msg":"store"/)
  })
})
