/** What Slack takes in one message or view. Where its sources differ, the safer number stands. */
export const limits = {
  blocksInMessage: 50,
  blocksInHome: 100,
  /** All blocks of a message together, counted as JSON: Slack refuses text beyond some 12,000 characters and counts more than the text. */
  characters: 12_000,
  /** A text without blocks. */
  plainMessage: 3_500,
  /** What stands for a message where its blocks are not seen. */
  spoken: 3_000,
  header: 150,
  sectionText: 3_000,
  contextText: 2_000,
  fields: 10,
  fieldText: 2_000,
  /** The most people mentioned in one message. */
  called: 20,
  buttonText: 75,
  buttonLabel: 75,
  buttonValue: 2_000,
  buttonsInRow: 25,
  confirmTitle: 100,
  confirmText: 300,
  confirmButton: 30,
  viewTitle: 24,
  placeholder: 150,
  choices: 100,
  radios: 10,
  options: 5,
  optionText: 75,
  optionValue: 150,
  tableRows: 100,
  tableCharacters: 10_000,
  cellText: 500,
  tablesInMessage: 1,
  chartsInMessage: 2,
  chartTitle: 50,
  chartLabel: 20,
  /** Slack takes 20; their names overlap. */
  chartPoints: 12,
  chartSeries: 6,
  dataTableRows: 101,
  dataTablePage: 15,
  caption: 200,
} as const

/** Slack takes one message a second in a channel. */
export const paceMilliseconds = 1_000

/** A request is signed within so many seconds of now, before or after. */
export const signatureSeconds = 300

/** No request of Slack's is larger, in bytes. */
export const bodyBytes = 1_000_000
