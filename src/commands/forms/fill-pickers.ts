import type { Choice, Field } from '../../cards/language/form.ts'
import { listSeparator } from '../../cards/language/form.ts'
import { type Findable, findThings, type Thing } from '../../domain/search/find-things.ts'
import { type ChoiceContext, choiceOf, loadPickable } from '../../services/pickers/find-choices.ts'
import type { FormContext } from './form-definition.ts'

/** A list of so many is shown whole; a longer one is searched. */
const mostListed = 100

/** So many matches are offered for a word that is no code. */
const mostMatches = 10

/** Gives what finding choices needs of a caller: the platform is that of the account they ask with. */
export const choiceContext = (context: FormContext): ChoiceContext => ({
  ...context,
  platform: context.accounts[0]?.platform ?? '',
})

/** Gives the fields in which things are picked their choices: all there are, or where there are many those that stand and those that a word may mean. */
export const fillPickers = (context: FormContext, fields: readonly Field[]): Promise<readonly Field[]> =>
  Promise.all(fields.map((field) => (field.pick === undefined ? field : filledPicker(context, field, field.pick))))

const filledPicker = async (context: FormContext, field: Field, pick: NonNullable<Field['pick']>): Promise<Field> => {
  const all = await loadPickable(choiceContext(context), pick.of)
  const stands = splitList(field.value ?? '').map((text) => ({ text, thing: thingCalled(all, text) }))
  const isSearched = all.length > mostListed
  const offered: readonly Thing[] = isSearched
    ? stands.flatMap(({ text, thing }) => (thing === null ? findThings(all, text, mostMatches) : [thing]))
    : all.map(({ thing }) => thing)
  const choices = distinct([
    ...offered.map((thing) => choiceOf(pick.of, thing)),
    // What is in no list stays as it was typed, and people whom the platform does not know stay who they are.
    ...stands.flatMap(({ text, thing }) =>
      thing === null && (!isSearched || pick.of === 'people') ? [{ value: text, label: text }] : [],
    ),
  ])
  return {
    ...field,
    choices,
    pick: { ...pick, isSearched },
    value: stands.length === 0 ? field.value : stands.map(({ text, thing }) => thing?.code ?? text).join(listSeparator),
  }
}

/** Finds the one thing that is called so, by its code or its whole name. */
const thingCalled = (all: readonly Findable[], text: string): Thing | null => {
  const wanted = text.toLowerCase()
  const byCode = all.find(({ thing }) => thing.code.toLowerCase() === wanted)
  if (byCode !== undefined) return byCode.thing
  const byName = all.filter(({ thing }) => thing.name.toLowerCase() === wanted)
  return byName.length === 1 ? (byName[0]?.thing ?? null) : null
}

const splitList = (text: string): readonly string[] =>
  text
    .split(/[,;\n]/)
    .map((part) => part.trim())
    .filter((part) => part !== '')

const distinct = (choices: readonly Choice[]): readonly Choice[] => [
  ...new Map(choices.map((choice) => [choice.value, choice])).values(),
]
