import { countWords } from '../../cards/language/words.ts'
import { riskNumber } from '../../cards/risks/risk-id.ts'
import { isoOf } from '../../domain/day.ts'
import { plainNumber } from '../../parsing/numbers.ts'
import { packingWords } from '../../parsing/packings.ts'
import { moneyOf, packingTyped, withoutPacking } from '../../parsing/quantities.ts'
import { ordinary, visible } from '../../parsing/typed-line.ts'
import { Unfit } from '../../parsing/values.ts'
import type { Word } from '../../parsing/words.ts'
import { loadItems } from '../../store/feeds/catalogue.ts'
import type { ItemRow } from '../../store/feeds/feed-rows.ts'
import { loadVisibility } from '../../store/feeds/visibility.ts'
import { liveRows } from '../../store/promotions/stored-promotion.ts'
import { loadLiveRisk } from '../../store/risks/risks.ts'
import { listOf } from '../dispatch/arguments.ts'
import type { Command, CommandContext } from '../dispatch/command.ts'
import { findPromotion } from '../promotions/find-promotion.ts'
import { kindOf } from './value-kinds.ts'

/** Words and a table in which every quantity is in units and every amount in the currency of its item; and what could not be made so. */
type InUnits = Pick<CommandContext, 'words' | 'table'> & { readonly mistakes: readonly string[] }

/**
 * Writes quantities in cases and pallets as units, by the units per case or pallet of the items that a command is about, and checks the currencies
 * that are written with amounts against theirs. Where they differ from item to item, or nobody told them, that is a mistake.
 */
export const inUnits = async (context: CommandContext, command: Command): Promise<InUnits> => {
  const { words, table } = context
  const isOdd = (key: string, value: string) => {
    const kind = kindOf(command, key)
    return (kind === 'units' && packingTyped(value) !== null) || (kind === 'money' && moneyOf(plain(value)).in !== null)
  }
  const oddWords = words.filter(({ key, value }) => key !== null && isOdd(key, value))
  const cells =
    table === null ? [] : table.rows.flatMap((row) => row.filter((cell, i) => isOdd(table.columns[i] as string, cell)))
  if (oddWords.length + cells.length === 0) return { words, table, mistakes: [] }
  const mistakes: string[] = []
  const rewritten = async (key: string, value: string, items: readonly ItemRow[], where = ''): Promise<string> => {
    const read = kindOf(command, key) === 'money' ? inCurrency(value, items) : unpacked(value, items, context.locale)
    if (typeof read === 'string') return read
    mistakes.push(`${where}${key}: "${value}" ${read.reason}`)
    return '1'
  }
  const own = oddWords.length === 0 ? [] : await itemsMeant(context)
  const newWords: Word[] = []
  for (const word of words)
    newWords.push(
      oddWords.includes(word) ? { ...word, value: await rewritten(word.key as string, word.value, own) } : word,
    )
  if (table === null || cells.length === 0) return { words: newWords, table, mistakes }
  const skuAt = table.columns.findIndex((column) => column === 'sku' || column === 'item')
  const items = await itemsNamed(
    context,
    table.rows.map((row) => row[skuAt] ?? ''),
  )
  const rows: string[][] = []
  for (const [i, row] of table.rows.entries()) {
    const of = items.filter(({ sku }) => sku.toUpperCase() === (row[skuAt] ?? '').toUpperCase())
    const cellsOfRow: string[] = []
    for (const [at, cell] of row.entries()) {
      const column = table.columns[at] as string
      cellsOfRow.push(isOdd(column, cell) ? await rewritten(column, cell, of, `Row ${i + 1} of the table: `) : cell)
    }
    rows.push(cellsOfRow)
  }
  return { words: newWords, table: { ...table, rows }, mistakes }
}

const plain = (text: string) => ordinary(visible(text))

const unpacked = (typed: string, items: readonly ItemRow[], locale: string | null): string | Unfit => {
  const packing = packingTyped(plain(typed)) ?? 'case'
  const packs = packingWords[packing]
  const number = plainNumber(withoutPacking(plain(typed)), locale)
  if (number instanceof Unfit) return number
  const [first, ...others] = [...new Set(items.map((item) => item[`units_per_${packing}`]))]
  if (items.length === 0) return new Unfit(`is in ${packs}; name the item, or write the units.`)
  if (others.length > 0)
    return new Unfit(`is in ${packs}, and the items have ${packs} of different sizes; write the units.`)
  if (first == null)
    return new Unfit(
      `is in ${packs}, but I do not know how many units a ${packing} of ${items[0]?.sku} has; write the units.`,
    )
  const count = Number(number)
  return Number.isFinite(count) ? String(Number((count * first).toFixed(6))) : number
}

const inCurrency = (typed: string, items: readonly ItemRow[]): string | Unfit => {
  const { number, in: written } = moneyOf(plain(typed))
  const known = [...new Set(items.flatMap(({ currency }) => currency ?? []))]
  const other = known.find((currency) => written?.includes(currency) === false)
  if (other === undefined) return number
  const of = items.filter(({ currency }) => currency === other).map(({ sku }) => sku)
  return new Unfit(
    `is in another currency than ${of[0]}${of.length > 1 ? ` and ${countWords(of.length - 1, 'other item')}` : ''}: ${other}. Write the price in ${other}.`,
  )
}

/** Loads the items a command names: with `sku:`, as its first word, or through the promotion or risk it is about. */
const itemsMeant = async (context: CommandContext): Promise<readonly ItemRow[]> => {
  const { words, workspace } = context
  const typed = words.find(({ key }) => key === 'sku')?.value
  if (typed !== undefined) return itemsNamed(context, listOf(typed))
  const front = words.filter(({ key }) => key === null).map(({ value }) => value)
  const [first = ''] = front
  const items = await itemsNamed(context, [first])
  if (items.length > 0) return items
  const risk = await loadLiveRisk(workspace, riskNumber(first))
  if (risk !== null && 'sku' in risk.subject.action) return itemsNamed(context, [String(risk.subject.action.sku)])
  const ids = risk === null ? [front.join(' '), first] : risk.subject.promotions.map(({ promotionId }) => promotionId)
  for (const id of ids) {
    const found = id === '' ? null : await findPromotion(context, id)
    if (found?.ok) return itemsNamed(context, [...new Set(liveRows(found.value).map(({ sku }) => sku))])
  }
  return []
}

const itemsNamed = async (
  { workspace, today }: CommandContext,
  skus: readonly string[],
): Promise<readonly ItemRow[]> => {
  const visibility = await loadVisibility(workspace, isoOf(today))
  return [
    ...(await loadItems(workspace, visibility, [...new Set(skus.flatMap((sku) => [sku, sku.toUpperCase()]))])).values(),
  ]
}
