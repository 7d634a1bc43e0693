import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { slackEvents, slackManifest, slackScopes } from '../../src/chat/slack/manifest.ts'
import { commands } from '../../src/commands/dispatch/catalogue.ts'
import { slashCommands } from '../../src/commands/dispatch/manifest.ts'

const root = resolve(import.meta.dirname, '../..')
const manifest = JSON.parse(readFileSync(resolve(root, 'manifest.json'), 'utf8'))

/** Slack's rules for a manifest, as far as ours has the fields; anything else is refused. */
const rules = z.strictObject({
  display_information: z.strictObject({
    name: z.string().min(1).max(35),
    description: z.string().max(140),
    long_description: z.string().min(175).max(4_000),
    background_color: z.string().regex(/^#[0-9a-f]{6}$/),
  }),
  features: z.strictObject({
    app_home: z.strictObject({
      home_tab_enabled: z.boolean(),
      messages_tab_enabled: z.boolean(),
      messages_tab_read_only_enabled: z.boolean(),
    }),
    bot_user: z.strictObject({ display_name: z.string().regex(/^[\w. -]{1,80}$/), always_online: z.boolean() }),
    shortcuts: z
      .array(
        z.strictObject({
          name: z.string().min(1).max(24),
          type: z.enum(['global', 'message']),
          callback_id: z.string().min(1).max(255),
          description: z.string().min(1).max(150),
        }),
      )
      .max(10),
    slash_commands: z
      .array(
        z.strictObject({
          command: z.string().regex(/^\/[a-z-]{1,31}$/),
          description: z.string().min(1).max(2_000),
          usage_hint: z.string().max(1_000),
          should_escape: z.boolean(),
          url: z.url().optional(),
        }),
      )
      .max(50),
  }),
  oauth_config: z.strictObject({ scopes: z.strictObject({ bot: z.array(z.string()).max(255) }) }),
  settings: z.strictObject({
    event_subscriptions: z.strictObject({
      request_url: z.url().optional(),
      bot_events: z.array(z.string()).max(100),
    }),
    interactivity: z.strictObject({
      is_enabled: z.boolean(),
      request_url: z.url().optional(),
      message_menu_options_url: z.url().optional(),
    }),
    org_deploy_enabled: z.boolean(),
    socket_mode_enabled: z.boolean(),
    token_rotation_enabled: z.boolean(),
  }),
})

describe('the manifest of the Slack app', () => {
  it('is the one that the catalogue makes', () => {
    expect(manifest).toEqual(slackManifest(slashCommands(), null))
  })

  it.each([null, 'https://shelf.example.com', 'https://example.com/shelf/'])('keeps the rules of Slack (%s)', (at) => {
    expect(rules.safeParse(slackManifest(slashCommands(), at)).error?.issues ?? []).toEqual([])
  })

  it('over HTTP sends everything to the one address, and needs no socket', () => {
    const { features, settings } = slackManifest(slashCommands(), 'https://shelf.example.com')
    const address = 'https://shelf.example.com/slack/events'
    expect(features.slash_commands.map((command) => 'url' in command && command.url)).toEqual(
      slashCommands().map(() => address),
    )
    expect(settings.event_subscriptions.request_url).toBe(address)
    expect(settings.interactivity.request_url).toBe(address)
    expect(settings.interactivity.message_menu_options_url).toBe(address)
    expect(settings.socket_mode_enabled).toBe(false)
  })

  it('reaches every command by a slash command, whose hint is short and names commands or questions that there are', () => {
    for (const { command, usage_hint } of slashCommands()) {
      const own = commands.filter(({ name }) => `${name} `.startsWith(`${command.slice(1)} `))
      expect(own).not.toEqual([])
      expect(usage_hint.length).toBeLessThan(60)
      for (const word of usage_hint.split(' | ').filter((one) => /^[a-z]+$/.test(one) && one !== 'help'))
        expect([word, own.some(({ name }) => name === `${command.slice(1)} ${word}`)]).toEqual([word, true])
    }
    const reached = slashCommands().map(({ command }) => command.slice(1))
    expect(commands.filter(({ name }) => ![...reached, 'help'].includes(name.split(' ')[0] ?? ''))).toEqual([])
  })

  it('asks for nothing that docs/install-slack.md does not explain', () => {
    const explained = readFileSync(resolve(root, 'docs/install-slack.md'), 'utf8')
    expect(slackScopes.filter((scope) => !explained.includes(`| \`${scope}\` |`))).toEqual([])
  })

  it('listens to nothing that the door does not answer', () => {
    const door = readFileSync(resolve(root, 'src/chat/slack/receive.ts'), 'utf8')
    const events = readFileSync(resolve(root, 'src/chat/slack/events.ts'), 'utf8')
    const named = (event: string) => `${door}${events}`.includes(`'${event === 'message.im' ? 'message' : event}'`)
    expect(slackEvents.filter((event) => !named(event))).toEqual([])
  })
})
