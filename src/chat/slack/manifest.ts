import { description, longDescription } from '../description.ts'

/** Where Slack sends everything. */
export const slackPath = '/slack/events'

/** The shortcut on a message that opens the form for a promotion. */
export const announceFromMessage = 'announce_from_message'

/** The shortcut on a message that imports its file. */
export const importFromMessage = 'import_from_message'

/** The scopes of the bot; the installation guide says what each is for. */
export const slackScopes = [
  'app_mentions:read',
  'channels:history',
  'channels:read',
  'chat:write',
  'commands',
  'files:read',
  'files:write',
  'groups:history',
  'groups:read',
  'im:history',
  'im:write',
  'users:read',
  'users:read.email',
] as const

/** The events that the bot subscribes to. */
export const slackEvents = [
  'app_home_opened',
  'app_mention',
  'channel_rename',
  'channel_shared',
  'channel_unshared',
  'group_rename',
  'member_joined_channel',
  'message.im',
] as const

/** The further events of an app that several workspaces install. */
const installEvents = ['app_uninstalled', 'tokens_revoked'] as const

/** Where Slack sends the browser of whoever installs the app. */
export const redirectPath = '/slack/oauth_redirect'

/** Makes the manifest of the Slack app with its slash commands: in Socket Mode, or over HTTP where the address is given at which Slack reaches the bot. */
export const slackManifest = <C extends object>(
  slashCommands: readonly C[],
  address: string | null,
  isInstalledBySeveral = false,
) => {
  const ownUrl = (address ?? '').replace(/\/+$/, '')
  const url =
    address === null ? null : new URL(slackPath.slice(1), address.endsWith('/') ? address : `${address}/`).href
  return {
    display_information: {
      name: 'Shelfready',
      description,
      long_description: longDescription,
      background_color: '#1f3a2e',
    },
    features: {
      app_home: { home_tab_enabled: true, messages_tab_enabled: true, messages_tab_read_only_enabled: false },
      bot_user: { display_name: 'Shelfready', always_online: true },
      shortcuts: [
        {
          name: 'Create promotion',
          type: 'message',
          callback_id: announceFromMessage,
          description: 'Registers a promotion with what this message says of it',
        },
        {
          name: 'Import this file',
          type: 'message',
          callback_id: importFromMessage,
          description: 'Reads the spreadsheet of this message, and asks before it counts',
        },
      ],
      slash_commands: slashCommands.map((one) => (url === null ? one : { ...one, url })),
    },
    oauth_config: {
      ...(isInstalledBySeveral ? { redirect_urls: [`${ownUrl}${redirectPath}`] } : {}),
      scopes: { bot: [...slackScopes] },
    },
    settings: {
      event_subscriptions: {
        ...(url === null ? {} : { request_url: url }),
        bot_events: [...slackEvents, ...(isInstalledBySeveral ? installEvents : [])],
      },
      interactivity: {
        is_enabled: true,
        ...(url === null ? {} : { request_url: url, message_menu_options_url: url }),
      },
      org_deploy_enabled: false,
      socket_mode_enabled: url === null,
      token_rotation_enabled: false,
    },
  }
}
