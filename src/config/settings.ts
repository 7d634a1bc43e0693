import { resolve } from 'node:path'
import * as z from 'zod'
import { folderTrouble } from '../common/folder-trouble.ts'
import { defaultMoneyFloor, defaultStaleDays, defaultStockoutProbability } from '../domain/policy.ts'
import { timeZoneNamed } from '../domain/time-zone.ts'
import { guid, listed } from './companies.ts'

export const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const

const timeZone = z.string().transform((said, context) => {
  const zone = timeZoneNamed(said)
  if (zone === null) context.addIssue({ code: 'custom', message: 'name a time zone such as Europe/Berlin' })
  return zone ?? 'UTC'
})

const number = (least: number, most: number, example: string) =>
  z.coerce
    .number()
    .refine((value) => value >= least && value <= most, `give a number from ${least} to ${most}, such as ${example}`)

const shortestSecret = 32

const secretKeys = z
  .string()
  .transform((said) => said.split(',').map((key) => key.trim()))
  .refine(
    (keys) => keys.every((key) => key.length >= shortestSecret),
    `needs ${shortestSecret} characters or more a key: make one with openssl rand -base64 32`,
  )

/** Tells whether an address is on this machine. */
export const isOwnMachine = ({ hostname }: URL): boolean =>
  hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname)

const apiUrl = z.string().transform((said, context) => {
  const url = URL.parse(said)
  const isSafe = url?.protocol === 'https:' || (url?.protocol === 'http:' && isOwnMachine(url))
  if (url === null || !isSafe || url.username !== '' || url.search !== '' || url.hash !== '') {
    context.addIssue({ code: 'custom', message: 'give a plain https address, or an http one on this machine' })
    return z.NEVER
  }
  return url.href.endsWith('/') ? url.href : `${url.href}/`
})

const webUrl = z.string().transform((said, context) => {
  const url = URL.parse(said)
  const isWeb = url?.protocol === 'https:' || url?.protocol === 'http:'
  if (url === null || !isWeb || url.username !== '' || url.search !== '' || url.hash !== '') {
    context.addIssue({ code: 'custom', message: 'give a plain web address, such as https://shelf.example.com' })
    return z.NEVER
  }
  return url.href.replace(/\/+$/, '')
})

const host = /^(\*\.)?[a-z0-9.-]+(:\d{1,5})?$|^\[[0-9a-f:]+\](:\d{1,5})?$/

const egress = z
  .string()
  .transform((said) => said.split(',').flatMap((one) => one.trim().toLowerCase() || []))
  .refine((hosts) => hosts.every((one) => host.test(one)), 'name hosts, separated by commas, such as erp.local:8443')

const heartbeatUrl = z.string().transform((said, context) => {
  const url = URL.parse(said)
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:')) {
    context.addIssue({ code: 'custom', message: 'give a web address, such as https://hc-ping.com/...' })
    return z.NEVER
  }
  return url.href
})

const opsAddress = z.string().transform((said, context) => {
  const [, host = '127.0.0.1', port] = /^(?:(.+):)?(\d{1,5})$/.exec(said) ?? []
  if (port === undefined || Number(port) > 65_535) {
    context.addIssue({
      code: 'custom',
      message: 'give a port such as 9464, or an address and a port such as 0.0.0.0:9464',
    })
    return z.NEVER
  }
  return { host: host.replace(/^\[|\]$/g, ''), port: Number(port) }
})

const folder = z.string().transform((said, context) => {
  const path = resolve(said)
  const trouble = folderTrouble(path)
  if (trouble !== null) context.addIssue({ code: 'custom', message: `${path} ${trouble}` })
  return path
})

/** The settings by their names, as the environment has them. */
export const settings = z.object({
  DATABASE_URL: z
    .string()
    .regex(/^(sqlite|postgres|postgresql):./, 'use a form such as sqlite:./data/shelfready.db')
    .optional(),
  SHELFREADY_TIMEZONE: timeZone.default('UTC'),
  SHELFREADY_ADMINS: z.string().default(''),
  SHELFREADY_POLICY: number(0.001, 0.999, '0.2').default(defaultStockoutProbability),
  SHELFREADY_STALE_DAYS: number(0, 365, '3').default(defaultStaleDays),
  SHELFREADY_MONEY_FLOOR: number(0, 1e9, '100').default(defaultMoneyFloor),
  SLACK_BOT_TOKEN: z.string().startsWith('xox', 'is not a bot token; it looks like xoxb-...').optional(),
  SLACK_APP_TOKEN: z.string().startsWith('xapp-', 'is not an app-level token; it looks like xapp-...').optional(),
  SLACK_SIGNING_SECRET: z
    .string()
    .min(shortestSecret, `is too short: a signing secret has ${shortestSecret} characters (see Basic Information)`)
    .optional(),
  SLACK_CLIENT_ID: z.string().optional(),
  SLACK_CLIENT_SECRET: z.string().optional(),
  SHELFREADY_SECRET_KEY: secretKeys.optional(),
  SLACK_API_URL: apiUrl.default('https://slack.com/api/'),
  TEAMS_APP_ID: z
    .string()
    .regex(guid, 'is not an application id; it looks like 00000000-0000-0000-0000-000000000000')
    .optional(),
  TEAMS_APP_PASSWORD: z.string().min(16, 'is too short to be a client secret').optional(),
  TEAMS_TENANT_ID: z
    .string()
    .transform(listed)
    .refine(
      (tenants) => tenants.every(({ id, company }) => guid.test(id) && company !== ''),
      'is not a tenant id or a list of them; each looks like 00000000-0000-0000-0000-000000000000',
    )
    .refine((tenants) => new Set(tenants.map(({ id }) => id)).size === tenants.length, 'names a tenant twice')
    .optional(),
  TEAMS_LOCAL_PLAYGROUND: z.enum(['0', '1'], 'must be 1 (local playground) or 0').default('0'),
  SHELFREADY_TOKEN: z.string().startsWith('sr_', 'is not a token; it looks like sr_...').optional(),
  SHELFREADY_EGRESS: egress.default([]),
  SHELFREADY_URL: webUrl.optional(),
  OPS_PORT: opsAddress.optional(),
  SHELFREADY_HEARTBEAT_URL: heartbeatUrl.optional(),
  PORT: number(0, 65_535, '3000').default(3_000),
  SHELFREADY_FEED_DIR: folder.optional(),
  SHELFREADY_PULLS: z.string().optional(),
  LOG_LEVEL: z.enum(logLevels, `must be one of ${logLevels.join(', ')}`).default('info'),
})
