import { earlierBatches, type OpenBatch } from './earlier-batches.ts'
import type { NearCode } from './feed-rows.ts'

type Known = { readonly code: string; readonly first: number }

const mostShown = 20

/**
 * Finds the codes that a batch is the first to name and that are nearly one that is known, or look like a date that a
 * spreadsheet made of a code.
 */
export const findNearCodes = (batch: OpenBatch, names: { readonly items: boolean; readonly locations: boolean }) => {
  const { kind } = batch
  const isTermsOfSuppliers = kind === 'items' || kind === 'lead-times'
  const all = [
    ...(kind === 'items' || names.items ? nearAmong('item', codesOf(batch, 'item', 'sku'), batch) : []),
    ...(kind === 'locations' || names.locations
      ? nearAmong('location', codesOf(batch, 'location', 'location'), batch)
      : []),
    ...(isTermsOfSuppliers ? nearAmong('supplier', suppliersOf(batch), batch) : []),
    ...(kind === 'holidays' ? nearAmong('calendar', calendarsOf(batch), batch) : []),
  ]
  return { near: all.slice(0, mostShown), nearCount: all.length }
}

const nearAmong = (what: NearCode['what'], codes: readonly Known[], { batchId }: OpenBatch): readonly NearCode[] => {
  const known = new Set(codes.flatMap(({ code, first }) => (first === batchId ? [] : code)))
  const bySpelling = new Map<string, Known>()
  const near: NearCode[] = []
  for (const one of codes.toSorted((a, b) => a.first - b.first)) {
    const spelling = bareCode(one.code)
    const like = bySpelling.get(spelling)
    if (like === undefined) bySpelling.set(spelling, one)
    if (known.has(one.code) || like?.code === one.code) continue
    if (like !== undefined) near.push({ what, code: one.code, known: like.code })
    else if (looksLikeDate.test(one.code)) near.push({ what, code: one.code, known: null })
  }
  return near
}

const looksLikeDate =
  /^(\d{1,2}[-. ]{1,2}(jan|feb|mar|mär|mrz|apr|may|mai|jun|jul|aug|sep|oct|okt|nov|dec|dez)\.?|(jan|feb|mar|mär|mrz|apr|may|mai|jun|jul|aug|sep|oct|okt|nov|dec|dez)[-. ]{1,2}\d{2})$/i

const oddCharacters = /[\s\p{Cf}\p{Zs}"'`´“”„‘’‚«»]/gu

/** Reduces a code to what stays when a spreadsheet or a paste damages it. */
const bareCode = (code: string): string => {
  const plain = code.normalize('NFKC').replaceAll(oddCharacters, '').toLowerCase()
  return plain.replace(/^(\d+)\.0+$/, '$1').replace(/^0+(?=.)/, '')
}

const visible = (batch: OpenBatch) => {
  const here = `+batch_id = ${batch.batchId}`
  return `(${here} or (${earlierBatches(batch, 'visible')}))`
}

const codesOf = (batch: OpenBatch, table: 'item' | 'location', column: string): readonly Known[] =>
  batch.driver
    .prepare(
      `select ${column} as code, min(batch_id) as first from ${table} where workspace_id = ? and ${visible(batch)} group by 1`,
    )
    .all(batch.workspaceId) as Known[]

const suppliersOf = (batch: OpenBatch): readonly Known[] => {
  const { driver, workspaceId } = batch
  const of = (table: string) =>
    `select supplier, batch_id from ${table} where workspace_id = ${workspaceId} and supplier is not null and ${visible(batch)}`
  return driver
    .prepare(
      `select supplier as code, min(batch_id) as first from (${of('item')} union all ${of('lead_time')}) group by 1`,
    )
    .all() as Known[]
}

/** The calendars of a holidays feed beside the suppliers and locations that they can be about. */
const calendarsOf = (batch: OpenBatch): readonly Known[] => [
  ...suppliersOf(batch),
  ...codesOf(batch, 'location', 'location'),
  ...(batch.driver
    .prepare(
      `select calendar as code, min(batch_id) as first from holiday where workspace_id = ? and ${visible(batch)} group by 1`,
    )
    .all(batch.workspaceId) as Known[]),
]
