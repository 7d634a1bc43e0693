import { type Read, Unfit } from '../../src/parsing/values.ts'

/** The value that a reader makes of a text, or the reason for none. */
export const read = <T>(reader: Read<T>, input: string): T | string => {
  const value = reader(input)
  return value instanceof Unfit ? value.reason : value
}
