import { describe, expect, test } from 'vitest'
import type { ImportReport, Problem } from '../../src/feeds/import-report.ts'
import { reportLines, shown } from '../../src/feeds/report-lines.ts'

const imported: ImportReport = {
  kind: 'inventory',
  outcome: 'imported',
  batch: 1,
  holdReasons: [],
  rows: 48_210,
  inserted: 48_000,
  changed: 200,
  unchanged: 10,
  rejected: 0,
  fault: null,
  problems: [],
  problemCount: 0,
  ignoredColumns: [],
  readAs: [],
  createdItems: 0,
  createdLocations: 0,
  near: [],
  nearCount: 0,
  marked: 0,
  doubled: 0,
  unknownPromotions: [],
  absent: 0,
}
const nothing = { inserted: 0, changed: 0, unchanged: 0 }
const refused: ImportReport = { ...imported, ...nothing, outcome: 'refused' }
const twelveO: Problem = { line: 1_204, column: 'on_hand', value: '12O', reason: 'is not a number' }
const noSku: Problem = { line: 9_877, column: 'sku', value: '', reason: 'is missing' }

const lines = (report: ImportReport): string => reportLines(report, 'stock.csv').join('\n')

describe('the report of a refused file', () => {
  test('says how much is wrong, where, and how to go on', () => {
    expect(lines({ ...refused, rejected: 2, problems: [twelveO, noSku], problemCount: 2 })).toBe(
      [
        'stock.csv was not imported: 2 of 48,210 rows are wrong. Nothing was changed.',
        '  line 1,204  on_hand  "12O"  is not a number',
        '  line 9,877  sku      ""     is missing',
        'Fix them, or import the rest with --skip-bad-rows rejects.csv.',
      ].join('\n'),
    )
  })

  test('speaks of one row as one', () => {
    expect(lines({ ...refused, rejected: 1, problems: [twelveO], problemCount: 1 })).toBe(
      [
        'stock.csv was not imported: 1 of 48,210 rows is wrong. Nothing was changed.',
        '  line 1,204  on_hand  "12O"  is not a number',
        'Fix it, or import the rest with --skip-bad-rows rejects.csv.',
      ].join('\n'),
    )
    expect(lines({ ...refused, rows: 1, rejected: 1, problems: [noSku], problemCount: 1 })).toBe(
      [
        'stock.csv was not imported: its only row is wrong. Nothing was changed.',
        '  line 9,877  sku  ""  is missing',
        'Fix it and import the file again.',
      ].join('\n'),
    )
  })

  test('shows ten problems and counts the others', () => {
    const problems = Array.from({ length: 20 }, (_, at) => ({ ...twelveO, line: at + 95 }))
    const text = lines({ ...refused, rejected: 24, problems, problemCount: 24 }).split('\n')
    expect(text).toHaveLength(13)
    expect(text[1]).toBe('  line 95   on_hand  "12O"  is not a number')
    expect(text[10]).toBe('  line 104  on_hand  "12O"  is not a number')
    expect(text[11]).toBe('  ... and 14 more')
  })

  test('where every row is wrong does not offer to import the rest', () => {
    expect(lines({ ...refused, rows: 2, rejected: 2, problems: [twelveO], problemCount: 1 })).toContain(
      'Fix them and import the file again.',
    )
  })

  test('of a header names the columns', () => {
    const problem = { line: 1, column: 'on_hand', value: null, reason: 'is missing; the header needs sku, on_hand' }
    expect(lines({ ...refused, fault: 'header', rows: 0, problems: [problem], problemCount: 1 })).toBe(
      [
        'stock.csv was not imported: its header is wrong. Nothing was changed.',
        '  line 1  on_hand  is missing; the header needs sku, on_hand',
        'Fix the header and import the file again.',
      ].join('\n'),
    )
  })

  test('of a broken text says from where on', () => {
    const problem = { line: 1_300, column: '', value: null, reason: 'has a quote that is never closed' }
    expect(lines({ ...refused, fault: 'file', rejected: 1, problems: [problem, twelveO], problemCount: 2 })).toBe(
      [
        'stock.csv was not imported: it cannot be read from line 1,300 on. Nothing was changed.',
        '  line 1,300                  has a quote that is never closed',
        '  line 1,204  on_hand  "12O"  is not a number',
        'Fix the file and import it again.',
      ].join('\n'),
    )
  })

  test('of another encoding says how to save it', () => {
    const problem = { line: 1, column: '', value: null, reason: 'is not UTF-8; save it as "CSV UTF-8"' }
    expect(lines({ ...refused, fault: 'file', rows: 0, problems: [problem], problemCount: 1 })).toBe(
      [
        'stock.csv was not imported: it cannot be read. Nothing was changed.',
        '  line 1  is not UTF-8; save it as "CSV UTF-8"',
        'Fix the file and import it again.',
      ].join('\n'),
    )
  })
})

describe('the report of an imported file', () => {
  test('counts its rows', () => {
    expect(lines(imported)).toBe('stock.csv: 48,210 rows read: 48,000 inserted, 200 changed, 10 unchanged, 0 rejected.')
    expect(lines({ ...imported, rows: 1, inserted: 1, changed: 0, unchanged: 0 })).toBe(
      'stock.csv: 1 row read: 1 inserted, 0 changed, 0 unchanged, 0 rejected.',
    )
  })

  test('lists rejected rows, ignored columns, what was created and what is absent', () => {
    const report = {
      ...imported,
      unchanged: 9,
      rejected: 1,
      problems: [twelveO],
      problemCount: 1,
      ignoredColumns: ['colour', ''],
      createdItems: 12,
      createdLocations: 1,
      absent: 3,
    }
    expect(lines(report)).toBe(
      [
        'stock.csv: 48,210 rows read: 48,000 inserted, 200 changed, 9 unchanged, 1 rejected.',
        '  line 1,204  on_hand  "12O"  is not a number',
        'Ignored 2 unknown columns: colour, (without a name).',
        '12 items are new and were created with their codes as names.',
        '1 location is new and was created with its code as the name.',
        '3 items of the previous file are not in this one: counted as 0.',
      ].join('\n'),
    )
  })

  test('speaks of single things as single, and of orders as orders', () => {
    const report = { ...imported, kind: 'inbound', ignoredColumns: ['colour'], createdItems: 1, absent: 1 } as const
    expect(reportLines(report, 'po.csv').slice(1)).toEqual([
      'Ignored 1 unknown column: colour.',
      '1 item is new and was created with its code as the name.',
      '1 order of the previous file is not in this one: counted as no longer open.',
    ])
  })

  test('names ten ignored columns and counts the others', () => {
    const ignoredColumns = Array.from({ length: 12 }, (_, at) => `x${at}`)
    expect(lines({ ...imported, ignoredColumns })).toContain('x8, x9 ... and 2 more.')
  })
})

describe('a text of a file in a report', () => {
  test('is cut to 40 characters', () => {
    expect(shown('x'.repeat(40))).toBe('x'.repeat(40))
    expect(shown('x'.repeat(41))).toBe(`${'x'.repeat(40)}...`)
    expect(shown('😀'.repeat(50))).toBe(`${'😀'.repeat(40)}...`)
  })

  test('shows as codes what cannot be seen and what turns the direction of a line', () => {
    expect(shown('a\nb\u001b[31m\u202egpj\u200b')).toBe('a\\u{a}b\\u{1b}[31m\\u{202e}gpj\\u{200b}')
    expect(shown('\ud83d')).toBe('\\u{d83d}')
  })

  test('keeps to one line also in the name of the file and of a column', () => {
    const report = { ...imported, ignoredColumns: ['a\r\nb'] }
    expect(reportLines(report, 'x\n.csv').every((line) => !/[\r\n]/.test(line))).toBe(true)
  })
})
