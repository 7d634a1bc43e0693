import { help } from './help.ts'
import type { Command } from './outcome.ts'
import { promoAdd } from './promo-add.ts'
import { promoCheck, promoShow } from './promo-check.ts'
import { promoList } from './promo-list.ts'
import { promoWhy } from './promo-why.ts'
import { stock } from './stock.ts'

/** Everything a person can ask for; help and "did you mean" come from it. */
export const catalogue: readonly Command[] = [promoAdd, promoList, promoShow, promoCheck, promoWhy, stock]

/** The catalogue with the command that describes it. */
export const commands: readonly Command[] = [...catalogue, help(catalogue)]
