import { homeCard } from '../../cards/channels/home-card.ts'
import { withBehind } from '../../cards/language/behind.ts'
import { ofEach } from '../../common/of-each.ts'
import { may } from '../../domain/people/permission.ts'
import type { JudgedPromotion } from '../../domain/promotions/judged-promotion.ts'
import { isSettled } from '../../domain/risks/risk.ts'
import { canWait } from '../../domain/risks/risk-candidate.ts'
import { loadPresent } from '../../services/present/present.ts'
import { answer, type Command } from '../dispatch/command.ts'

const soonestFirst = ofEach((entries: readonly JudgedPromotion[]) => entries.toSorted((a, b) => a.start - b.start))

/** Shows a person's home page: their own risks, the risks that nobody owns, and the next launches. */
export const home: Command = {
  name: 'shelfready home',
  takes: [],
  does: 'show your tasks, unassigned risks and the next launches',
  examples: ['/shelfready home'],
  right: 'see',
  isPersonal: true,
  introduces: true,
  run: async (context) => {
    const { today, person } = context
    const { entries, candidates, records, behind } = await loadPresent(context)
    const rows = candidates.map((candidate) => ({ candidate, record: records.get(candidate.identity) ?? null }))
    const card = homeCard({
      name: person.name,
      today,
      mine: rows.filter(({ record }) => record?.owner?.personId === person.id && !isSettled(record)),
      open: rows.filter(
        ({ candidate, record }) => record?.state === 'open' && record.owner === null && !canWait(candidate, today),
      ),
      upcoming: soonestFirst(entries),
      mayRegister: may(context.roles, 'register'),
    })
    return answer(withBehind(card, behind, context))
  },
}
