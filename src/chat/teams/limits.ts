/** What Teams takes in one message. Where its sources differ, the safer number stands. */
export const limits = {
  /** A card as JSON, in bytes. */
  cardBytes: 25_000,
  /** Every element of a card's body. */
  elements: 120,
  text: 3_000,
  /** The most people mentioned in one message. */
  called: 10,
  calledName: 80,
  title: 500,
  actionsInSet: 6,
  actionTitle: 60,
  cellText: 300,
  chartPoints: 40,
  chartSeries: 6,
  facts: 30,
  summary: 500,
  /** The summary that screen readers read and that clients without cards show. */
  speak: 2_500,
  fallback: 2_000,
  /** A message of text alone. */
  plainMessage: 8_000,
  fields: 20,
  fieldValue: 1_000,
  choices: 25,
  /** A list of things to pick holds so many; Teams filters it as people type. */
  listed: 100,
  /** A list of more is filtered as people type. */
  plainList: 10,
  /** Teams shows so many that were found. */
  found: 15,
  choiceTitle: 150,
} as const

/** Calls allowed in one conversation: slightly below the limit of Teams, because its clock differs from ours. */
export const conversationAllowance = [
  { calls: 6, milliseconds: 1_100 },
  { calls: 7, milliseconds: 2_100 },
  { calls: 55, milliseconds: 30_500 },
] as const

/** Calls allowed in one tenant: below the limit of Teams per second. */
export const tenantAllowance = [{ calls: 1, milliseconds: 50 }] as const

/** No activity of Teams' is larger, in bytes. */
export const bodyBytes = 256_000
