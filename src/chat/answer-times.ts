/**
 * How long each part of an answer may take, in milliseconds. Slack and Teams wait three seconds for the whole and then
 * deliver the request again; a part that is late is left out, or is told later.
 */
export const answerTimes = {
  /** Who the bot is, for Slack's library; whoever answers finds it out again, and longer. */
  authorize: 200,
  /** Who asks and where; the rest is left for the answer. */
  identify: 700,
  identifyInTeams: 1_500,
  /** The answer itself. One that is later follows as a message of its own, once its request is kept. */
  work: 2_000,
  keep: 500,
  /** What Slack's library answers nobody else answers later. */
  whole: 2_950,
}
