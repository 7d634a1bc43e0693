import { homeCard } from '../../cards/channels/home-card.ts'
import { may } from '../../domain/people/permission.ts'
import { byNeed, canWait, riskCandidates } from '../../domain/risks/risk-candidate.ts'
import { loadDigestEntries, loadRegister } from '../../services/risks/risk-register.ts'
import type { Command } from '../dispatch/command.ts'

/** Shows a person's home page: their own risks, the risks that nobody owns, and the next launches. */
export const home: Command = {
  name: 'shelfready home',
  takes: [],
  does: 'shows what you have taken, what nobody has, and what launches next',
  examples: ['/shelfready home'],
  right: 'see',
  isPersonal: true,
  introduces: true,
  run: async (context) => {
    const { today, person } = context
    const entries = await loadDigestEntries(context)
    const { records, changes } = await loadRegister(context, entries)
    const rows = riskCandidates(entries)
      .toSorted(byNeed(today))
      .map((candidate) => ({ candidate, record: records.get(candidate.identity) ?? null }))
    return {
      changes,
      reply: homeCard({
        name: person.name,
        today,
        mine: rows.filter(({ record }) => record?.owner?.personId === person.id),
        open: rows.filter(
          ({ candidate, record }) => record?.state === 'open' && record.owner === null && !canWait(candidate, today),
        ),
        upcoming: entries.toSorted((a, b) => a.start - b.start),
        mayRegister: may(context.roles, 'register'),
      }),
    }
  },
}
