import {
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
  WebClient,
} from '@slack/web-api'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type FakeChannel, type FakeSlack, type Fault, openFakeSlack, slowLies } from './fake-slack.ts'
import { quiet } from './quiet.ts'

let slack: FakeSlack
let launches: FakeChannel

beforeEach(async () => {
  slack = await openFakeSlack()
  launches = slack.addChannel({ name: 'launches' })
})
afterEach(() => slack[Symbol.asyncDispose]())

const clientOf = (options: object = {}) =>
  new WebClient(slack.token, {
    slackApiUrl: slack.apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: 4000,
    logger: quiet,
    ...options,
  })
const post = (client = clientOf(), text = 'Cola is short') => client.chat.postMessage({ channel: launches.id, text })
const failure = (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    (answer) => ({ answered: answer }),
    (error) => error,
  )
const posted = () => slack.messages(launches.id).length

type Expected = {
  readonly fault: (commits: boolean) => Fault
  readonly error: new (...args: never[]) => Error
  readonly like: object
  /** How long the client waits where it would wait for ever. */
  readonly patience?: number
}

const kinds: Readonly<Record<string, Expected>> = {
  'a server error': {
    fault: (commits) => ({ kind: 'status', status: 500, commits }),
    error: WebAPIHTTPError,
    like: { statusCode: 500, body: 'upstream connect error' },
  },
  'a page that is missing': {
    fault: (commits) => ({ kind: 'status', status: 404, commits }),
    error: WebAPIHTTPError,
    like: { statusCode: 404 },
  },
  'a reset': {
    fault: (commits) => ({ kind: 'reset', commits }),
    error: WebAPIRequestError,
    like: { message: 'A request error occurred: fetch failed', original: { cause: { code: 'ECONNRESET' } } },
  },
  silence: {
    fault: (commits) => ({ kind: 'silence', commits }),
    error: WebAPIRequestError,
    like: { original: { name: 'TimeoutError' } },
    patience: 700,
  },
  'half a body, as an error that is none of the client': {
    fault: (commits) => ({ kind: 'half-body', commits }),
    error: TypeError,
    like: { message: 'terminated', cause: { code: 'UND_ERR_SOCKET', message: 'other side closed' } },
  },
  'a slow body, as an error that is none of the client': {
    fault: (commits) => ({ kind: 'drip', commits }),
    error: DOMException,
    like: { name: 'TimeoutError' },
    patience: 700,
  },
  'a page, as an error word': {
    fault: (commits) => ({ kind: 'html', commits }),
    error: WebAPIPlatformError,
    like: { data: { ok: false, error: expect.stringMatching(/^<!DOCTYPE html>/) } },
  },
  'an error word': {
    fault: (commits) => ({ kind: 'not-ok', error: 'fatal_error', commits }),
    error: WebAPIPlatformError,
    like: { data: { ok: false, error: 'fatal_error' } },
  },
}

describe('a fault', () => {
  it.each(
    Object.entries(kinds).flatMap(([name, expected]) =>
      [true, false].map((commits) => [name, commits, expected] as const),
    ),
  )('is %s (it takes effect: %s)', async (_, commits, { fault, error, like, patience = 4000 }) => {
    slack.script({ fault: fault(commits) })
    const failed = await failure(post(clientOf({ timeout: patience })))
    expect(failed).toBeInstanceOf(error)
    expect(failed).toMatchObject(like)
    expect(posted()).toBe(commits ? 1 : 0)
    expect(slack.calls).toMatchObject([{ outcome: { fault: fault(commits).kind, committed: commits } }])
    expect(await post()).toMatchObject({ ok: true })
  })

  it('is a rate limit with its seconds', async () => {
    slack.script({ fault: { kind: 'rate-limited', retryAfter: 3 } })
    const failed = await failure(post())
    expect(failed).toBeInstanceOf(WebAPIRateLimitedError)
    expect(failed).toMatchObject({ retryAfter: 3 })
    expect(posted()).toBe(0)
  })

  it('is a rate limit without seconds, as an error that is none of the client', async () => {
    slack.script({ fault: { kind: 'rate-limited', retryAfter: null } })
    const failed = await failure(post())
    expect((failed as Error).constructor).toBe(Error)
    expect(failed).toMatchObject({ message: expect.stringMatching(/^Retry header did not contain a valid timeout/) })
  })

  it('is a redirect, which is not followed', async () => {
    slack.script({ fault: { kind: 'redirect', to: `${slack.apiUrl}chat.postMessage` } })
    const failed = await failure(post())
    expect(failed).toBeInstanceOf(WebAPIRequestError)
    expect(failed).toMatchObject({ original: { cause: { message: 'unexpected redirect' } } })
    expect(posted()).toBe(0)
  })

  it('is nobody at home', async () => {
    const client = clientOf()
    await slack[Symbol.asyncDispose]()
    expect(await failure(post(client))).toMatchObject({ original: { cause: { code: 'ECONNREFUSED' } } })
    slack = await openFakeSlack()
  })
})

describe('a script', () => {
  const down: Fault = { kind: 'status', status: 503, commits: false }

  it('strikes the calls it means, so many times', async () => {
    slack.script({ method: 'chat.postMessage', when: ({ text }) => text === 'two', times: 2, fault: down })
    await clientOf().auth.test()
    const outcomes = []
    for (const text of ['one', 'two', 'two', 'two'])
      outcomes.push((await failure(post(clientOf(), text))) instanceof Error)
    expect(outcomes).toEqual([false, true, true, false])
  })

  it('is read in order', async () => {
    slack.script({ fault: down })
    slack.script({ fault: { kind: 'not-ok', error: 'fatal_error', commits: false } })
    expect(await failure(post())).toBeInstanceOf(WebAPIHTTPError)
    expect(await failure(post())).toBeInstanceOf(WebAPIPlatformError)
  })

  it('strikes response URLs only by name', async () => {
    const respond = () =>
      fetch(slack.responseUrl(), {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: '{"text":"x"}',
      })
    slack.script({ fault: down })
    expect((await respond()).status).toBe(200)
    slack.script({ method: 'response_url', fault: down })
    expect((await respond()).status).toBe(503)
    expect(slack.responses.map(({ error }) => error)).toEqual([null, 'status'])
  })
})

/** Numbers from 0 to 1 that are the same in every run. */
const dice = (seed: number) => () => {
  seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
  return seed / 2_147_483_648
}

describe('lies', () => {
  it('strike a share of what is written, half of it with effect, until honesty', async () => {
    slack.lie(dice(7), 0.5)
    const client = clientOf()
    for (let i = 0; i < 200; i++) await failure(post(client, `${i}`))
    await client.auth.test()
    const struck = slack.calls.filter(({ outcome }) => outcome.fault)
    const committed = struck.filter(({ outcome }) => outcome.committed)
    expect(struck.length).toBeGreaterThan(70)
    expect(struck.length).toBeLessThan(130)
    expect(committed.length).toBeGreaterThan(struck.length / 4)
    expect(committed.length).toBeLessThan((struck.length * 3) / 4)
    expect(posted()).toBe(
      slack.calls.filter(({ method, outcome }) => method.startsWith('chat.') && outcome.committed).length,
    )
    slack.honest()
    expect(await post(client)).toMatchObject({ ok: true })
  })

  it('may be slow ones', async () => {
    slack.lie(() => 0.4, 1, slowLies)
    expect(await failure(post(clientOf({ timeout: 700 })))).toMatchObject({ original: { name: 'TimeoutError' } })
    expect(slack.calls).toMatchObject([{ outcome: { fault: 'silence', committed: true } }])
  })
})

describe('closing', () => {
  it('is quick, whatever hangs', async () => {
    slack.script({ fault: { kind: 'silence', commits: true } })
    slack.script({ fault: { kind: 'drip', commits: true } })
    const hanging = [failure(post(clientOf({ timeout: 0 }))), failure(post(clientOf({ timeout: 0 })))]
    await expect.poll(posted).toBe(2)
    const started = performance.now()
    await slack[Symbol.asyncDispose]()
    expect(performance.now() - started).toBeLessThan(1000)
    for (const failed of await Promise.all(hanging)) expect(failed).toBeInstanceOf(Error)
    slack = await openFakeSlack()
  })
})
