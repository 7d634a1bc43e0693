/** Gives the name of a time zone as the time-zone database spells it, from a spelling in any case; null where there is none. */
export const timeZoneNamed = (name: string): string | null => {
  if (!/^[a-z]/i.test(name)) return null
  try {
    return Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name).timeZoneId
  } catch {
    return null
  }
}
