import type { ClientFit } from '../../chat/client-fit.ts'

type Json = Readonly<Record<string, unknown>>

/** Fits Teams' cards to the Agents Playground: it opens no dialogs, so that a form comes as a message, and it knows no full width. */
export const playgroundFit: ClientFit = {
  shown: <T>(payload: T) => fitted(payload) as T,
  filled: (value) => value,
}

const isJson = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)

const fitted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(fitted)
  if (!isJson(value)) return value
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, one]) => (name === 'msteams' ? fittedTeams(one) : [[name, fitted(one)]])),
  )
}

/** What Teams is to do with a card or a button, without what the playground cannot do. */
const fittedTeams = (value: unknown): readonly (readonly [string, unknown])[] => {
  if (!isJson(value)) return [['msteams', value]]
  const { width: _, ...left } = value
  return Object.keys(left).length === 0 || left.type === 'task/fetch' ? [] : [['msteams', left]]
}
