import { inspect } from 'node:util'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { secret } from '../../src/config/secret.ts'
import { readConfig } from '../../src/config.ts'
import { openLog } from '../../src/operator/serve/log.ts'

const secrets = [
  'xoxb-1234-5678-abcDEF',
  'xapp-1-A012-345-abcdef',
  'Bearer abc.DEF-123_~+/=',
  'https://hooks.slack.com/commands/T0/1/abcDEF',
  `v0=${'0123456789abcdef'.repeat(4)}`,
]

describe('the log', () => {
  it.each(secrets)('never shows %s, wherever it stands', (value) => {
    let written = ''
    const log = openLog('info', (text) => {
      written += text
    })
    log.info(`said ${value}`, { words: `and ${value}`, deep: { header: value, list: [value] } })
    log.error('broke', { error: new Error(`because of ${value}`).stack })
    expect(written).toContain('broke')
    expect(written).not.toContain(value)
    expect(written.split('\n').filter((line) => line !== '')).toHaveLength(2)
  })

  it.each(['token', 'password', 'authorization', 'text', 'body', 'card'])(
    'leaves out what stands under the name %s, however it looks',
    (name) => {
      let written = ''
      const log = openLog('info', (text) => {
        written += text
      })
      log.info('said', { [name]: 'canary', request: { [name]: 'canary' } })
      expect(written).toContain('[secret]')
      expect(written).not.toContain('canary')
    },
  )

  it('writes what is the same within a minute once, with how often it came again', () => {
    vi.useFakeTimers()
    onTestFinished(() => void vi.useRealTimers())
    const lines: Readonly<Record<string, unknown>>[] = []
    const log = openLog('info', (text) => void lines.push(JSON.parse(text)))
    for (let ms = 0; ms < 5; ms++) log.warn('slow', { channel: 'C1', ms })
    log.warn('slow', { channel: 'C2', ms: 1 })
    const told = () => lines.splice(0).map(({ channel, repeated }) => [channel, repeated])
    expect(told()).toEqual([
      ['C1', undefined],
      ['C2', undefined],
    ])
    vi.advanceTimersByTime(60_000)
    expect(told()).toEqual([['C1', 4]])
    log.warn('slow', { channel: 'C1', ms: 1 })
    expect(told()).toEqual([['C1', undefined]])
  })

  it('is quiet below its level', () => {
    let written = ''
    const log = openLog('warn', (text) => {
      written += text
    })
    log.info('nothing')
    expect(written).toBe('')
  })
})

describe('a secret', () => {
  it('is shown by nothing that prints, and given out when asked by name', () => {
    const { slack } = readConfig({ SLACK_BOT_TOKEN: 'xoxb-1234', SLACK_SIGNING_SECRET: 'f'.repeat(32) })
    const one = secret('xoxb-1234')
    for (const shown of [`${one}`, JSON.stringify({ one }), inspect({ one }), JSON.stringify(slack), inspect(slack)])
      expect(shown).not.toMatch(/xoxb-1|ffff/)
    expect(one.reveal()).toBe('xoxb-1234')
    expect(slack?.signingSecret?.reveal()).toBe('f'.repeat(32))
  })
})
