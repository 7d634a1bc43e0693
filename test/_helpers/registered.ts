const quoted = (name: string): string => name.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&')

/** What the answer to a registration says, `Ready: Picnic (P-3), ...`: of any promotion, or of one name; linked where the id leads to its card. */
export const registration = (name?: string, id = 'P-\\d+'): RegExp =>
  new RegExp(
    `(?:Ready|At risk|Not ready|Unknown): ${name === undefined ? '.+?' : quoted(name)} \\((?:<[^|>]+\\||\\[)?(${id})[>\\])]`,
  )

/** The id of the promotion that an answer says is registered, such as `P-3`; undefined where none is. */
export const registeredId = (said: string): string | undefined => registration().exec(said)?.[1]
