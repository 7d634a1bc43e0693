import { tell } from '../../common/happenings.ts'
import type { Outcome } from './command.ts'
import type { CommandRequest } from './command-request.ts'

/** Answers a request, and tells who asked for what, how that ended, and how long it took. */
export const tellCommand = async (
  { workspace, person, place }: Pick<CommandRequest, 'workspace' | 'person' | 'place'>,
  what: string,
  work: () => Promise<Outcome>,
): Promise<Outcome> => {
  const begun = performance.now()
  const told = { kind: 'command', company: workspace.name, who: person.id, where: place, what } as const
  const ended = () => ({ milliseconds: performance.now() - begun })
  try {
    const outcome = await work()
    tell({
      ...told,
      about: changedBy(outcome),
      ending: outcome.reply.refusal === undefined ? 'done' : 'refused',
      ...ended(),
    })
    return outcome
  } catch (error) {
    tell({ ...told, about: [], ending: 'failed', ...ended() })
    throw error
  }
}

const changedBy = ({ changes }: Outcome): readonly string[] => [
  ...new Set(changes.flatMap((change) => (change.kind === 'audit' ? change.entity : []))),
]
