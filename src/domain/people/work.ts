/** What people do here, by which help is shown: marketing, supply planning, demand planning, management and administration. */
export const works = ['marketing', 'supply', 'demand', 'management', 'administration'] as const

export type Work = (typeof works)[number]

/** Tells whether a word names what somebody does. */
export const isWork = (word: string): word is Work => works.some((work) => work === word)
