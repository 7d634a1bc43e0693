import type { Card } from '../../cards/card.ts'
import { refusalCard } from '../../cards/plain-card.ts'
import { actionWords, promotionsWords, riskId } from '../../cards/risk-words.ts'
import { loadRisks } from '../../store/risks.ts'
import { type FormAsked, type FormDefinition, keyed, type Opened } from './definition.ts'
import { day, free, needed, oneOf } from './field.ts'

/** Finds the risk that a form is about. */
const openRisk = async (
  asked: FormAsked,
  subject: string,
  title: string,
  values: Opened['values'] = {},
): Promise<Opened | Card> => {
  const risks = [...(await loadRisks(asked.workspace, [])).values()]
  const found = risks.find((record) => riskId(record) === subject.toUpperCase())
  if (found === undefined)
    return refusalCard(`There is no open risk ${subject}; it may be settled. /shelfready risks shows those there are.`)
  return {
    title: `${title} ${riskId(found)}`,
    says: [
      `${promotionsWords(found.subject, asked.today)}: ${actionWords(found.subject, found.orderBy, asked.today)}.`,
    ],
    values,
    revision: found.episode,
  }
}

/** Puts a risk aside until a day. */
export const snoozeForm: FormDefinition = {
  id: 'snooze',
  submit: 'Snooze',
  command: 'shelfready snooze',
  schema: (asked) => ({
    until: oneOf({
      label: 'Until',
      choices: [
        { value: 'morning', label: 'The next working morning' },
        { value: 'monday', label: 'Next Monday' },
        { value: 'in 1 week', label: 'In a week' },
        { value: 'in 2 weeks', label: 'In two weeks' },
      ],
    }),
    day: free({ label: 'Or until a day', kind: 'day' }, day(asked)),
  }),
  open: (asked, subject) => openRisk(asked, subject, 'Snooze', { until: 'morning' }),
  words: (subject, { until = 'morning', day: chosen = '' }) => {
    const said = chosen === '' ? (until === 'morning' ? '' : until) : chosen
    return [{ key: null, value: subject }, ...keyed({ until: said }, ['until'])]
  },
}

/** Settles a risk by what was done about it. */
export const resolveForm: FormDefinition = {
  id: 'resolve',
  submit: 'Settle',
  command: 'shelfready resolve',
  schema: () => ({
    reason: needed({ label: 'What was done about it', kind: 'lines', hint: 'PO-91 is placed for 350, due 24 June' }),
  }),
  open: (asked, subject) => openRisk(asked, subject, 'Settle'),
  words: (subject, values) => [{ key: null, value: subject }, ...keyed(values, ['reason'])],
}
