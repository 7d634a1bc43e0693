import * as z from 'zod'

/** A value that only `reveal` gives out. */
type Hidden = { readonly reveal: () => string }

const feedKinds = [
  ...(['items', 'locations', 'inventory', 'inbound', 'lead-times', 'kits', 'holidays'] as const),
  ...(['sales', 'demand-plan', 'promotions', 'costs'] as const),
] as const

const environmentName = z.string().regex(/^[A-Za-z_]\w*$/, 'is not the name of an environment variable')
const odooModel = z.string().regex(/^[a-z_][\w.]*$/, 'is not the name of a model')
const odooField = z.string().regex(/^(:now|[a-z_]\w*(:code)?)$/, 'is not the name of a field')
const httpAddress = z.url({ protocol: /^https?$/, error: 'is not an http address' })

/** Where a pull gets its data from, as the file of sources says it. */
const from = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('url'),
    url: httpAddress,
    header: z
      .strictObject({ name: z.string().regex(/^[\w-]+$/, 'is not the name of a header'), env: environmentName })
      .optional(),
  }),
  z.strictObject({ type: z.literal('postgres'), env: environmentName, query: z.string().min(1) }),
  z.strictObject({ type: z.literal('sqlite'), file: z.string().min(1), query: z.string().min(1) }),
  z.strictObject({
    type: z.literal('odoo'),
    url: httpAddress,
    database: z.string().min(1),
    tokenEnv: environmentName,
    model: odooModel,
    /** The field of Odoo for each column. */
    fields: z.record(z.string().regex(/^\w+$/), odooField),
    domain: z.array(z.json()).default([]),
  }),
  z.strictObject({
    type: z.literal('shopify'),
    shop: z.union([z.string().regex(/^[a-z0-9-]+\.myshopify\.com$/), httpAddress], {
      error: 'is not the address of a shop, such as example.myshopify.com',
    }),
    tokenEnv: environmentName,
    what: z.literal('inventory'),
  }),
])

const source = z
  .strictObject({
    name: z.string().regex(/^[\w.-]{1,60}$/, 'is a name of up to 60 letters, digits, dots, dashes and underscores'),
    kind: z.enum(feedKinds).nullable(),
    snapshot: z.boolean().default(false),
    every: z.number().int().min(1).max(44_640),
    from,
  })
  .refine(({ kind, snapshot }) => !snapshot || kind === 'inventory' || kind === 'inbound', {
    path: ['snapshot'],
    message: 'only inventory and inbound can be a snapshot',
  })
  .refine(({ kind, from: { type } }) => type !== 'shopify' || kind === 'inventory', {
    path: ['kind'],
    message: 'a Shopify shop gives inventory alone',
  })

const sources = z.array(source).superRefine((all, context) => {
  for (const [at, { name }] of all.entries())
    if (all.findIndex((other) => other.name === name) < at)
      context.addIssue({ code: 'custom', path: [at, 'name'], message: `there are two sources called ${name}` })
})

/** A source that is pulled: every so many minutes its data are taken as a feed. Secrets are in `secrets`, by the name of their variable. */
export type PullSource = z.output<typeof source> & { readonly secrets: ReadonlyMap<string, Hidden> }

/** The sources of a file, or every mistake in it. */
type ReadSources =
  | { readonly ok: true; readonly sources: readonly PullSource[] }
  | { readonly ok: false; readonly mistakes: readonly string[] }

/** Reads the text of a file of sources; `secretOf` gives the value of an environment variable, null where it is not set. */
export const readPullSources = (text: string, secretOf: (name: string) => Hidden | null): ReadSources => {
  const parsed = sources.safeParse(parsedJson(text))
  if (!parsed.success)
    return { ok: false, mistakes: parsed.error.issues.map(({ path, message }) => `${placeOf(path)}: ${message}`) }
  const mistakes: string[] = []
  const read = parsed.data.map((one) => {
    const secrets = new Map<string, Hidden>()
    for (const name of variablesOf(one.from)) {
      const value = secretOf(name)
      if (value === null) mistakes.push(`${one.name}: the environment variable ${name} is not set`)
      else secrets.set(name, value)
    }
    return { ...one, secrets }
  })
  return mistakes.length > 0 ? { ok: false, mistakes } : { ok: true, sources: read }
}

const parsedJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const placeOf = (path: readonly PropertyKey[]): string =>
  path.length === 0
    ? 'the file'
    : path.map((part) => (typeof part === 'number' ? `source ${part + 1}` : String(part))).join(' ')

const variablesOf = (at: PullSource['from']): readonly string[] => {
  switch (at.type) {
    case 'url':
      return at.header === undefined ? [] : [at.header.env]
    case 'postgres':
      return [at.env]
    case 'sqlite':
      return []
    case 'odoo':
    case 'shopify':
      return [at.tokenEnv]
  }
}
