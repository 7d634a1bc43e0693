/** JSON that was read. */
export type Json = Readonly<Record<string, unknown>>

/** What stands below a button in place of the dialog that it opens in Teams; `at` counts the elements above it when it was opened. */
export type Dialog = { readonly key: string; readonly at: number; readonly title: string; readonly content: Json }

export const isJson = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export const jsonIn = (value: unknown): Json => (isJson(value) ? value : {})

const listIn = (value: unknown): readonly Json[] => (Array.isArray(value) ? value.filter(isJson) : [])

const mapped = (value: unknown, change: (one: Json) => unknown): unknown => {
  if (Array.isArray(value)) return value.map((one) => mapped(one, change))
  if (!isJson(value)) return value
  return change(Object.fromEntries(Object.entries(value).map(([name, one]) => [name, mapped(one, change)])))
}

/** Fits cards to the playground, which knows no full width, searches nothing, and opens no dialog: a button that opens one is executed instead. */
export const fittedCards = (payload: unknown): unknown =>
  mapped(payload, (one) => {
    if ('choices.data' in one) return fittedPicker(one)
    const { msteams, ...element } = one
    if (!isJson(msteams)) return one
    const { width: _, ...left } = msteams
    if (left.type === 'task/fetch') return { ...element, dialog: 'open' }
    return Object.keys(left).length === 0 ? element : { ...element, msteams: left }
  })

/** What was found is a list; where nothing was yet, a word is asked for. */
const fittedPicker = ({ 'choices.data': _, ...picker }: Json): Json => {
  const { choices, style: __, isMultiSelect: ___, ...input } = picker
  return listIn(choices).length > 0 ? { ...picker, style: 'compact' } : { ...input, type: 'Input.Text' }
}

const isAction = ({ type }: Json) => typeof type === 'string' && type.startsWith('Action.')

/** Makes a button that opens a dialog, or sends one, an action that is executed. */
export const executed = (payload: unknown): unknown =>
  mapped(payload, (one) => (isAction(one) && 'dialog' in jsonIn(one.data) ? executing(one) : one))

const executing = ({ fallback: _, ...action }: Json): Json => ({ ...action, type: 'Action.Execute', verb: 'dialog' })

/** Tells one button from the others of a card by what it stands for. */
export const keyOf = ({ a, id, p }: Json): string => JSON.stringify([a, id, p ?? null])

/** Counts the elements of a card down to the row of a button; null where it has no such button. */
export const placeOf = (card: Json, key: string): number | null => {
  const row = listIn(card.body).findIndex(({ actions }) =>
    listIn(actions).some(({ data }) => keyOf(jsonIn(data)) === key),
  )
  return row < 0 ? null : row + 1
}

/** Gives a card with a dialog below the button that opened it, or where that was. The dialog's fields go with its own buttons alone. */
export const withDialog = (card: Json, dialog: Dialog): Json => {
  const apart = mapped(card, (one) => (isAction(one) ? { ...one, associatedInputs: 'none' } : one)) as Json
  return { ...apart, body: listIn(apart.body).toSpliced(placeOf(card, dialog.key) ?? dialog.at, 0, boxOf(dialog)) }
}

const boxOf = ({ key, title, content }: Dialog): Json => {
  const actions = listIn(content.actions).map((action) => sending(action, key))
  const close = {
    type: 'Action.Execute',
    verb: 'dialog',
    title: 'Close',
    data: { dialog: 'close', below: key },
    associatedInputs: 'none',
  }
  return {
    type: 'Container',
    style: 'emphasis',
    items: [
      { type: 'TextBlock', text: title, weight: 'Bolder', wrap: true },
      ...listIn(content.body),
      { type: 'ActionSet', actions: [...actions, close] },
    ],
  }
}

const sending = (action: Json, key: string): Json =>
  executing({ ...action, data: { ...jsonIn(action.data), dialog: 'send', below: key } })
