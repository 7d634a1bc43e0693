import { checkOne, largestDigest } from './answering.ts'
import { importByCopy } from './copying.ts'
import { doors } from './doors.ts'
import { signedOnEngines } from './engines.ts'
import { answerWhileHeld } from './holding.ts'
import { hostileInput, tenthYear } from './hostile.ts'
import { importMillion } from './importing.ts'
import { manyLines, unrelatedRows } from './judging.ts'
import { type Figure, print, printLast } from './measure.ts'
import { postToManyChannels } from './posting.ts'
import { fiftyPresses } from './pressing.ts'
import { refreshTwoThousand } from './refreshing.ts'
import { threeYearsOfPromotions } from './scorecard.ts'
import { actsOfPeople } from './service/acts.ts'
import { addPromotions } from './service/adding.ts'
import { askDuringDigests, askDuringImport } from './service/busy.ts'
import { calibration } from './service/calibration.ts'
import { newDay } from './service/new-day.ts'
import { readyWithLines } from './service/starting-large.ts'
import { yearOfImports } from './service/year.ts'
import { signedChecks } from './slack.ts'
import { readyToAnswer } from './starting.ts'

/** What is measured, by the word that asks for it alone: `run.ts acts newday`. */
const subjects: Readonly<Record<string, () => Promise<Figure | readonly Figure[]>>> = {
  calibration,
  ready: readyToAnswer,
  start: readyWithLines,
  acts: actsOfPeople,
  add: addPromotions,
  asked: askDuringImport,
  morning: askDuringDigests,
  newday: newDay,
  signed: signedChecks,
  engines: signedOnEngines,
  feed: refreshTwoThousand,
  rows: unrelatedRows,
  lines: manyLines,
  check: checkOne,
  digest: largestDigest,
  presses: fiftyPresses,
  posting: postToManyChannels,
  hostile: hostileInput,
  held: answerWhileHeld,
  history: tenthYear,
  import: importMillion,
  copy: importByCopy,
  doors,
  year: yearOfImports,
  scorecard: threeYearsOfPromotions,
}

const wanted = process.argv.slice(2)
const unknown = wanted.filter((word) => !Object.hasOwn(subjects, word))
if (unknown.length > 0)
  throw new Error(`not measured: ${unknown.join(', ')}; there is ${Object.keys(subjects).join(', ')}`)

const all: Figure[] = []
for (const [name, measure] of Object.entries(subjects)) {
  if (wanted.length > 0 && name !== 'calibration' && !wanted.includes(name)) continue
  const figures = [await measure()].flat()
  print(figures)
  all.push(...figures)
}
printLast(all)
