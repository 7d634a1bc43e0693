import { listWords, numberWords, unitWords } from '../../cards/language/words.ts'
import { isoOf } from '../../domain/day.ts'
import { nearest } from '../../domain/did-you-mean.ts'
import { failed, ok, type Result } from '../../domain/result.ts'
import type { SaidShare } from '../../domain/sourcing/set-share.ts'
import type { LineOfShares, SharesOfItem } from '../../domain/sourcing/shares-of.ts'
import { loadLocations, loadSimilar } from '../../store/feeds/catalogue.ts'
import { loadVisibility } from '../../store/feeds/visibility.ts'
import type { StoredPromotion } from '../../store/promotions/promotions.ts'
import type { CommandContext } from '../dispatch/command.ts'
import type { AskedShare, readShares } from './read-shares.ts'

type Meant = Pick<SaidShare, 'promotionId' | 'sku' | 'location' | 'source' | 'units'>

type Candidate = { readonly item: SharesOfItem; readonly own: LineOfShares }

/** Finds the lines that typed shares are about, and what each is to get in units; or says what is wrong with them. */
export const meantShares = async (
  context: CommandContext,
  promotion: StoredPromotion,
  present: readonly SharesOfItem[],
  { skus, shares, isReset }: ReturnType<typeof readShares>,
): Promise<Result<readonly Meant[], readonly string[]>> => {
  const { promotionId } = promotion
  const known = present.map(({ sku }) => sku)
  const strangers = skus.filter((sku) => known.every((one) => one.toUpperCase() !== sku.toUpperCase()))
  if (strangers.length > 0)
    return failed([
      `${promotionId} has no item ${listWords(strangers)} that a location of yours supplies; it has ${listWords([...new Set(known)])}.`,
    ])
  const all = present
    .filter(({ sku }) => skus.length === 0 || skus.some((one) => one.toUpperCase() === sku.toUpperCase()))
    .flatMap((item) => item.lines.map((own): Candidate => ({ item, own })))
  const set = (candidate: Candidate, units: number | null): Meant => ({
    ...{ promotionId, sku: candidate.item.sku, location: candidate.own.line.location },
    ...{ source: candidate.item.source, units },
  })
  if (isReset) {
    const taken = all.filter(({ own }) => own.set !== null)
    return taken.length === 0
      ? failed([`Nobody has set a share for ${promotionId}; its places share automatically.`])
      : ok(taken.map((one) => set(one, null)))
  }
  const problems: string[] = []
  const meant: Meant[] = []
  for (const share of shares) {
    const found = await linesAt(context, promotionId, present, all, share.at)
    if (typeof found === 'string') {
      problems.push(found)
      continue
    }
    for (const candidate of chosen(found, share, problems)) {
      const units = unitsOf(candidate, share, problems)
      if (units === undefined) continue
      const one = set(candidate, units)
      if (meant.some(({ sku, location }) => sku === one.sku && location === one.location))
        problems.push(`${one.location} is named twice.`)
      else meant.push(one)
    }
  }
  return problems.length > 0 ? failed([...new Set(problems)]) : ok(meant)
}

/** Finds the lines of a place that is typed by its code; or says why there is none. */
const linesAt = async (
  { workspace, today }: CommandContext,
  promotionId: string,
  present: readonly SharesOfItem[],
  all: readonly Candidate[],
  typed: string,
): Promise<readonly Candidate[] | string> => {
  const found = all.filter(({ own }) => own.line.location.toUpperCase() === typed.toUpperCase())
  if (found.length > 0) return found
  const source = present.find((item) => item.source.toUpperCase() === typed.toUpperCase())
  const places = [...new Set(all.map(({ own }) => own.line.location))]
  if (source !== undefined)
    return `${source.source} is where the stock is shared out; its places are ${listWords(places)}.`
  const visibility = await loadVisibility(workspace, isoOf(today))
  const known = await loadLocations(workspace, visibility, [typed, typed.toUpperCase()])
  const [place] = known.keys()
  if (place !== undefined)
    return `No location of yours supplies ${place} with an item of ${promotionId}; it supplies ${listWords(places)}.`
  const similar =
    nearest(typed, places, (one) => one) ??
    nearest(typed, await loadSimilar(workspace, visibility, 'locations', typed), ({ code }) => code)?.code
  return `There is no location ${typed}.${similar === undefined ? '' : ` Did you mean ${similar}?`}`
}

/** A place that is supplied with several items needs to know which; a share of all of them can be taken back at once. */
const chosen = (found: readonly Candidate[], { at, amount }: AskedShare, problems: string[]): readonly Candidate[] => {
  if (amount.kind === 'automatic') {
    const taken = found.filter(({ own }) => own.set !== null)
    if (taken.length === 0) problems.push(`Nobody has set a share for ${at.toUpperCase()}; it shares automatically.`)
    return taken
  }
  if (found.length === 1) return found
  problems.push(
    `Which item at ${at.toUpperCase()}? Add ${listWords(found.map(({ item }) => `sku:${item.sku}`)).replace(/ and /, ' or ')}.`,
  )
  return []
}

/** Gives the units of a share; null takes it back, undefined where it cannot be set. */
const unitsOf = ({ item, own }: Candidate, { amount }: AskedShare, problems: string[]): number | null | undefined => {
  if (amount.kind === 'automatic') return null
  const { line, free, set } = own
  if (free === null) {
    problems.push(`The stock of ${item.sku} at ${item.source} was never counted, so there is nothing to share out.`)
    return undefined
  }
  const units = amount.kind === 'units' ? amount.units : Math.floor((free * amount.percent) / 100 + 1e-9)
  if (set?.units !== units) return units
  problems.push(`${line.location} already gets ${unitWords(units)} of ${item.source}'s, set by ${set.by.name}.`)
  return undefined
}

/** Says which shares are more than their source has beside what is set for others; `shares` already has them. */
export const tooMuch = (said: readonly SaidShare[], shares: readonly SharesOfItem[]): readonly string[] => {
  const over = said.flatMap(({ sku, location, source, units }) => {
    const item = shares.find((one) => one.sku === sku && one.source === source)
    const own = item?.lines.find(({ line }) => line.location === location)
    return units === null || item === undefined || own === undefined || units <= (own.most ?? 0)
      ? []
      : [{ item, own, units }]
  })
  return [...Map.groupBy(over, ({ item }) => item)].map(([{ source, sku, free }, parts]) => {
    const has = `${source} has ${unitWords(free ?? 0)} of ${sku} free for promotions`
    const [first] = parts as [(typeof parts)[number]]
    if (parts.length > 1)
      return `${has}: ${listWords(parts.map(({ own }) => own.line.location))} cannot get ${numberWords(parts.reduce((sum, { units }) => sum + units, 0))} together.`
    const { free: inTime, most, line } = first.own
    const others = (inTime ?? 0) + first.own.drawn - (most ?? 0)
    const early =
      inTime !== null && inTime < (free ?? 0) ? `, ${numberWords(inTime)} of them in time for ${line.location}` : ''
    const taken = others > 0 ? ` and ${numberWords(others)} set for others` : ''
    return `${has}${early}${taken}: ${line.location} can get at most ${numberWords(most ?? 0)}.`
  })
}
