import type { Context } from '../context.ts'

/** What rolling up needs. */
export type RollUpContext = Pick<Context, 'workspace' | 'policy' | 'today' | 'now'>
