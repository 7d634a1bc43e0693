const mostDays = 92

/** Reads how often a feed is promised: a number of days, `learn` (null) or `never` (0); undefined for anything else. */
export const rhythmOf = (text: string): number | null | undefined => {
  const words = text.trim().toLowerCase()
  if (words === 'learn') return null
  if (words === 'never') return 0
  const days = /^(\d{1,2})( ?days?)?$/.exec(words)?.[1]
  return days !== undefined && Number(days) >= 1 && Number(days) <= mostDays ? Number(days) : undefined
}
