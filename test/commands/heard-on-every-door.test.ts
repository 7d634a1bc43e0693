import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readMessage, readSlashCommand } from '../../src/chat/slack/requests.ts'
import { readActivity, readRequest } from '../../src/chat/teams/requests.ts'
import { wrapping } from '../_helpers/typing.ts'
import { colaStage, type Stage } from './stage.ts'

const isFull = process.env.PROOF === 'full'

/** A line as commands are written in the docs, and ways in which people write the same. */
type Step = readonly [plain: string, ...ways: readonly string[]]

/** A day in which every command that takes values is given some. */
const story: readonly Step[] = [
  [
    'promo add "Two items" sku:SKU-110,SKU-100 at:EAST dates:2026-07-06..2026-07-12 uplift:+500% hero:yes owner:Ana',
    'promo add Two items sku:SKU-110, SKU-100 at:EAST dates:6-12 Jul uplift: + 500 % hero:yes owner:@Ana',
    'promo add “Two items”, SKU: SKU-110 and SKU-100, at: EAST, dates: 6–12 Jul, uplift: 500 % more, hero: yes, owner: Ana',
    'promo add sku:`SKU-110`; `SKU-100` "Two items" at=EAST from:6 July to:12 July uplift=6x hero=yes owner=Ana',
  ],
  [
    'promo add "Fish & chips" sku:SKU-110 at:EAST,WEST from:2026-08-03 to:2026-08-09 units:1200 price:0.79',
    'promo add Fish & chips sku:SKU-110 at:EAST, WEST dates:3 to 9 Aug units:1 200 price:EUR 0,79',
    'promo add "Fish & chips" SKU-110'.replace(' SKU-110', ' sku: SKU-110') +
      ' at: EAST & WEST dates:2026-W32 units:100 cases price:0,79 €',
    'promo add «Fish & chips» sku:SKU-110 at:EAST;WEST dates:W32 units:1.2k pcs price:€0.79',
  ],
  [
    'promo edit P-2 units:1440',
    'promo edit P-2 units:120 cases',
    'promo edit P-2, units = 1 440 units',
    'promo edit P‑2 units:120 dozen',
  ],
  [
    'promo what-if sku:SKU-110 at:WEST dates:2026-07-06..2026-07-12 extra:300',
    'promo what-if sku:SKU-110 at:WEST dates:week 28 extra:+ 300 units',
  ],
  [
    'promo when SKU-110 at:EAST,WEST units:700 days:14',
    'promo when SKU-110 at:EAST and WEST units:700 pcs days:2 weeks',
  ],
  [
    'promo clone P-2 name:"Fish again" dates:2026-09-07..2026-09-13',
    'promo clone P-2 name:Fish again dates:7 Sep - 13 Sep',
  ],
  ['promo list', 'promo list.', 'promo list please'],
  ['promo show "Two items"', 'promo show Two items', 'promo show P-1', 'promo show P-1.'],
  ['promo history P-2', 'promo history P-2?', 'promo history “Fish & chips”'],
  ['promo why P-1 SKU-100 EAST', 'promo why P-1, SKU-100, EAST'],
  ['stock SKU-110 at EAST', 'stock SKU-110 at:EAST', 'stock SKU-110, EAST'],
  [
    'intel add "Rival at -30 %" sku:SKU-100,SKU-110 dates:2026-07-06..2026-07-12 effect:-20% confidence:high until:2026-07-20',
    'intel add Rival at -30 % sku:SKU-100 & SKU-110 dates:6 Jul–12 Jul effect: −20 % confidence: HIGH until:20 Jul',
  ],
  [
    'promo override P-1 uplift:+450% until:2026-07-12 reason:"similar ones sold +40 %"',
    'promo override P-1 uplift:+ 450 % until:12 Jul reason:similar ones sold +40 %',
  ],
  ['shelfready risks', 'risks', 'risks.'],
  ['shelfready ack R-1', 'ack R-1,', 'acknowledge R-1'.replace('acknowledge', 'ack')],
  [
    'shelfready comment R-1 says:"ACME calls back, on Friday"',
    'comment R-1 says:ACME calls back, on Friday',
    'comment R-1 ACME calls back, on Friday',
  ],
  [
    'shelfready snooze R-1 until:2026-06-08',
    'snooze R-1 until:next monday',
    'snooze R-1 until: Mon 8 Jun',
    'snooze until:8 Jun R-1',
  ],
  ['shelfready unack R-1', 'unack R-1!'],
  ['shelfready assign R-1 to:Ben', 'assign R-1 to:@Ben', 'assign to: @Ben R-1', 'assign R-1, to: Ben'],
  [
    'shelfready ordered R-1 PO-91 due:2026-06-24 units:600',
    'ordered R-1 PO-91 due:24 Jun units:600 pcs',
    'ordered R-1, PO-91, due: Wed 24 Jun, units: 600',
  ],
  [
    'shelfready correct P-1 stock:390 sku:SKU-100 until:2026-06-10 reason:"counted today"',
    'correct P-1 stock:390 units sku:SKU-100 until:10 Jun reason:counted today',
  ],
  ['shelfready undo', 'undo.'],
  [
    'promo decide P-1 date start:2026-08-10 reason:"ACME needs longer"',
    'promo decide P-1, date, start: 10 Aug, reason: ACME needs longer',
    'promo decide P-1 start:Mon 10 August reason:ACME needs longer',
  ],
  ['promo decisions', 'promo decisions.'],
  [
    'promo withdraw P-1 reason:"found stock"',
    'promo withdraw P-1 reason:found stock',
    'promo withdraw “Two items”, reason: found stock',
  ],
  ['shelfready withdraw PO-91', 'withdraw PO-91.', 'withdraw `PO-91`'],
  ['shelfready mark PO-77 for P-1', 'mark PO-77 for P-1.', 'mark `PO-77` for P‑1'],
  ['shelfready requirements ACME', 'requirements ACME.', 'requirements *ACME*'],
  [
    'shelfready subscribe at:EAST,WEST days:mon-fri weekly:yes',
    'subscribe at: EAST, WEST days: Mon - Fri weekly: yes',
    'subscribe days:Monday to Friday weekly:yes at:EAST,WEST',
  ],
  ['shelfready digest at 07:30 mon,wed,fri', 'digest at 7:30 am Mon, Wed and Fri', 'digest at 07.30, mon,wed,fri'],
  ['shelfready settings quiet:nothing', 'settings quiet: nothing', 'settings quiet = NOTHING.'],
  ['shelfready planners Ben Cleo', 'planners @Ben, @Cleo', 'planners @Ben and @Cleo', 'planners Ben & Cleo'],
  ['shelfready executive Cleo', 'executive @Cleo.'],
  ['shelfready backup Ben', 'backup @Ben.', 'backup "Ben"'],
  [
    'shelfready away until:2026-06-15 delegate:Ben',
    'away until:15 Jun delegate:@Ben',
    'away until: Mon 15 June, delegate: Ben',
  ],
  [
    'shelfready hours 9-17 days:mon-thu',
    'hours 9 to 17 days:Mon - Thu',
    'hours 9–17 days: Monday to Thursday',
    'hours 9am - 5pm days:mon,tue,wed,thu',
  ],
  ['shelfready role Ben planner,approver', 'role @Ben planner, approver', 'role Ben planner and approver'],
  [
    'promo cancel P-3 why:other reason:"ACME cannot deliver"',
    'promo cancel P-3 why:other reason:ACME cannot deliver',
    'promo cancel P-3, why: Other, reason: ACME cannot deliver',
  ],
]

const us = 'U0BOT'
const entities = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

const slack = (event: object, text: string): string =>
  String(readMessage({ user: 'U0ANA', ts: '1.1', text, ...event }, us)?.words)
const teams = (text: string, more: object = {}): string => {
  const activity = readActivity({
    ...{ type: 'message', id: '1', channelId: 'msteams', serviceUrl: 'https://x', from: { id: 'ana' } },
    ...{ recipient: { id: us }, conversation: { id: 'c', conversationType: 'personal' }, text },
    ...more,
  })
  const read = activity === null ? null : readRequest(activity)
  return read?.kind === 'words' ? read.words : `not heard: ${text}`
}
const called = '<at>Shelfready</at>'
const mention = { entities: [{ type: 'mention', text: called, mentioned: { id: us, name: 'Shelfready' } }] }
const paragraphs = (line: string) => entities(line).replaceAll('\n', '</p><p>')

/** What each door makes of a message, with what its clients put around it. */
const doors: Readonly<Record<string, readonly ((line: string) => string)[]>> = {
  terminal: wrapping,
  Slack: [
    (line) => slack({ type: 'message', channel: 'D1', channel_type: 'im' }, entities(line)),
    (line) => slack({ type: 'message', channel: 'D1', channel_type: 'im' }, `\`${entities(line)}\``),
    (line) => slack({ type: 'message', channel: 'D1', channel_type: 'im' }, `&gt; *${entities(line)}*`),
    (line) => slack({ type: 'message', channel: 'D1', channel_type: 'im' }, entities(line).replaceAll(' ', '\u00a0')),
    (line) => slack({ type: 'app_mention', channel: 'C1' }, `<@${us}>: ${entities(line)}`),
    (line) => slack({ type: 'app_mention', channel: 'C1' }, `<@${us}|shelfready>, ${entities(line)}`),
    (line) => slack({ type: 'app_mention', channel: 'C1' }, `Hey <@${us}>, ${entities(line)}`),
    (line) => slack({ type: 'app_mention', channel: 'C1' }, `${entities(line)} <@${us}>`),
    (line) => {
      const [command = '', ...text] = line.split(' ')
      const read = readSlashCommand({
        channel_id: 'C1',
        user_id: 'U0ANA',
        command: `/${command}`,
        text: entities(text.join(' ')),
      })
      return String(read?.words)
    },
  ],
  Teams: [
    (line) => teams(entities(line)),
    (line) => teams(`<p>${paragraphs(line)}</p>`),
    (line) => teams(`<div><p>${paragraphs(line)}</p></div><attachment id="1"></attachment>`),
    (line) => teams(entities(line).replaceAll(' ', '&nbsp;')),
    (line) => teams(`${called} ${entities(line)}`, mention),
    (line) => teams(`${called}: ${entities(line)}`, mention),
    (line) => teams(`<p>${called}&nbsp;, <strong>${paragraphs(line)}</strong></p>`, mention),
    (line) => teams(`<p><code>${paragraphs(line)}</code></p>`),
  ],
}

const begin = async (): Promise<Stage> => {
  const cola = await colaStage(10, false, { SHELFREADY_ADMINS: 'test:Ana' })
  await cola.feed(
    'items',
    'sku,name,unit_cost,unit_price,currency,supplier,units_per_case\nSKU-110,Lemonade,0.5,1,EUR,ACME,12\n',
  )
  for (const name of ['Ana', 'Ben', 'Cleo']) await cola.say('shelfready whoami', { name })
  return cola
}

/** What is stored of a day, without the words in which people asked for it. */
const kept = (cola: Stage): string =>
  cola
    .everything()
    .split('\n')
    .filter(
      (line) =>
        !/^(audit|outbox|request_receipt|live_message|inbox|undo_entry|assessment\w*|batch|account) /.test(line),
    )
    .join('\n')

let plainly: Promise<{ readonly answers: readonly string[]; readonly kept: string }> | null = null
const plainDay = () => {
  plainly ??= (async () => {
    await using cola = await begin()
    const answers: string[] = []
    for (const [plain] of story) answers.push(await cola.say(plain))
    return { answers, kept: kept(cola) }
  })()
  return plainly
}

/** An answer without the words that it repeats of what was asked. */
const withoutEcho = (answer: string) =>
  answer.replace(/^I took that as .*\n\n/, '').replaceAll(/\b(units|dates|name):[^·\n]*/g, '$1')

describe.each(Object.entries(doors))('a day on %s', (_, ways) => {
  it('comes to the same in the words of people as in those of the docs', async () => {
    const wanted = await plainDay()
    const line = fc.tuple(fc.nat(100), fc.constantFrom(...ways))
    await fc.assert(
      fc.asyncProperty(fc.array(line, { minLength: story.length, maxLength: story.length }), async (drawn) => {
        await using cola = await begin()
        for (const [i, [which, door]] of drawn.entries()) {
          const step = story[i] as Step
          const heard = door(step[which % step.length] as string)
          expect([heard, withoutEcho(await cola.say(heard))]).toEqual([heard, withoutEcho(wanted.answers[i] as string)])
        }
        expect(kept(cola)).toBe(wanted.kept)
      }),
      { numRuns: isFull ? 40 : 1, seed: 16, endOnFailure: true },
    )
  })
})

/** What is judged anew whoever asks. */
const judged = /^(batch|counter|present_\w+|outdated_\w+)$/

const changedTables = (before: string, after: string): readonly string[] => {
  const lines = new Set(before.split('\n'))
  const changed = after.split('\n').flatMap((line) => (lines.has(line) ? [] : [line.split(' ')[0] as string]))
  return changed.filter((table) => !judged.test(table))
}

/** The last value takes what follows as its own words. */
const takesAll = /(?:reason|says|owner|to|delegate|name):(?:"[^"]*"|\S+)$/

describe('a word that belongs to no value', () => {
  it.each(['Zzyx', 'Zzyx Qwv', '"Zzyx"', 'zzyx:1', 'zzyx=1'])(
    'such as %s is named, and nothing is saved',
    async (junk) => {
      await using cola = await begin()
      for (const [plain] of story) await cola.say(plain)
      for (const [plain] of story) {
        if (takesAll.test(plain) && !/[:=]/.test(junk)) continue
        const before = cola.everything()
        const said = await cola.say(`${plain} ${junk}`)
        expect([plain, said]).toEqual([plain, expect.stringMatching(/zzyx|qwv/i)])
        expect([plain, changedTables(before, cola.everything())]).toEqual([plain, []])
      }
    },
  )
})
