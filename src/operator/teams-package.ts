import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import { strToU8, zipSync } from 'fflate'
import { teamsManifest } from '../chat/teams/manifest.ts'
import { menuCommands } from '../commands/dispatch/manifest.ts'
import { Refusal } from '../domain/refusal.ts'

/** The bot a package is for, where it is reached, and the file to write. */
export type TeamsPackage = {
  readonly appId: string | null
  readonly host: string | null
  readonly file: string
}

const beside = (path: string) => readFile(new URL(path, import.meta.url))

/** Writes the package that is uploaded to Teams, and answers its file. Throws a Refusal when it cannot. */
export const writeTeamsPackage = async ({ appId, host, file }: TeamsPackage): Promise<string> => {
  if (appId === null)
    throw new Refusal(
      'The Teams package needs to know its bot. Nothing was written. Set TEAMS_APP_ID to the application id of the Azure bot, ' +
        'together with TEAMS_APP_PASSWORD and TEAMS_TENANT_ID, and run it again.',
    )
  const [color, outline, own] = await Promise.all([
    beside('../chat/teams/icons/color.png'),
    beside('../chat/teams/icons/outline.png'),
    beside('../../package.json'),
  ])
  const { version } = JSON.parse(own.toString()) as { readonly version: string }
  const manifest = teamsManifest({ appId, version, commands: menuCommands(), host })
  const zip = zipSync({
    'manifest.json': strToU8(`${JSON.stringify(manifest, null, 2)}\n`),
    'color.png': color,
    'outline.png': outline,
  })
  const aside = `${file}.part`
  try {
    await writeFile(aside, zip)
    await rename(aside, file)
  } catch (cause) {
    await rm(aside, { force: true }).catch(() => {})
    throw new Refusal(
      `${file} cannot be written (${(cause as NodeJS.ErrnoException).code}). The existing file is untouched. Name another file with --out.`,
    )
  }
  return file
}
