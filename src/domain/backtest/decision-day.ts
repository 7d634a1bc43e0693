import type { Location } from '../assessment/cell.ts'
import type { Day } from '../day.ts'
import { assumedLeadDays } from '../policy.ts'
import { type LeadTime, orderBackwards } from '../supply/lead-time.ts'

/** Gives the last day on which an ordinary order would have been in time: what is decided about a promotion is decided then. */
export const decisionDay = (leadTime: LeadTime | null, location: Location, start: Day): Day => {
  if (leadTime === null) return start - assumedLeadDays
  const neededOn = start - location.onShelfDays
  return orderBackwards(leadTime, location.receiving, neededOn)?.orderOn ?? neededOn - Math.ceil(leadTime.lead)
}

/** Gives the days from an ordinary order to the shelf, weekends counted. */
export const usualLead = (leadTime: LeadTime | null): number => {
  if (leadTime === null) return assumedLeadDays
  return Math.ceil(leadTime.calendar === 'weekdays' ? (leadTime.lead * 7) / 5 : leadTime.lead)
}
