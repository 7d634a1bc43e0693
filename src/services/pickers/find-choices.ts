import type { Choice, PickSource } from '../../cards/language/form.ts'
import { windowWords } from '../../cards/language/words.ts'
import { type Findable, findable, findThings, type Thing } from '../../domain/search/find-things.ts'
import { loadCatalogue } from '../../store/feeds/catalogue-list.ts'
import type { Visibility } from '../../store/feeds/visibility.ts'
import { loadKnownAccounts } from '../../store/people/known-people.ts'
import { type Context, type MomentContext, visibilityFor } from '../context.ts'
import { keeperOf } from '../present/present.ts'

/** What finding choices needs: whose things they are, and on which platform the people are. */
export type ChoiceContext = MomentContext & Pick<Context, 'workspace' | 'today'> & { readonly platform: string }

/** Gives everything that can be picked of a kind, prepared to be searched. */
export const loadPickable = async (context: ChoiceContext, of: PickSource): Promise<readonly Findable[]> => {
  switch (of) {
    case 'items':
      return catalogueOf(context, 'items')
    case 'places':
      return catalogueOf(context, 'locations')
    case 'promotions':
      return promotionsOf(context)
    case 'people':
      return peopleOf(context)
  }
}

/** Finds what can be picked by what somebody types, the best first. */
export const findChoices = async (
  context: ChoiceContext,
  of: PickSource,
  typed: string,
  most: number,
): Promise<readonly Choice[]> => {
  const all = await loadPickable(context, of)
  const pasted = listIn(all, typed)
  if (pasted !== null) return [pasted]
  return findThings(all, typed, most).map((thing) => choiceOf(of, thing))
}

/** Shows a thing: its code and, beside it, its name where it has one; people by their names. */
export const choiceOf = (of: PickSource, { code, name }: Thing): Choice => {
  if (of === 'people') return { value: code, label: name }
  return { value: code, label: code, ...(name === '' || name === code ? {} : { detail: name }) }
}

/** Several codes that are pasted are picked together; null where they are not several, or one is not known. */
const listIn = (all: readonly Findable[], typed: string): Choice | null => {
  const parts = typed
    .split(/[,;\n\t]+/)
    .map((part) => part.trim().toLowerCase())
    .filter((part) => part !== '')
  if (parts.length < 2) return null
  const codes = new Map(all.map(({ thing }) => [thing.code.toLowerCase(), thing.code]))
  const found = parts.map((part) => codes.get(part))
  if (found.some((code) => code === undefined)) return null
  const value = [...new Set(found)].join(', ')
  return { value, label: `All ${parts.length}`, detail: value }
}

type Kept = { readonly key: string; readonly list: readonly Findable[] }

/** Items and places change with imports alone: they are read once for each picture of the feeds. */
const kept = new WeakMap<Context['workspace']['database'], Map<string, Kept>>()

const catalogueOf = async (context: ChoiceContext, kind: 'items' | 'locations'): Promise<readonly Findable[]> => {
  const { workspace } = context
  const visibility = await visibilityFor(context)
  const ofStore = kept.get(workspace.database) ?? new Map<string, Kept>()
  kept.set(workspace.database, ofStore)
  const [name, key] = [`${workspace.id} ${kind}`, keyOf(visibility, kind)]
  const before = ofStore.get(name)
  if (before?.key === key) return before.list
  const list = findable(await loadCatalogue(workspace, visibility, kind))
  ofStore.set(name, { key, list })
  return list
}

const keyOf = ({ newest, unpublished, later }: Visibility, kind: 'items' | 'locations'): string =>
  JSON.stringify([newest, unpublished, later.get(kind) ?? []])

const promotionsOf = async ({ workspace, today }: ChoiceContext): Promise<readonly Findable[]> => {
  const { picture } = keeperOf(workspace)
  await picture.refresh()
  return findable(
    picture.entries().map(({ promotionId, name, start, end }) => ({
      code: promotionId as string,
      name: `${name}, ${windowWords(start, end, today)}`,
    })),
  )
}

/** Somebody without a name goes by their address, else by what their platform calls them. */
const peopleOf = async ({ workspace, platform }: ChoiceContext): Promise<readonly Findable[]> =>
  findable(
    (await loadKnownAccounts(workspace, platform)).map(({ id, name, email }) => ({
      code: id,
      name: name.trim() === '' || name === id ? (email ?? `somebody without a name (${id})`) : name,
    })),
  ).toSorted((a, b) => a.name.localeCompare(b.name, 'en'))
