/**
 * The pattern of sales over the week: units sold, and units that would have been sold at an even rate, by weekday and by
 * whether the day is a holiday (see `slotOf`).
 */
export type Pattern = { readonly sold: number[]; readonly even: number[] }

/** Units at an even rate by which the pattern of all groups is drawn to none, and that of a group to that of all. */
const priorUnits = 50
const groupUnits = 300
/** Days of each weekday by which the pattern of a cell is drawn to that of its group. */
const ownDays = 4
const leastUsual = 0.2

/** Gives the pattern before any sales. */
export const emptyPattern = (): Pattern => ({ sold: Array(14).fill(0), even: Array(14).fill(0) })

/** Gives the place of a day in a pattern, by its weekday (0 to 6) and whether it is a holiday. */
export const slotOf = (weekday: number, isHoliday: boolean): number => weekday * 2 + (isHoliday ? 1 : 0)

/** Gives the key of a group's pattern. */
export const groupKey = (group: string): string => `g\u0000${group}`

/** Adds a day's sales to a pattern, in place. */
export const addToPattern = (pattern: Pattern, slot: number, units: number, even: number): void => {
  pattern.sold[slot] = (pattern.sold[slot] as number) + units
  pattern.even[slot] = (pattern.even[slot] as number) + even
}

const at = ({ sold, even }: Pattern, slot: number, prior: number, units: number): number =>
  ((sold[slot] as number) + units * prior) / ((even[slot] as number) + units)

/** Gives the slot of an ordinary weekday: that of its holidays where most of its sales were on days marked as such, as some companies mark weekends. */
const usualSlot = ({ even }: Pattern, weekday: number): number => {
  const [plain, holiday] = [slotOf(weekday, false), slotOf(weekday, true)]
  return (even[holiday] as number) > (even[plain] as number) ? holiday : plain
}

const week = [0, 1, 2, 3, 4, 5, 6] as const
const slots = Array.from({ length: 14 }, (_, slot) => slot)
const nothing = emptyPattern()

/**
 * Gives the sales of each day against an even week, by slot (see `slotOf`): the pattern of a cell, drawn towards that of its
 * group and of all groups, and scaled so that an ordinary week averages 1. `usual` is what the cell sells a day, in units.
 */
export const weekPattern = (
  patterns: Readonly<Record<string, Pattern>>,
  group: string,
  own: Pattern,
  usual: number,
): readonly number[] => {
  const all = patterns[''] ?? nothing
  const mates = patterns[groupKey(group)] ?? nothing
  const ownUnits = ownDays * Math.max(usual, leastUsual)
  const raw = slots.map((slot) => at(own, slot, at(mates, slot, at(all, slot, 1, priorUnits), groupUnits), ownUnits))
  const usualSlots = week.map((weekday) => usualSlot(all, weekday))
  const sum = usualSlots.reduce((total, slot) => total + (raw[slot] as number), 0)
  return slots.map((slot) => ((raw[slot % 2 === 1 ? slot : (usualSlots[slot >> 1] as number)] as number) * 7) / sum)
}
