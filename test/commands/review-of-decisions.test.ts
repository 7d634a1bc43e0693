import { expect, it } from 'vitest'
import { colaStage } from './stage.ts'

const terms = 'supplier,lead_time_days,expedite_days,expedite_cost_per_unit,expedite_fixed_cost'

it('puts what was sold beside what a decision expected, and thanks who gave way, in the month of each', async () => {
  await using cola = await colaStage(70, true)
  await cola.feed('lead-times', `${terms}\nACME,70,5,1,100\n`)
  await cola.say('promo add "Summer BOGO" sku:SKU-100 at:EAST dates:"6-12 Jul" units:700 price:7.99')
  await cola.say('promo decide P-1 cap reason:"keep the date"')
  await cola.say('promo agree P-1', { name: 'Ben' })
  cola.at('2026-08-03')
  const days = Array.from({ length: 7 }, (_, i) => `2026-07-${String(6 + i).padStart(2, '0')},SKU-100,EAST,21`)
  await cola.feed('sales', `date,sku,location,units\n${days.join('\n')}\n`)
  const july = await cola.say('shelfready monthly')
  expect(july).toContain('None of 1 promotion stocked out in July 2026; no revenue was lost.')
  expect(july).toMatch(
    /● Summer BOGO \(P-1\): capped at (\d+) of 700 units, agreed by Ana and Ben\.\n +Expected to sell \d+; sold 147 units, did not stock out\./,
  )
  expect(july).not.toContain('thanks to')
  const june = await cola.say('shelfready monthly period:2026-06')
  expect(june).toMatch(/Marketing, thanks to Ana: cap at \d+ of 700 units for Summer BOGO \(P-1\)\./)
})
