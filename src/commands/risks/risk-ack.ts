import type { Command } from '../dispatch/command.ts'
import { riskNames } from './find-risk.ts'
import { handleRisks } from './handle-risks.ts'
import { risksAre } from './named-risks.ts'

const risk = {
  name: 'RISK',
  value: null,
  says: 'R-1, several, P-1 for every risk of a promotion, or all',
  isNeeded: true,
}

const bareNames = (words: readonly { readonly value: string }[]) => riskNames(words.map(({ value }) => value))

/** Acknowledges risks. The first person counts; a second one is answered who was first. */
export const riskAck: Command = {
  name: 'shelfready ack',
  aliases: ['shelfready acknowledge'],
  takes: [risk],
  does: 'take a risk on: it is yours then',
  examples: ['/shelfready ack R-1', '/shelfready ack R-1 R-2', '/shelfready ack P-2'],
  right: 'handle-risks',
  run: (context) =>
    handleRisks(context, {
      names: bareNames(context.words),
      command: '/shelfready ack',
      transition: () => ({ kind: 'acknowledge', by: context.person }),
      announcement: 'acknowledged',
      title: (named) => risksAre(named, 'yours'),
      line: () => null,
    }),
}

/** Takes risks over from their owner. */
export const riskTake: Command = {
  name: 'shelfready take',
  takes: [risk],
  does: 'take a risk over from someone else',
  examples: ['/shelfready take R-1'],
  right: 'handle-risks',
  run: (context) =>
    handleRisks(context, {
      names: bareNames(context.words),
      command: '/shelfready take',
      transition: () => ({ kind: 'take', by: context.person }),
      announcement: 'took over',
      title: (named) => risksAre(named, 'yours'),
      line: ({ owner }) =>
        owner === null || owner.personId === context.person.id ? null : `taken over from ${owner.name}`,
    }),
}

/** Gives risks back: they are open again, and reminders start anew. */
export const riskUnack: Command = {
  name: 'shelfready unack',
  aliases: ['shelfready release'],
  takes: [{ ...risk, says: 'R-1, several, or P-1 for every risk of a promotion' }],
  does: 'give a risk back, so that others are asked again',
  examples: ['/shelfready unack R-1'],
  right: 'handle-risks',
  run: (context) =>
    handleRisks(context, {
      names: bareNames(context.words),
      command: '/shelfready unack',
      transition: () => ({ kind: 'take-back', by: context.person }),
      announcement: 'gave back',
      title: (named) => risksAre(named, 'unassigned again'),
      line: ({ owner }) => (owner === null ? null : `it was with ${owner.name}`),
    }),
}
