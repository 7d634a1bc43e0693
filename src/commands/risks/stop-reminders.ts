import { noteCard } from '../../cards/language/plain-card.ts'
import { listWords } from '../../cards/language/words.ts'
import { riskId, riskNumber } from '../../cards/risks/risk-id.ts'
import { auditEntry } from '../../services/audit-entry.ts'
import { loadLiveRisk } from '../../store/risks/risks.ts'
import { sortArguments } from '../dispatch/arguments.ts'
import { type Command, keysOf } from '../dispatch/command.ts'
import { refused } from '../dispatch/refusals.ts'
import { riskNames } from './find-risk.ts'

/** Ends a person's reminders of risks until a risk opens again; the next person in the escalation is asked instead. */
export const riskStop: Command = {
  name: 'shelfready stop',
  takes: [{ name: 'RISK', value: null, says: 'R-1, or several', isNeeded: true }],
  does: 'stop reminders of a risk; the next person is asked instead',
  examples: ['/shelfready stop R-1'],
  right: 'handle-risks',
  isPersonal: true,
  run: async (context) => {
    const { workspace, person } = context
    const given = sortArguments(context.words, keysOf(riskStop))
    const named = riskNames(given.bare)
    if (named.length === 0) given.problems.push('Which risk? For example: /shelfready stop R-1.')
    const found = await Promise.all(named.map((word) => loadLiveRisk(workspace, riskNumber(word))))
    const missing = named.filter((_, i) => found[i] === null)
    if (missing.length > 0) given.problems.push(`There is no open risk ${listWords(missing)}; it may be resolved.`)
    if (given.problems.length > 0) return refused(given.problems)
    const risks = [...new Map(found.map((record) => [record?.id, record])).values()].flatMap((record) => record ?? [])
    const notes = risks.flatMap((record) =>
      record.subject.promotions.map(({ promotionId }) =>
        auditEntry(context, {
          action: 'stop',
          entity: promotionId,
          detail: { risk: riskId(record), episode: record.episode },
        }),
      ),
    )
    return {
      changes: [
        {
          kind: 'stop-reminding',
          risks: risks.map(({ id, episode }) => ({ id, episode })),
          personId: person.id,
        },
        ...notes,
      ],
      reply: noteCard(
        `I will not remind you of ${listWords(risks.map(riskId))} again; the next person is asked instead. Reminders return only if it is reopened.`,
      ),
    }
  },
}
