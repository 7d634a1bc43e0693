/** A kit that a promotion line of a component is for: the units of the component in each, and how many the promotion sells. */
export type KitPart = {
  readonly sku: string
  readonly name: string
  readonly quantity: number
  /** Null where nobody knows how many. */
  readonly kits: number | null
}

/**
 * Gives how many kits can be made of what is free of their components, negative where something else has taken more than there
 * is: those of the scarcest one.
 *
 * Example: two each of one component, of which 8 are there and 14 are reserved, and of another with 4,090 left: -3.
 */
export const kitsAvailable = (parts: readonly { readonly quantity: number; readonly free: number }[]): number =>
  Math.min(...parts.map(({ quantity, free }) => Math.floor(free / quantity)))
