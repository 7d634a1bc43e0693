import { launchPatterns } from './launch-patterns.ts'
import { patternsOf } from './pattern.ts'
import { workPatterns } from './work-patterns.ts'

/** The patterns of questions, in the order in which they are tried: the first that fits the whole text counts. */
export const patterns = patternsOf([...workPatterns, ...launchPatterns])
