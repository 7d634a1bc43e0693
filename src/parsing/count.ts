const format = new Intl.NumberFormat('en-US')

/** Writes a number with thousands separators, as in 48,210. */
export const count = (value: number): string => format.format(value)
