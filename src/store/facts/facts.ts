import { cellKey } from '../../domain/cell.ts'
import type { Reader } from '../database/workspace.ts'
import { factsOfCell } from './cell-facts.ts'
import { loadFactSources } from './fact-sources.ts'
import type { BareFacts, FactsQuery } from './facts-query.ts'

/** Loads what is known about cells as of a day, by cell key. */
export const loadFacts = async (reader: Reader, query: FactsQuery): Promise<ReadonlyMap<string, BareFacts>> => {
  const sources = await loadFactSources(reader, query)
  return new Map(query.cells.map((cell) => [cellKey(cell), factsOfCell(cell, query.asOf, sources)]))
}
