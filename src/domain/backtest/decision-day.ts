import type { Location } from '../assessment/cell.ts'
import type { Day } from '../day.ts'
import { assumedLeadDays } from '../policy.ts'
import { type LeadTime, orderBackwards } from '../supply/lead-time.ts'

/** Gives the last day on which an ordinary order would have been in time: the replay decides on a promotion on that day. */
export const decisionDay = (leadTime: LeadTime | null, location: Location, start: Day): Day => {
  if (leadTime === null) return start - assumedLeadDays
  const neededOn = start - location.onShelfDays
  return orderBackwards(leadTime, location.receiving, neededOn)?.orderOn ?? neededOn - Math.ceil(leadTime.lead)
}

/** Gives the lead time of an ordinary order in calendar days. */
export const usualLead = (leadTime: LeadTime | null): number => {
  if (leadTime === null) return assumedLeadDays
  return Math.ceil(leadTime.calendar === 'weekdays' ? (leadTime.lead * 7) / 5 : leadTime.lead)
}
