import { rmSync } from 'node:fs'
import type { App } from '../../app.ts'
import type { Card } from '../../cards/language/card.ts'
import { Refusal } from '../../domain/refusal.ts'
import { apply } from '../../store/changes/apply.ts'
import { fillSample } from './sample.ts'

type Place = { readonly id: string; readonly name: string }

/** Gives the address of a store that begins anew: a local client forgets its messages when it ends, so what is known of them goes too. */
export const withoutOldStore = (file: string): string => {
  for (const suffix of ['', '-wal', '-shm', '.posting']) rmSync(`${file}${suffix}`, { force: true })
  return `sqlite:${file}`
}

/** Fills the made-up company, learns from its sales, and posts the digest and then the guides. */
export const prepareTrial = async (
  app: App,
  { place, person }: { readonly place: Place; readonly person: Place },
  guides: readonly { readonly place: Place; readonly card: Card }[],
): Promise<void> => {
  await fillSample(app, place.id, place.name)
  await app.learn(app.today())
  await app.handle({
    key: 'the first digest of a trial',
    person,
    place: place.id,
    placeName: place.name,
    words: 'shelfready digest now',
  })
  await apply(
    app.workspace,
    guides.flatMap(({ place: where, card }) => [
      { kind: 'name-channel' as const, channel: where },
      { kind: 'post' as const, channel: where.id, about: 'welcome' as const, entity: where.id, card, notAfter: null },
    ]),
    null,
    app.now(),
  )
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
    throw new Refusal(`The local ${client} client ended, so the trial ends as well. Run it again to begin anew.`)
}
