import { describe, expect, test } from 'vitest'
import { rejectsWriter } from '../../src/feeds/rejects.ts'
import { importStock, stockStore } from './memory-store.ts'

const importSkipping = async (text: string) => {
  const store = stockStore()
  let rejects = ''
  const skipBadRows = rejectsWriter((written) => {
    rejects += written
  })
  await importStock(store, text, { skipBadRows })
  return { rejects, store }
}

describe('the file of rejected rows', () => {
  test('has the header of the file, the cells as they stood, and why and where each row was refused', async () => {
    const text = 'sku,location,on_hand,as_of\nA,EAST,1O,2026-06-01\nB,EAST,1,2026-06-01\n=C,EAST,x,\nD\n'
    expect((await importSkipping(text)).rejects).toBe(
      [
        '\ufeffsku,location,on_hand,as_of,reason',
        'A,EAST,1O,2026-06-01,line 2: on_hand is not a number',
        '\'=C,EAST,x,,"line 4: on_hand is not a number; as_of is missing"',
        'D,,,,line 5: has 1 cell where the header has 4',
        '',
      ].join('\r\n'),
    )
  })

  test('is not begun when nothing is rejected', async () => {
    expect((await importSkipping('sku,location,on_hand,as_of\nA,EAST,1,2026-06-01\n')).rejects).toBe('')
  })

  test('is imported as it is once it is mended, and replaces the old reasons where it is not', async () => {
    const { rejects } = await importSkipping('sku,location,on_hand,as_of\nA,EAST,x,2026-06-01\nB,EAST,x,2026-06-01\n')
    const second = await importSkipping(rejects.replace('A,EAST,x', 'A,EAST,7'))
    expect([...second.store.visible.values()].map((row) => [row.sku, row.on_hand])).toEqual([['A', 7]])
    expect(second.rejects).toBe(
      '\ufeffsku,location,on_hand,as_of,reason\r\nB,EAST,x,2026-06-01,line 3: on_hand is not a number\r\n',
    )
  })
})
