/** Tells whether two plain objects have equal values in some of their fields; nested data count by their content and order. */
export const haveSameFields = <T>(one: T, other: T, fields: readonly (keyof T)[]): boolean =>
  fields.every((field) => JSON.stringify(one[field]) === JSON.stringify(other[field]))
