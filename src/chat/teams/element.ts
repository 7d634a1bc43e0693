/** A part of an Adaptive Card. */
export type Element = Readonly<Record<string, unknown>> & { readonly type: string }

/** A run of text: data as it stands, never Markdown. */
export type Run = {
  readonly text: string
  readonly weight?: 'Bolder'
  readonly size?: 'Small' | 'Large'
  readonly color?: string
  readonly isSubtle?: boolean
  readonly fontType?: 'Monospace'
  /** Where it leads when pressed. */
  readonly selectAction?: { readonly type: 'Action.OpenUrl'; readonly url: string }
}

/** A mention: the text that stands for it, and the account that is notified. */
export type Mention = {
  readonly type: 'mention'
  readonly text: string
  readonly mentioned: { readonly id: string; readonly name: string }
}

export type AdaptiveCard = {
  readonly type: 'AdaptiveCard'
  readonly $schema: string
  readonly version: '1.5'
  readonly speak: string
  readonly fallbackText: string
  readonly msteams: { readonly width: 'Full'; readonly entities?: readonly Mention[] }
  readonly body: readonly Element[]
  readonly actions?: readonly Element[]
}

/** Makes a card of its body and of what stands for it where it cannot be seen. */
export const adaptiveCard = (
  body: readonly Element[],
  texts: Pick<AdaptiveCard, 'speak' | 'fallbackText'>,
  mentions: readonly Mention[] = [],
): AdaptiveCard => ({
  type: 'AdaptiveCard',
  $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
  version: '1.5',
  ...texts,
  msteams: { width: 'Full', ...(mentions.length === 0 ? {} : { entities: mentions }) },
  body,
})

/** Makes the text runs of one line. */
export const runs = (inlines: readonly (string | Run)[], spacing?: 'None' | 'Small' | 'Medium' | 'Large'): Element => ({
  type: 'RichTextBlock',
  ...(spacing === undefined ? {} : { spacing }),
  inlines: inlines.map((run) => (typeof run === 'string' ? run : { type: 'TextRun', ...run })),
})

/** Counts the bytes that elements take as JSON. */
export const sizeOf = (elements: readonly Element[]): number =>
  elements.reduce((sum, element) => sum + Buffer.byteLength(JSON.stringify(element)) + 1, 0)
