import { isoOf } from '../../domain/day.ts'
import { nearest } from '../../domain/did-you-mean.ts'
import type { Days } from '../../parsing/dates.ts'
import {
  assessmentContext,
  assessTogether,
  type PromotionAssessment,
} from '../../services/assessment/assess-promotions.ts'
import { loadItems, loadLocations, loadSimilar } from '../../store/feeds/catalogue.ts'
import type { PromotionRow } from '../../store/feeds/feed-rows.ts'
import type { Visibility } from '../../store/feeds/visibility.ts'
import { loadSellingLocations, type StoredPromotion } from '../../store/promotions/promotions.ts'
import { itemsFollow } from '../../store/promotions/stored-promotion.ts'
import type { CommandContext } from '../dispatch/command.ts'
import type { RequestedLine, Terms } from './parse-promotion.ts'
import { shareAmong } from './share-units.ts'

/** Requested lines with their codes as the feeds spell them, and what is wrong with them. */
export type Named = { readonly lines: readonly RequestedLine[]; readonly problems: readonly string[] }

/** Finds the items and locations that requested lines name, in any case; says which are not known and which were probably meant. */
export const findNames = async (
  { workspace }: CommandContext,
  visibility: Visibility,
  requested: readonly RequestedLine[],
): Promise<Named> => {
  const problems: string[] = []
  const skuParts = await partsOf(
    requested.map(({ sku }) => sku),
    (codes) => loadItems(workspace, visibility, codes),
  )
  const placeParts = await partsOf(
    requested.flatMap(({ places }) => places),
    (codes) => loadLocations(workspace, visibility, codes),
  )
  const lines = requested.flatMap((line) => {
    const places = [...new Set(line.places.flatMap((place) => placeParts.get(place) ?? [place]))]
    return (skuParts.get(line.sku) ?? [line.sku]).map((sku) => ({ ...line, sku, places }))
  })
  const find = async (
    kind: 'items' | 'locations',
    codes: ReadonlyMap<string, number | null>,
    load: (codes: readonly string[]) => Promise<ReadonlyMap<string, unknown>>,
  ): Promise<ReadonlyMap<string, string>> => {
    const known = await load([...codes.keys()].flatMap((code) => [code, code.toUpperCase()]))
    const spelled = new Map<string, string>()
    for (const [code, row] of codes) {
      const found = [code, code.toUpperCase()].find((one) => known.has(one))
      spelled.set(code, found ?? code)
      if (found !== undefined) continue
      const similar = await loadSimilar(workspace, visibility, kind, code)
      const meant = nearest(code, similar, (one) => one.code) ?? nearest(code, similar, (one) => one.name)
      const name = meant === null || meant.name === meant.code ? '' : ` (${meant.name})`
      const [first = ''] = code.split(betweenCodes)
      if (first !== code && (await load([first, first.toUpperCase()])).size > 0) {
        const key = kind === 'items' ? 'sku' : 'at'
        problems.push(
          `${key}: I know ${first} and did not understand "${code.slice(first.length).trim()}". Put commas between codes; a name stands before the first key, or in quotes.`,
        )
        continue
      }
      const where = row === null ? '' : `Row ${row} of the table: `
      problems.push(
        `${where}There is no ${kind === 'items' ? 'item' : 'location'} ${code}.${meant === null ? '' : ` Did you mean ${meant.code}${name}?`}`,
      )
    }
    return spelled
  }
  const skus = await find('items', new Map(lines.toReversed().map((line) => [line.sku, line.tableRow])), (codes) =>
    loadItems(workspace, visibility, codes),
  )
  const places = await find(
    'locations',
    new Map(lines.toReversed().flatMap((line) => line.places.map((place) => [place, line.tableRow]))),
    (codes) => loadLocations(workspace, visibility, codes),
  )
  const named = lines.map((line) => ({
    ...line,
    sku: skus.get(line.sku) ?? line.sku,
    places: line.places.map((place) => places.get(place) ?? place),
  }))
  if (problems.length > 0) return { lines: named, problems }
  return { lines: named, problems: await sellingProblems(workspace, visibility, named) }
}

/** Splits codes that are written with blanks or slashes between them, `SKU-1 SKU-2`, where nobody knows the whole and every part is known. */
const partsOf = async (
  codes: readonly string[],
  load: (codes: readonly string[]) => Promise<ReadonlyMap<string, unknown>>,
): Promise<ReadonlyMap<string, readonly string[]>> => {
  const several = [...new Set(codes)].filter((code) => betweenCodes.test(code))
  if (several.length === 0) return new Map()
  const all = several.flatMap((code) => [code, ...code.split(betweenCodes)])
  const known = await load(all.flatMap((code) => [code, code.toUpperCase()]))
  const isKnown = (code: string) => known.has(code) || known.has(code.toUpperCase())
  return new Map(
    several
      .filter((code) => !isKnown(code) && code.split(betweenCodes).every(isKnown))
      .map((code) => [code, code.split(betweenCodes)]),
  )
}

const betweenCodes = /[\s/&+|]+/

const sellingProblems = async (
  workspace: CommandContext['workspace'],
  visibility: Visibility,
  lines: readonly RequestedLine[],
): Promise<readonly string[]> => {
  const places = await loadLocations(workspace, visibility, [...new Set(lines.flatMap((line) => line.places))])
  const centres = [...places.values()].filter((place) => place.kind === 'dc')
  if (centres.length > 0)
    return centres.map(
      ({ location }) =>
        `${location} is a distribution centre, so nothing is sold there. Name the shops it supplies, or leave out at:.`,
    )
  const everywhere = lines.filter((line) => line.places.length === 0).map((line) => line.sku)
  const selling = await loadSellingLocations(workspace, visibility, everywhere)
  return everywhere.flatMap((sku) =>
    selling.get(sku)?.length === 0
      ? [
          `No location sells ${sku} yet, so I cannot judge it. Say where with at:, or import its inventory, sales or demand plan.`,
        ]
      : [],
  )
}

/** What holds for a draft as a whole: its id, name, window and terms. */
type DraftTerms = {
  readonly promotionId: string
  readonly name: string
  readonly days: Days
  readonly terms: Terms
  readonly owner: string
  /** Rank and version of the stored promotion that the draft replaces. */
  readonly rank?: number
  readonly version?: number
}

/** Makes the promotion that was requested, without storing it; one without lines is provisional, with a row for the items that follow. Units for several named locations are shared out by their normal sales. */
export const draftPromotion = async (
  context: CommandContext,
  visibility: Visibility,
  lines: readonly RequestedLine[],
  { promotionId, name, days, terms, owner, rank = Number.MAX_SAFE_INTEGER, version = 0 }: DraftTerms,
): Promise<StoredPromotion> => {
  const placeholder: PromotionRow = {
    ...{ uplift: null, units: null, extra: null, discount: null, price: null, commit_on: null },
    ...{ promotion_id: promotionId, sku: itemsFollow, location: '', name },
    ...{ start_on: isoOf(days.start), end_on: isoOf(days.end), type: terms.type, status: 'tentative' },
    ...{ hero: 0, priority: terms.priority, owner: terms.owner ?? owner },
  }
  const rows: PromotionRow[] = []
  for (const { sku, places, tableRow: _, ...stated } of lines) {
    const own = (places.length === 0 ? [''] : places).map((location) => ({
      ...stated,
      promotion_id: promotionId,
      sku,
      location,
      name,
      start_on: isoOf(days.start),
      end_on: isoOf(days.end),
      type: terms.type,
      status: terms.status ?? 'committed',
      hero: terms.hero ?? 0,
      priority: terms.priority,
      commit_on: null,
      owner: terms.owner ?? owner,
    }))
    rows.push(...(await shareAmong(context, visibility, own)))
  }
  return { promotionId, name, rows: rows.length === 0 ? [placeholder] : rows, rank, version }
}

/** Assesses a draft against everything that is stored. */
export const judgeDraft = async (
  context: CommandContext,
  visibility: Visibility,
  draft: StoredPromotion,
): Promise<PromotionAssessment> => {
  const [assessed] = await assessTogether(assessmentContext(context, visibility), [draft])
  if (assessed === undefined) throw new Error('A draft was not judged')
  return assessed
}
