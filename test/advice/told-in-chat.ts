import { keyOf, type Trial, trialsOfRow } from './advised-orders.ts'
import type { Situation } from './company.ts'
import { bookOf } from './office.ts'
import { together } from './rows.ts'

/** A row that a planner ordered as asked and told of in chat, and what became of a line it covers. */
type Told = { readonly line: string; readonly risk: string; readonly answer: string; readonly verdict: string }

/**
 * Tells the bot in chat of each order it asks for, exactly as asked: `ordered R-n PO-n due:DAY units:N`. Only rows of one
 * order for one shelf; gives the lines they cover with their verdict after it.
 */
export const tellInChat = async (situations: readonly Situation[]): Promise<readonly Told[]> => {
  const [{ asOf }] = situations as [Situation]
  await using office = await bookOf(asOf, together(situations.map(({ rows }) => rows))).open()
  const { company } = office
  const atRisk = (await office.judge(null)).filter(({ verdict }) => verdict === 'at-risk')
  const rows = await office.asked()
  const trials = situations.flatMap((situation) => {
    const own = rows.filter(({ sku }) => situation.rows.items?.some((item) => item.sku === sku))
    return own.flatMap((row) => trialsOfRow(situation, row, atRisk)[0] ?? []).filter(isOneOrder)
  })
  await company.say('shelfready digest now')
  const risks = await risksByOrder(company.say)
  const told: Told[] = []
  for (const {
    covers,
    inbound: [order],
  } of trials) {
    const risk = risks.get(`${order?.sku} ${order?.quantity}`)
    if (risk === undefined || order === undefined) continue
    const answer = await company.say(
      `shelfready ordered ${risk} PO-${risk} due:${order.due_date} units:${order.quantity} sku:${order.sku}`,
    )
    told.push(...covers.map((line) => ({ line, risk, answer, verdict: '' })))
  }
  const after = new Map((await office.judge(null)).map((line) => [keyOf(line), line.verdict]))
  return told.map((one) => ({ ...one, verdict: after.get(one.line) ?? 'not judged' }))
}

const isOneOrder = ({ inbound, sendsOn }: Trial): boolean => inbound.length === 1 && !sendsOn

/** Finds the risk that asks for an order, by item and units, page by page. */
const risksByOrder = async (say: (words: string) => Promise<string>): Promise<ReadonlyMap<string, string>> => {
  const found = new Map<string, string>()
  for (let page = 1; page < 100; page++) {
    const text = await say(`shelfready risks page:${page}`)
    for (const [, units = '', sku, risk] of text.matchAll(/ order ([\d,]+) units? of (\S+) at .*? · (R-\d+)$/gm))
      if (risk !== undefined) found.set(`${sku} ${units.replaceAll(',', '')}`, risk)
    if (!text.includes(`page:${page + 1}`)) break
  }
  return found
}
