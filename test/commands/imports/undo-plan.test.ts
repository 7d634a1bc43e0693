import { expect, it } from 'vitest'
import { colaStage } from '../stage.ts'

it('a plan that is undone takes its promotions and their risks along, also where somebody new undoes it', async () => {
  await using cola = await colaStage()
  await cola.feed(
    'promotions',
    'promotion_id,name,sku,location,start,end,units\nPLAN-1,Summer,SKU-100,EAST,2026-07-06,2026-07-12,5000\n',
  )
  expect(await cola.say('promo list')).toContain('PLAN-1')
  expect(await cola.say('risks')).toContain('Summer')
  const [batch] = cola.rows<{ id: number }>(`select max(id) as id from batch`)
  expect(await cola.say(`feeds undo ${batch?.id}`, { name: 'Newcomer' })).toContain('is undone')
  expect(cola.rows(`select action, actor from audit`)).toContainEqual({ action: 'undo-batch', actor: 'test:Newcomer' })
  expect(await cola.say('promo list')).not.toContain('PLAN-1')
  expect(await cola.say('risks')).not.toContain('Summer')
})
