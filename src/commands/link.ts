import { linkedCard } from '../cards/channel-card.ts'
import { refusalCard } from '../cards/plain-card.ts'
import { loadHuman } from '../store/accounts.ts'
import type { Change } from '../store/change.ts'
import { type Found, findAccount } from './find-account.ts'
import { noted } from './noted.ts'
import { type Argument, type Asked, answer, type Command } from './outcome.ts'

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
  run: async (asked) => {
    const [said = '', other = ''] = asked.words.map((word) => word.value)
    const [one, two] = [await findAccount(asked, said), await findAccount(asked, other)]
    if ('reply' in one) return one
    if ('reply' in two) return two
    if (one.id === two.id)
      return answer(refusalCard('That is one account, named twice. Nothing was changed; name two.'))
    return {
      changes: [
        { kind: 'link-account', account: one.id, to: two.id, by: asked.person.id },
        await note(asked, one, two),
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
  run: async (asked) => {
    const found = await findAccount(asked, asked.words.map((word) => word.value).join(' '))
    if ('reply' in found) return found
    return {
      changes: [
        { kind: 'link-account', account: found.id, to: null, by: asked.person.id },
        await note(asked, found, null),
      ],
      reply: linkedCard(`${found.name} is a person of their own now.`, [found]),
    }
  },
}

/** Whose the account was and is: a person goes by one of their accounts. */
const note = async (asked: Asked, account: Found, other: Found | null): Promise<Change> =>
  noted(asked, {
    action: 'link',
    entity: account.id,
    before: { person: (await loadHuman(asked.workspace, account)).id },
    after: { person: other === null ? account.id : (await loadHuman(asked.workspace, other)).id },
    detail: { with: other?.id ?? null },
  })
