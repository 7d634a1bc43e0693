/** A batch is held where at least this share of what it should repeat is gone, has fallen to zero or has one factor. */
export const heldShare = 0.5
/** Fewer rows than this tell nothing about a file. */
export const heldRows = 10
/** Values that have all grown or shrunk by at least this factor are taken for another unit. */
export const heldFactor = 4
/** So many new codes that are nearly known ones are taken for damaged codes. */
export const heldNearCodes = 5
/** At least this share of counts below zero is taken for a wrong column. */
export const heldNegatives = 0.1
