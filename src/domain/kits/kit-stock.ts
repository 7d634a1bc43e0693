/** How many kits can be made at a location now, negative where components are reserved that are not there, and what limits it. */
export type KitStock = {
  readonly made: number
  readonly scarcest: { readonly name: string; readonly quantity: number; readonly free: number }
}
