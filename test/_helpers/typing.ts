import fc from 'fast-check'
import type { ValueKind } from '../../src/commands/reading/value-kinds.ts'

/** A value that somebody means, and the ways in which people write it. */
export type Meant = { readonly plain: string; readonly ways: readonly string[] }

const nbsp = '\u00a0'
const thin = '\u2009'
const narrow = '\u202f'

/** What people mean and write, by the kind of value. The first way is the plain one. */
export const meant: Readonly<Record<ValueKind, readonly Meant[]>> = {
  codes: [
    {
      plain: 'SKU-110,SKU-100',
      ways: [
        'SKU-110, SKU-100',
        'SKU-110 , SKU-100',
        'SKU-110;SKU-100',
        'SKU-110; SKU-100',
        'SKU-110 and SKU-100',
        'SKU-110 & SKU-100',
        'SKU-110 + SKU-100',
        'SKU-110 / SKU-100',
        'SKU-110、SKU-100',
        'SKU-110，SKU-100',
        'SKU-110,\u00a0SKU-100',
        'SKU-110\u200b, SKU-100',
        'ＳＫＵ-110, SKU-100',
        'SKU‑110, SKU‑100',
        '`SKU-110`, `SKU-100`',
        '*SKU-110*, SKU-100',
        '"SKU-110", "SKU-100"',
        '“SKU-110, SKU-100”',
      ],
    },
    { plain: 'SKU-110', ways: ['SKU-110', '`SKU-110`', '"SKU-110"', '\u200eSKU-110', '_SKU-110_', "'SKU-110'"] },
  ],
  units: [
    {
      plain: '1200',
      ways: [
        '1 200',
        `1${nbsp}200`,
        `1${thin}200`,
        `1${narrow}200`,
        "1'200",
        '1’200',
        '1200 units',
        '1 200 pcs',
        '1200pcs',
        '1200 pieces in total',
        '1.2k',
        '100 dozen',
        '１２００',
        '1200.00',
        '`1200`',
        '*1200*',
      ],
    },
    { plain: '7', ways: ['7', '7 units', '"7"', '7 ea'] },
  ],
  money: [
    {
      plain: '7.99',
      ways: ['7,99', 'EUR 7.99', '7.99 EUR', '7,99 €', '€7.99', '€ 7,99', '7.99 each', '7.99/unit', '"7,99"'],
    },
    { plain: '1299', ways: ['1 299,00', `1${nbsp}299.00`, "EUR 1'299.00", '1 299 €', '1299,-', '1299.-'] },
  ],
  ratio: [
    {
      plain: '+60%',
      ways: [
        '+ 60 %',
        '+60 %',
        '＋60％',
        '+60 percent',
        'plus 60 %',
        '60 % more',
        '60% up',
        '1.6x',
        '1,6 x',
        '×1.6',
        '1.6 times',
        '+60,0%',
        '"+60%"',
        '*+60%*',
        '1.6',
      ],
    },
    { plain: '-10%', ways: ['−10 %', '–10%', '- 10 %', 'minus 10 percent', '10 % less', '0.9x'] },
  ],
  span: [
    { plain: '21', ways: ['21', '21 days', '21d', '3 weeks', '3w', '"21"'] },
    { plain: '14', ways: ['14 days', '2 weeks', `14${nbsp}days`] },
  ],
  date: [
    {
      plain: '2026-07-06',
      ways: [
        '6 Jul',
        '6 July 2026',
        'July 6',
        'July 6, 2026',
        'Mon 6 Jul',
        'Mon, 6 Jul',
        '6th of July',
        '6.7.',
        '6.7.2026',
        '6. 7. 2026',
        '2026/07/06',
        '2026.07.06',
        '2026‑07‑06',
        '20260706',
        '2026-W28-1',
        '6\u00a0Jul',
        '6  Jul.',
        '"6 Jul"',
        '*6 Jul*',
      ],
    },
  ],
  window: [
    {
      plain: '2026-07-06..2026-07-12',
      ways: [
        '6-12 Jul',
        '6–12 Jul',
        '6—12 Jul',
        '6 - 12 Jul',
        '6 − 12 July',
        '6 Jul to 12 Jul',
        '6 Jul – 12 Jul',
        '6 Jul until 12 Jul',
        'from 6 Jul to 12 Jul',
        'between 6 Jul and 12 Jul',
        '6 Jul → 12 Jul',
        '6 Jul ... 12 Jul',
        'Mon 6 to Sun 12 Jul',
        '6.7.-12.7.',
        '6.7. – 12.7.2026',
        '2026-07-06 - 2026-07-12',
        '2026-07-06–2026-07-12',
        '2026-07-06/2026-07-12',
        'W28',
        'w 28',
        'week 28',
        'wk 28',
        'KW 28',
        'KW28',
        '2026-W28',
        'W28 2026',
        '"6-12 Jul"',
        '“6–12 Jul”',
        "'6-12 Jul'",
        '«6-12 Jul»',
        '`6-12 Jul`',
        '6\u202f-\u202f12\u00a0Jul',
      ],
    },
    {
      plain: '2026-07-06..2026-07-26',
      ways: ['W28-W30', 'W28 – 30', 'weeks 28 to 30', '6-26 Jul', '2026-W28..2026-W30'],
    },
  ],
  weekdays: [
    { plain: 'mon-fri', ways: ['mon-fri', 'Mon - Fri', 'mon–fri', 'Monday to Friday', 'weekdays', '"mon-fri"'] },
    { plain: 'mon,tue,wed', ways: ['mon, tue, wed', 'Mon, Tue and Wed', 'mon;tue;wed', 'mon & tue & wed', 'mon-wed'] },
  ],
  text: [
    {
      plain: 'ACME calls back',
      ways: ['ACME calls back', '"ACME calls back"', '“ACME calls back”', '«ACME calls back»'],
    },
    { plain: "Ana's deal – 50 % off", ways: ["Ana's deal – 50 % off", '"Ana\'s deal – 50 % off"'] },
  ],
  person: [
    { plain: 'ben', ways: ['@ben', 'ben', '"ben"', '@ben.', '`ben`'] },
    { plain: 'Ben Miller', ways: ['Ben Miller', '@Ben Miller', '"Ben Miller"', '“Ben Miller”'] },
  ],
  word: [{ plain: 'yes', ways: ['yes', '"yes"', '`yes`', '*yes*', 'yes\u200b'] }],
}

const blank = fc.constantFrom(' ', '  ', nbsp, thin, '\u3000', '\t')
const separator = fc.oneof({ weight: 4, arbitrary: blank }, fc.constantFrom(', ', '; ', ' ,'))

/** A key as people write it before its value. */
export const keyWays = (key: string) =>
  fc.constantFrom(
    `${key}:`,
    `${key}: `,
    `${key} :`,
    `${key} : `,
    `${key}=`,
    `${key} = `,
    `${key.toUpperCase()}:`,
    `${key[0]?.toUpperCase()}${key.slice(1)}: `,
    `${key}：`,
    `\u200b${key}:`,
    `*${key}:* `,
    `**${key}**: `,
  )

/** Joins the parts of a line with the blanks and commas that people put between them. */
export const spaced = (parts: readonly string[]) =>
  fc
    .array(separator, { minLength: parts.length, maxLength: parts.length })
    .map((between) => parts.map((part, i) => (i === 0 ? part : `${between[i]}${part}`)).join(''))

/** What clients and people put around a command. */
export const wrapping: readonly ((line: string) => string)[] = [
  (line) => line,
  (line) => `  ${line}  `,
  (line) => `\ufeff${line}\u200b`,
  (line) => `/${line}`,
  (line) => `"${line}"`,
  (line) => `“${line}”`,
  (line) => `\`${line}\``,
  (line) => `\`\`\`${line}\`\`\``,
  (line) => `\`\`\`\n${line}\n\`\`\``,
  (line) => `*${line}*`,
  (line) => `**${line}**`,
  (line) => `_${line}_`,
  (line) => `~${line}~`,
  (line) => `> ${line}`,
  (line) => `@Shelfready: ${line}`,
  (line) => `@Shelfready, ${line}`,
  (line) => `@Shelfready ${line}`,
  (line) => `Hey @Shelfready, ${line}`,
  (line) => `- ${line}`,
  (line) => `\u2067${line}\u2069`,
  (line) => `(${line})`,
  (line) => `hi, ${line}`,
]
