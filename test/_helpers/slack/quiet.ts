import { type Logger, LogLevel } from '@slack/web-api'

/** A logger of Slack's clients that says nothing. */
export const quiet: Logger = {
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: () => {},
  setLevel: () => {},
  getLevel: () => LogLevel.ERROR,
  setName: () => {},
}
