import { linkedCard } from '../../cards/channels/channel-card.ts'
import { refusalCard } from '../../cards/language/plain-card.ts'
import { auditEntry } from '../../services/audit-entry.ts'
import type { Change } from '../../store/changes/change.ts'
import { loadUser } from '../../store/people/accounts.ts'
import { type Argument, answer, type Command, type CommandContext } from '../dispatch/command.ts'
import { type Found, findAccount } from './find-account.ts'

const account: Argument = {
  name: 'ACCOUNT',
  value: null,
  says: 'its id, its address or a name; whoami shows them',
  isNeeded: true,
}

/** Says that two accounts are one person. */
export const link: Command = {
  name: 'shelfready link',
  takes: [account, { ...account, name: 'OTHER' }],
  does: 'says that two accounts are one person, whatever their addresses',
  examples: ['/shelfready link U012ABCDE ben@example.com'],
  right: 'administer',
  run: async (context) => {
    const [said = '', other = ''] = context.words.map((word) => word.value)
    const [one, two] = [await findAccount(context, said), await findAccount(context, other)]
    if ('reply' in one) return one
    if ('reply' in two) return two
    if (one.id === two.id)
      return answer(refusalCard('That is one account, named twice. Nothing was changed; name two.'))
    return {
      changes: [
        { kind: 'link-account', account: one.id, to: two.id, by: context.person.id },
        await note(context, one, two),
      ],
      reply: linkedCard(`${one.name} and ${two.name} are one person now.`, [one, two]),
    }
  },
}

/** Says that an account is a person of its own. */
export const unlink: Command = {
  name: 'shelfready unlink',
  takes: [account],
  does: 'says that an account is a person of its own',
  examples: ['/shelfready unlink U012ABCDE'],
  right: 'administer',
  run: async (context) => {
    const found = await findAccount(context, context.words.map((word) => word.value).join(' '))
    if ('reply' in found) return found
    return {
      changes: [
        { kind: 'link-account', account: found.id, to: null, by: context.person.id },
        await note(context, found, null),
      ],
      reply: linkedCard(`${found.name} is a person of their own now.`, [found]),
    }
  },
}

/** Whose the account was and is: a person goes by one of their accounts. */
const note = async (context: CommandContext, account: Found, other: Found | null): Promise<Change> =>
  auditEntry(context, {
    action: 'link',
    entity: account.id,
    before: { person: (await loadUser(context.workspace, account)).id },
    after: { person: other === null ? account.id : (await loadUser(context.workspace, other)).id },
    detail: { with: other?.id ?? null },
  })
