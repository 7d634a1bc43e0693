import { parseArgs } from 'node:util'

/** The command line itself is wrong: exit status 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/** What the command line offers, printed by `help` and after a mistake. */
export const usage = `Shelfready: will the shelf be ready when the promotion launches?

  npm start                                     the service: terminal chat, or the platforms configured
  npm run shelfready -- COMMAND [OPTIONS]

Commands
  import [KIND] FILE [--as-of DATE] [--snapshot] [--skip-bad-rows REJECTS.csv] [--accept-empty]
         [--answer ID=VALUE ...]
      loads one file (CSV, TSV, XLSX) into the store, all or nothing; exit status 3 where it is held. Without KIND it is
      recognised, and what cannot be told is asked. KIND: items, locations, inventory, inbound,
      lead-times, kits, holidays, sales, demand-plan, promotions, costs. FILE may be - for standard input
  feeds [release|refuse|undo BATCH]
      lists what came in and what is held and why; lets a held batch count or go, or takes one back
  feeds owner KIND PERSON
      names who is told when a file of a feed is held or rejected; nobody: whoever sent it last in chat
  feeds rhythm KIND DAYS|learn|never
      sets how often a feed is expected (default: learned), so that its owner is asked when it does not come
  pull list | pull now NAME
      lists the sources of SHELFREADY_PULLS and how their last pull went; pulls one now
  token add NAME [--feeds KIND,...|all] [--read] [--person PERSON] [--expires DATE] | token list | token revoke NAME
      makes a token by which a system sends feeds to POST /v1/feeds/KIND and reads; lists and ends tokens
  webhook add URL [--events EVENT,...] | webhook list | webhook remove NUMBER
      tells a system what happens, signed: verdict.changed, risk.opened, decision.agreed, ads.pause, ads.resume
  mcp
      lets an assistant ask over the Model Context Protocol, on standard input and output; with a person's token in
      SHELFREADY_TOKEN it may act for them
  assess (--promotion ID | --all) [--as-of DATE] [--format text|json|ndjson] [--ledger]
      judges promotions
  explain PROMOTION SKU LOCATION [--as-of DATE]
      shows the reasons and the ledger day by day
  digest [--channel NAME] [--as-of DATE] [--dry-run] [--format text|json|slack|teams]
      posts the launch-readiness digest of a channel, or only shows it (--dry-run)
  requirements [--supplier NAME] [--as-of DATE] [--format text|json|csv]
      lists the orders to place for coming promotions: quantity, last day to order, and what each order covers
  audit [--from DATE] [--to DATE] [--promotion ID] [--format text|json|csv]
      lists what was done and imported, oldest first: when, who, where, what, before and after
  backtest [--from DATE] [--to DATE] [--lead-days N]
      replays your own history with what was known on each day: the forecasts, the warnings you would have got and
      whether they were right, and the best probability to warn from (default: the last year; decided one supplier
      lead time before each launch, or N days before)
  scorecard [--from DATE] [--to DATE] [--by category|supplier|location|owner|item] [--format text|json|csv]
      says how the promotions that ended in a period went (default: the last quarter): stockouts, fill rate, money lost,
      forecast accuracy, what they brought and cost, against the period and the year before
  company list | company add NAME [--timezone ZONE] | company zone NAME [--timezone ZONE] | company remove NAME --yes
         | company reseal
      lists and makes the companies of the store, sets the zone of one (without --timezone: that of the settings),
      deletes one with all its data, and encrypts the tokens of Slack workspaces again with the first key of SHELFREADY_SECRET_KEY
  export PERSON
      prints everything stored that names a person, as JSON
  forget PERSON [--yes]
      puts a stand-in in the place of a person everywhere, and deletes what is about them alone; asks first
  migrate [--dry]
      updates the schema of the store; with --dry only prints the SQL that this would run
  backup FILE
      copies the store into a new file while the service runs, and checks that every row is there
  restore FILE [--anyway]
      puts a backup in the place of the store, which is kept. What may have been sent since the backup is looked for
      first, nothing old is posted, and no number is given twice. --anyway takes a copy that may lack what was written last
  restore --mark
      does the same for a PostgreSQL store that pg_restore has restored; every process that serves it must be stopped
  move --to URL
      copies a store on SQLite into an empty PostgreSQL database, whole or not at all, and compares counts and checksums;
      the service must be stopped
  doctor
      checks settings, tokens, scopes, channels, feeds, clock, store and outbox, and says what to fix; changes nothing.
      Exit status 1 where something does not work; warnings alone are 0
  manifest [--url ADDRESS [--several]]
      prints the manifest of the Slack app: for Socket Mode, or for HTTP at the address Slack can reach; with --several
      for an app that several workspaces install
  teams-package [--out FILE] [--url ADDRESS]
      writes the app package to upload to Teams, for the bot of TEAMS_APP_ID (default: ./shelfready-teams.zip);
      ADDRESS is the public address of the bot
  try-slack [--port N]
      starts the bot and a sample company in a local Slack client in your browser; no account needed
  try-teams [--port N]
      the same in a local Teams client (Microsoft's Agents Playground)
  serve
      starts the service, as npm start does

Options of every command
  --db URL            the store, such as sqlite:./data/shelfready.db (default: DATABASE_URL)
  --workspace NAME    whose data (default: default)
  --json              the answer as JSON
`

const options = {
  db: { type: 'string' },
  workspace: { type: 'string' },
  json: { type: 'boolean' },
  'as-of': { type: 'string' },
  'skip-bad-rows': { type: 'string' },
  snapshot: { type: 'boolean' },
  'accept-empty': { type: 'boolean' },
  answer: { type: 'string', multiple: true },
  feeds: { type: 'string' },
  read: { type: 'boolean' },
  expires: { type: 'string' },
  person: { type: 'string' },
  events: { type: 'string' },
  promotion: { type: 'string' },
  all: { type: 'boolean' },
  format: { type: 'string' },
  ledger: { type: 'boolean' },
  channel: { type: 'string' },
  supplier: { type: 'string' },
  'dry-run': { type: 'boolean' },
  from: { type: 'string' },
  to: { type: 'string' },
  'lead-days': { type: 'string' },
  by: { type: 'string' },
  url: { type: 'string' },
  out: { type: 'string' },
  port: { type: 'string' },
  yes: { type: 'boolean' },
  timezone: { type: 'string' },
  several: { type: 'boolean' },
  anyway: { type: 'boolean' },
  mark: { type: 'boolean' },
  dry: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const

/** Which options each command takes besides those of every command, and how many words. */
const commands = {
  serve: { takes: [], words: [] },
  import: { takes: ['as-of', 'skip-bad-rows', 'snapshot', 'accept-empty', 'answer'], words: ['[KIND]', 'FILE'] },
  token: { takes: ['feeds', 'read', 'person', 'expires'], words: ['ACT', '[NAME]'] },
  pull: { takes: [], words: ['ACT', '[NAME]'] },
  mcp: { takes: [], words: [] },
  webhook: { takes: ['events'], words: ['ACT', '[URL]'] },
  feeds: { takes: [], words: ['[ACT]', '[BATCH]', '[PERSON]'] },
  assess: { takes: ['promotion', 'all', 'as-of', 'format', 'ledger'], words: [] },
  explain: { takes: ['as-of'], words: ['PROMOTION', 'SKU', 'LOCATION'] },
  digest: { takes: ['channel', 'as-of', 'dry-run', 'format'], words: [] },
  requirements: { takes: ['supplier', 'as-of', 'format'], words: [] },
  audit: { takes: ['from', 'to', 'promotion', 'format'], words: [] },
  backtest: { takes: ['from', 'to', 'lead-days'], words: [] },
  scorecard: { takes: ['from', 'to', 'by', 'format'], words: [] },
  company: { takes: ['timezone', 'yes'], words: ['ACT', '[NAME]'] },
  export: { takes: [], words: ['PERSON'] },
  forget: { takes: ['yes'], words: ['PERSON'] },
  migrate: { takes: ['dry'], words: [] },
  backup: { takes: [], words: ['FILE'] },
  restore: { takes: ['anyway', 'mark'], words: ['[FILE]'] },
  move: { takes: ['to'], words: [] },
  doctor: { takes: [], words: [] },
  manifest: { takes: ['url', 'several'], words: [] },
  'teams-package': { takes: ['out', 'url'], words: [] },
  'try-slack': { takes: ['port'], words: [] },
  'try-teams': { takes: ['port'], words: [] },
  help: { takes: [], words: [] },
} as const satisfies Record<string, { takes: readonly string[]; words: readonly string[] }>

export type CommandName = keyof typeof commands

/** A command line that was read: the command, its words and its options. */
export type CommandLine = ReturnType<typeof readCommandLine>

/** Reads a command line. Throws a UsageError that says what is wrong with it. */
export const readCommandLine = (words: readonly string[]) => {
  const parsed = parse(words)
  const [name = 'help', ...rest] = parsed.values.help ? ['help'] : parsed.positionals
  if (!Object.hasOwn(commands, name))
    throw new UsageError(`There is no command "${name}". The commands are ${Object.keys(commands).join(', ')}.`)
  const command = commands[name as CommandName]
  const everywhere = ['db', 'workspace', 'json', 'help']
  for (const option of Object.keys(parsed.values))
    if (!everywhere.includes(option) && !(command.takes as readonly string[]).includes(option))
      throw new UsageError(`"${name}" takes no --${option}.`)
  const needed = command.words.filter((word) => !word.startsWith('['))
  if (rest.length < needed.length || rest.length > command.words.length)
    throw new UsageError(
      command.words.length === 0
        ? `"${name}" takes no further words, but got "${rest.join(' ')}".`
        : `"${name}" needs ${command.words.join(' ')}.`,
    )
  return { name: name as CommandName, words: rest, values: parsed.values }
}

const parse = (words: readonly string[]) => {
  try {
    return parseArgs({ args: [...words], options, allowPositionals: true, strict: true })
  } catch (cause) {
    throw new UsageError(cause instanceof Error ? (cause.message.split('. ')[0] as string) : String(cause))
  }
}
