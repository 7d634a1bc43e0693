import { description, longDescription } from '../description.ts'

const schema = '1.29'

/** The command on a message that opens the form for a promotion. */
export const announceFromMessage = 'announce-from-message'

/** What the app of one bot is made of. */
export type TeamsApp<C> = {
  readonly appId: string
  readonly version: string
  /** The menus, one for each scope. */
  readonly commands: readonly { readonly scope: 'personal' | 'team' | 'groupChat'; readonly commands: readonly C[] }[]
  /** The address at which the bot is reached, or null. */
  readonly host: string | null
}

/** Makes the manifest of the Teams app with its menus of commands. */
export const teamsManifest = <C extends object>({ appId, version, commands, host }: TeamsApp<C>) => {
  const site = `https://${host ?? 'example.com'}`
  return {
    $schema: `https://developer.microsoft.com/json-schemas/teams/v${schema}/MicrosoftTeams.schema.json`,
    manifestVersion: schema,
    version,
    id: appId,
    developer: {
      name: 'Shelfready',
      websiteUrl: site,
      privacyUrl: `${site}/privacy`,
      termsOfUseUrl: `${site}/terms`,
    },
    name: { short: 'Shelfready', full: 'Shelfready: launch readiness of promotions' },
    description: { short: description, full: longDescription },
    icons: { color: 'color.png', outline: 'outline.png' },
    accentColor: '#1f3a2e',
    bots: [
      {
        botId: appId,
        scopes: commands.map(({ scope }) => scope),
        supportsTargetedMessages: true,
        supportsFiles: true,
        commandLists: commands.map((menu) => ({
          scopes: [menu.scope],
          // A slash command is a private message among others; where nobody else reads, Teams has none.
          triggers: menu.scope === 'personal' ? ['mention'] : ['mention', 'slash'],
          commands: menu.commands,
        })),
      },
    ],
    composeExtensions: [
      {
        botId: appId,
        commands: [
          {
            id: announceFromMessage,
            type: 'action',
            context: ['message'],
            title: 'Create promotion',
            description: 'Registers the promotion that a message announces',
            fetchTask: true,
          },
        ],
      },
    ],
    ...(host === null ? {} : { validDomains: [host] }),
  }
}
