import { rmSync } from 'node:fs'
import type { App } from '../../app.ts'
import type { Card } from '../../cards/language/card.ts'
import type { Day } from '../../domain/day.ts'
import { Refusal } from '../../domain/refusal.ts'
import { apply } from '../../store/changes/apply.ts'
import { fillSample } from './sample.ts'

type Place = { readonly id: string; readonly name: string }

/** Gives the address of a store that begins anew: a local client forgets its messages when it ends, so what is known of them goes too. */
export const withoutOldStore = (file: string): string => {
  for (const suffix of ['', '-wal', '-shm', '.posting', '.lease']) rmSync(`${file}${suffix}`, { force: true })
  return `sqlite:${file}`
}

/** Fills the made-up company, and learns from its sales, so that the first digest says what the cards will say. */
export const fillTrial = async (app: App, { id, name }: Place): Promise<void> => {
  await fillSample(app, id, name)
  await app.learn(app.today())
}

/** What a trial posts in a place, for whom: the digest where it has one, and what to do first. */
export type Opening = {
  readonly place: Place
  readonly person: Place
  readonly hasDigest: boolean
  readonly guide: (today: Day) => Card
}

/** Posts what a trial begins with, after whatever waited for the place to be opened. */
export const postOpening = async (app: App, { place, person, hasDigest, guide }: Opening): Promise<void> => {
  const asked = { person, place: place.id, placeName: place.name }
  if (hasDigest) await app.handle({ key: null, ...asked, words: 'shelfready digest now' })
  const card = guide(app.today())
  const post = { channel: place.id, about: 'notice', entity: place.id, card, notAfter: null } as const
  await apply(
    app.workspace,
    [
      { kind: 'requeue-parked', channel: place.id },
      { kind: 'post', ...post },
    ],
    null,
    app.now(),
  )
  await app.rename(place)
}

/** Says where the trial is to be seen, and how long that took since the program began. */
export const openingWords = (address: string, what: string): void => {
  const seconds = (performance.now() / 1000).toFixed(1)
  process.stdout.write(
    `\nOpen ${address} in your browser: ${what}\n(Ready after ${seconds} s. End it with Ctrl-C.)\n\n`,
  )
}

/** Throws a Refusal where a trial ended without being told to. */
export const untilEnded = (stop: AbortSignal, client: string): void => {
  if (!stop.aborted)
    throw new Refusal(`The local ${client} client ended, so the trial has ended too. Run it again to start over.`)
}
