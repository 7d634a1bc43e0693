/** Names a time zone as the time-zone data write it, whatever the case it was said in; null when there is none of that name. */
export const timeZoneNamed = (said: string): string | null => {
  if (!/^[a-z]/i.test(said)) return null
  try {
    return Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(said).timeZoneId
  } catch {
    return null
  }
}
