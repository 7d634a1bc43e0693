/** What Teams takes in one message. Where its sources differ, the safer number stands. */
export const limits = {
  /** A card as JSON, in bytes. */
  cardBytes: 25_000,
  /** Every element of a card's body. */
  elements: 120,
  text: 3_000,
  /** More people called at once is a crowd. */
  called: 10,
  calledName: 80,
  title: 500,
  actionsInSet: 6,
  actionTitle: 60,
  tableColumns: 10,
  cellText: 300,
  chartPoints: 40,
  chartSeries: 6,
  facts: 30,
  summary: 500,
  /** What is read aloud, and shown by clients that cannot draw. */
  speak: 1_000,
  fallback: 2_000,
  /** A message of text alone. */
  plainMessage: 8_000,
  fields: 20,
  fieldValue: 1_000,
  choices: 25,
} as const

/** A little less than Teams takes of a bot in a conversation: its clock is not ours. */
export const conversationAllowance = [
  { calls: 6, milliseconds: 1_100 },
  { calls: 7, milliseconds: 2_100 },
  { calls: 55, milliseconds: 30_500 },
] as const

/** Calls of a bot in a tenant follow each other: some less than Teams takes in a second. */
export const tenantAllowance = [{ calls: 1, milliseconds: 50 }] as const

/** No activity of Teams' is larger, in bytes. */
export const bodyBytes = 256_000
