const block = 8_192

let shared = new Float64Array(block)
let used = 0

/** Gives so many zeros. Short lists are cut from one shared block: a block of its own costs a list several times as much. */
export const zeros = (length: number): Float64Array => {
  if (length > block / 8) return new Float64Array(length)
  if (used + length > block) {
    shared = new Float64Array(block)
    used = 0
  }
  const list = shared.subarray(used, used + length)
  used += length
  return list
}

/** Copies numbers, from an index up to another one, into a list of their own. */
export const copyOf = (numbers: Float64Array, from = 0, to: number = numbers.length): Float64Array => {
  const length = Math.max(0, Math.min(to, numbers.length) - from)
  const copy = zeros(length)
  for (let i = 0; i < length; i++) copy[i] = numbers[from + i] as number
  return copy
}

/** Adds numbers up, from the first to the last. */
export const sumOf = (numbers: Float64Array): number => {
  let sum = 0
  for (let i = 0; i < numbers.length; i++) sum += numbers[i] as number
  return sum
}
