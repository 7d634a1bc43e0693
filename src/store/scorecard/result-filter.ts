import { type RawBuilder, sql } from 'kysely'
import { isoOf } from '../../domain/day.ts'
import type { Period } from '../../domain/scorecard/period.ts'
import { type Filter, type FilterFacts, type FilterKey, fits, isNamed } from '../../domain/subscriptions/filter.ts'
import type { View } from '../../domain/subscriptions/filter-match.ts'
import type { Reader } from '../database/workspace.ts'
import { loadItems, loadLocations } from '../feeds/catalogue.ts'
import { loadVisibility } from '../feeds/visibility.ts'
import { type Dimension, hasOneOf, loadValuesOf } from './totals.ts'

/** What a filter can tell results apart by; what is over has no verdict and no money at risk. */
const dimensionOf: Readonly<Partial<Record<FilterKey, Dimension>>> = {
  category: 'category',
  item: 'sku',
  at: 'location',
  supplier: 'supplier',
  owner: 'owner',
}

const nothing: FilterFacts = {
  category: null,
  item: { sku: '', name: '' },
  at: { location: '', name: '' },
  supplier: null,
  owners: [],
  verdict: null,
  value: 0,
  isMine: false,
}

/** Writes a view as the condition on the results of a period that it shows; none where it shows all. */
export const resultFilter = async (
  reader: Reader,
  period: Period,
  { filter, reader: person }: View,
): Promise<readonly RawBuilder<boolean>[]> => {
  if (filter === null) return []
  const written = await write(reader, period, filter, person?.names ?? [])
  return written === null ? [] : [written]
}

/** Writes a filter as a condition; null where results have nothing that it tests. */
const write = async (
  reader: Reader,
  period: Period,
  filter: Filter,
  names: readonly string[],
): Promise<RawBuilder<boolean> | null> => {
  switch (filter.kind) {
    case 'value':
      return null
    case 'mine': {
      const owners = await loadValuesOf(reader, period, 'owner')
      return hasOneOf(
        'owner',
        owners.filter((owner) => isNamed(owner, names)),
      )
    }
    case 'is': {
      const dimension = dimensionOf[filter.key]
      if (dimension === undefined) return null
      const facts = await factsOfValues(reader, period, dimension)
      return hasOneOf(
        dimension,
        [...facts].flatMap(([value, own]) => (fits(filter, own) ? [value] : [])),
      )
    }
    case 'not': {
      const inner = await write(reader, period, filter.of, names)
      return inner === null ? null : sql<boolean>`not (${inner})`
    }
    case 'and':
    case 'or': {
      const parts: RawBuilder<boolean>[] = []
      for (const one of filter.of) {
        const part = await write(reader, period, one, names)
        if (part !== null) parts.push(part)
      }
      return parts.length === 0 ? null : sql<boolean>`(${sql.join(parts, sql.raw(` ${filter.kind} `))})`
    }
  }
}

/** Loads the values of a dimension with what a filter tests of them. */
const factsOfValues = async (
  reader: Reader,
  period: Period,
  dimension: Dimension,
): Promise<ReadonlyMap<string, FilterFacts>> => {
  const values = await loadValuesOf(reader, period, dimension)
  const visibility = await loadVisibility(reader, isoOf(period.to))
  const named =
    dimension === 'sku'
      ? await loadItems(reader, visibility, values)
      : dimension === 'location'
        ? await loadLocations(reader, visibility, values)
        : new Map<string, { readonly name: string }>()
  return new Map(
    values.map((value) => {
      const name = named.get(value)?.name ?? value
      const facts: Readonly<Record<Dimension, Partial<FilterFacts>>> = {
        category: { category: value === '' ? null : value },
        supplier: { supplier: value === '' ? null : value },
        owner: { owners: value === '' ? [] : [value] },
        sku: { item: { sku: value, name } },
        location: { at: { location: value, name } },
      }
      return [value, { ...nothing, ...facts[dimension] }]
    }),
  )
}
