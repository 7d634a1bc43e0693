/** Who may do a thing: by column whether they may. */
export type Row = { readonly name: string; readonly may: readonly boolean[] }

/** The columns of the table in docs/roles.md. */
export const columns = [
  'guest',
  'no role yet',
  'viewer',
  'marketer',
  'planner',
  'approver',
  'admin',
  'roles off',
] as const

/** Writes who may do what as Markdown: what the same people may do stands in one row. */
export const permissionTable = (rows: readonly Row[]): string => {
  const groups = [...Map.groupBy(rows, ({ may }) => may.map((one) => (one ? '✓' : '·')).join(' | '))]
  const width = (marks: string) => marks.split('✓').length
  return [
    `| | ${columns.join(' | ')} |`,
    `| --- |${columns.map(() => ' :-: |').join('')}`,
    ...groups
      .toSorted(([one], [other]) => width(other) - width(one))
      .map(([marks, own]) => `| ${own.map(({ name }) => name).join(', ')} | ${marks} |`),
  ].join('\n')
}
