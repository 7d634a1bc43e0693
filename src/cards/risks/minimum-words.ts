import type { MissingOfMinimum } from '../../domain/ordering/supplier-minimum.ts'
import { shortName } from '../language/line-budget.ts'
import { moneyWords, numberWords, unitWords } from '../language/words.ts'

/** Says what is missing of a supplier's minimum, "ACME takes orders from EUR 500: add EUR 60 of other items". */
export const minimumWords = ({ supplier, in: counts, minimum, missing, currency }: MissingOfMinimum): string =>
  counts === 'money'
    ? `${shortName(supplier, 24)} takes orders from ${moneyWords(minimum, currency)}: add ${moneyWords(missing, currency)} of other items`
    : `${shortName(supplier, 24)} fills loads of ${numberWords(minimum)}: add ${unitWords(missing)} of other items`
