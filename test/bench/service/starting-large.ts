import { type Figure, round } from '../measure.ts'
import { folder, morning } from '../shop.ts'
import { largeStore, manyLines } from './company.ts'
import { types } from './doors.ts'
import { isStale } from './load.ts'
import { person, startService } from './running.ts'

const start = async (file: string, at: string) => {
  const begun = performance.now()
  await using service = await startService(file, at)
  const { text } = await types(service, person(1), '/shelfready risks')
  const answered = performance.now() - begun
  const busy = await service.rested()
  await service.bot.kill('SIGTERM')
  return { ready: service.ready, answered, settled: answered + busy, isPresent: !isStale(text) }
}

/** Starts on 50,000 lines for the first time, and again when everything is kept. */
export const readyWithLines = async (): Promise<Figure> => {
  await using place = await folder()
  const file = await largeStore(place.path, manyLines)
  const first = await start(file, `${morning}T06:00:00Z`)
  const again = await start(file, `${morning}T06:10:00Z`)
  return {
    name: 'ready-50k-lines',
    figures: {
      first_ready_ms: round(first.ready, 0),
      first_settled_s: round(first.settled / 1e3, 1),
      ready_ms: round(again.ready, 0),
      first_answer_ms: round(again.answered, 0),
      settled_s: round(again.settled / 1e3, 1),
      answer_is_present: `${again.isPresent}`,
    },
  }
}
