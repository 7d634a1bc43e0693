import { randomUUID } from 'node:crypto'
import type { App } from '../../app.ts'
import type { Card } from '../../cards/language/card.ts'
import { Refusal } from '../../domain/refusal.ts'
import { findToken } from '../../store/imports/tokens.ts'
import { findAccounts } from '../../store/people/finding-accounts.ts'

/** Whoever sits at this machine may read what the store has. */
export const operatorId = 'command line'

/** For whom an assistant asks. */
export type Caller = {
  /** Answers a line of words as chat would answer this person. Throws a Refusal where the token is over. */
  readonly ask: (words: string) => Promise<Card>
  /** It acts for a person, with their rights. */
  readonly mayAct: boolean
}

/** Finds for whom an assistant asks: the person of its token, else whoever sits at this machine, who only reads. */
export const callerOf = async (app: App, token: string | null): Promise<Caller> => {
  if (token === null) {
    const person = { id: operatorId, name: 'Operator' }
    return { mayAct: false, ask: (words) => app.handle({ key: null, person, place: '@assistant', words }) }
  }
  await personOf(app, token)
  return {
    mayAct: true,
    ask: async (words) => {
      const person = await personOf(app, token)
      return app.handle({ key: randomUUID(), person, place: `@${person.id}`, words })
    },
  }
}

/** Gives the account of the person whose token it is, as its platform describes it. */
const personOf = async ({ workspace, now }: App, token: string) => {
  const known = await findToken(workspace, token, now())
  if (known === null)
    throw new Refusal('SHELFREADY_TOKEN is no longer in use. Nothing was done. Ask the operator for another one.')
  if (known.person === null)
    throw new Refusal(
      `The token ${known.name} belongs to no person. Nothing was done. The operator makes one with token add NAME --person PERSON.`,
    )
  const [account] = await findAccounts(workspace, known.person)
  if (account === undefined)
    throw new Refusal(`I no longer know ${known.person}. Nothing was done. Ask the operator for another token.`)
  const { id, name, platform, email, timeZone, locale } = account
  return {
    ...{ id, name, platform },
    ...(email === null ? {} : { email }),
    ...(timeZone === null ? {} : { timeZone }),
    ...(locale === null ? {} : { locale }),
  }
}
