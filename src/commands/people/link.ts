import { linkedCard } from '../../cards/channels/channel-card.ts'
import { refusalCard } from '../../cards/language/plain-card.ts'
import { auditEntry } from '../../services/audit-entry.ts'
import type { Change } from '../../store/changes/change.ts'
import { loadUser } from '../../store/people/accounts.ts'
import { type Argument, answer, type Command, type CommandContext } from '../dispatch/command.ts'
import { type FoundAccount, findAccount } from './find-account.ts'

const account: Argument = {
  name: 'ACCOUNT',
  value: null,
  says: 'its id, email address or name, as whoami shows them',
  isNeeded: true,
}

/** Says that two accounts are one person. */
export const link: Command = {
  name: 'shelfready link',
  takes: [account, { ...account, name: 'OTHER' }],
  does: 'link two accounts of one person',
  examples: ['/shelfready link U012ABCDE ben@example.com'],
  right: 'administer',
  run: async (context) => {
    const [first = '', second = ''] = context.words.map((word) => word.value)
    const [firstLookup, secondLookup] = [await findAccount(context, first), await findAccount(context, second)]
    if (!firstLookup.ok) return answer(firstLookup.error)
    if (!secondLookup.ok) return answer(secondLookup.error)
    const [one, two] = [firstLookup.value, secondLookup.value]
    if (one.id === two.id)
      return answer(refusalCard('That is the same account twice. Nothing was changed. Name two accounts.'))
    return {
      changes: [
        { kind: 'link-account', account: one.id, to: two.id, by: context.person.id },
        await linkEntry(context, one, two),
      ],
      reply: linkedCard(`${one.name} and ${two.name} are now one person.`, [one, two]),
    }
  },
}

/** Says that an account is a person of its own. */
export const unlink: Command = {
  name: 'shelfready unlink',
  takes: [account],
  does: 'separate an account from another one',
  examples: ['/shelfready unlink U012ABCDE'],
  right: 'administer',
  run: async (context) => {
    const lookup = await findAccount(context, context.words.map((word) => word.value).join(' '))
    if (!lookup.ok) return answer(lookup.error)
    const found = lookup.value
    return {
      changes: [
        { kind: 'link-account', account: found.id, to: null, by: context.person.id },
        await linkEntry(context, found, null),
      ],
      reply: linkedCard(`${found.name} is now a separate person.`, [found]),
    }
  },
}

/** Makes the audit entry of a link: which person the account belonged to before and after. A person has the id of one of their accounts. */
const linkEntry = async (context: CommandContext, account: FoundAccount, other: FoundAccount | null): Promise<Change> =>
  auditEntry(context, {
    action: 'link',
    entity: account.id,
    before: { person: (await loadUser(context.workspace, account)).id },
    after: { person: other === null ? account.id : (await loadUser(context.workspace, other)).id },
    detail: { with: other?.id ?? null },
  })
