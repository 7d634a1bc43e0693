import { allHelpCard, commandHelpCard, foundHelpCard, helpCard } from '../../cards/channels/help-card.ts'
import { refusalCard } from '../../cards/language/plain-card.ts'
import { holdersWords } from '../../cards/people/role-words.ts'
import { nearest } from '../../domain/did-you-mean.ts'
import { may, rolesWith } from '../../domain/people/permission.ts'
import type { Work } from '../../domain/people/work.ts'
import { loadDuties } from '../../store/escalation/standby.ts'
import {
  answer,
  argumentUsage,
  type Command,
  type CommandContext,
  namesOf,
  type Outcome,
  usageOf,
} from '../dispatch/command.ts'
import { everyday, workNamed, workOf } from './everyday.ts'
import { findHelp } from './find-help.ts'
import { matters } from './matters.ts'
import { loadReal, realExample } from './real-examples.ts'

/** Makes the help command of a catalogue: what somebody needs most, everything, what a word finds, or one command in full. */
export const help = (catalogue: readonly Command[]): Command => ({
  name: 'help',
  aliases: ['promo help', 'shelfready help'],
  takes: [
    {
      name: 'WORDS',
      value: null,
      says: 'a word to find commands by, one command in full such as promo add, more for everything, or what you do, such as as planner',
    },
  ],
  does: 'show what you can ask',
  examples: ['help', '/shelfready help order', '/shelfready help promo add', '/shelfready help as planner'],
  right: 'ask',
  run: async (context) => {
    const typed = context.words
      .map((word) => (word.key === null ? word.value : `${word.key}:${word.value}`))
      .join(' ')
      .trim()
      .replace(/^\//, '')
    const asked = typed.toLowerCase()
    if (asked === '') return firstSight(context, catalogue, await workOfPerson(context))
    if (/^(more|all|everything|commands)$/.test(asked)) return answer(everything(context, catalogue))
    const [, as] = /^as (.+)$/.exec(asked) ?? []
    if (as !== undefined) return keepWork(context, catalogue, as)
    return answer(await found(context, catalogue, typed))
  },
})

const workOfPerson = async ({ workspace, work, person, roles }: CommandContext): Promise<Work | null> => {
  const duties = work === null ? await loadDuties(workspace) : []
  return workOf(
    work,
    duties.some(({ duty, id }) => duty === 'executive' && id === person.id),
    roles,
  )
}

const firstSight = async (
  context: CommandContext,
  catalogue: readonly Command[],
  work: Work | null,
): Promise<Outcome> => {
  const real = await loadReal(context)
  const names = everyday[work ?? 'anybody']
  const shown = names.flatMap((name) => catalogue.filter((one) => one.name === name && may(context.roles, one.right)))
  const question = `is ${real.promotionName ?? 'cola'} ready?`
  return answer(
    helpCard(
      work,
      question,
      shown.map((one) => ({ ...one, example: realExample(one, real) })),
    ),
  )
}

const everything = ({ roles }: CommandContext, catalogue: readonly Command[]) =>
  allHelpCard(
    Object.entries(matters)
      .map(([title, names]) => ({
        title,
        commands: catalogue.filter(({ name, right }) => names.includes(name) && may(roles, right)),
      }))
      .filter(({ commands }) => commands.length > 0),
  )

/** Remembers what somebody says they do, and shows the help for it. */
const keepWork = async (context: CommandContext, catalogue: readonly Command[], as: string): Promise<Outcome> => {
  const work = workNamed(as)
  if (work === null)
    return answer(
      refusalCard(
        `I do not know the work "${as.slice(0, 60)}". Write /shelfready help as marketing, supply, demand, management or administration.`,
      ),
    )
  const { reply } = await firstSight(context, catalogue, work)
  const changes = context.work === work ? [] : [{ kind: 'set-preferences' as const, personId: context.person.id, work }]
  return { changes, reply }
}

const found = async (context: CommandContext, catalogue: readonly Command[], typed: string) => {
  const asked = typed.toLowerCase()
  const exact = catalogue.filter((command) =>
    namesOf(command).some((name) => name === asked || name.endsWith(` ${asked}`)),
  )
  const [only] = exact
  const real = await loadReal(context)
  if (exact.length === 1 && only !== undefined) return commandHelpCard(inFull(only, context.areRolesOn))
  const byWords = exact.length > 0 ? exact : findHelp(asked, catalogue)
  if (byWords.length > 0)
    return foundHelpCard(
      asked.slice(0, 60),
      byWords.map((one) => ({ ...one, example: realExample(one, real) })),
    )
  const meant = nearest(asked, catalogue, (command) => command.name)
  return refusalCard(
    `I found no help for "${typed.slice(0, 60)}".${meant === null ? ' /shelfready help more lists every command.' : ` Did you mean ${meant.name}?`}`,
  )
}

const inFull = (command: Command, areRolesOn: boolean) => ({
  usage: usageOf(command),
  does: command.does,
  takes: command.takes.map((argument) => ({ form: argumentUsage(argument), says: argument.says })),
  takesTable: command.takesTable === true,
  examples: command.examples,
  aliases: command.aliases ?? [],
  whoMay: whoMay(command, areRolesOn),
})

/** Says who may use a command, with roles on or off. */
const whoMay = ({ right }: Command, areRolesOn: boolean): string => {
  if (may([areRolesOn ? 'newcomer' : 'member'], right)) return 'everyone in the company'
  return holdersWords(rolesWith(right))
}
