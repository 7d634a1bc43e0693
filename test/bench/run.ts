import { checkOne, largestDigest } from './answering.ts'
import { hostileInput, tenthYear } from './hostile.ts'
import { importMillion } from './importing.ts'
import { manyLines, unrelatedRows } from './judging.ts'
import { print } from './measure.ts'
import { fiftyPresses } from './pressing.ts'
import { refreshTwoThousand } from './refreshing.ts'
import { signedChecks } from './slack.ts'
import { readyToAnswer } from './starting.ts'

print([
  await readyToAnswer(),
  await unrelatedRows(),
  await manyLines(),
  await checkOne(),
  await largestDigest(),
  await refreshTwoThousand(),
  await signedChecks(),
  await fiftyPresses(),
  await hostileInput(),
  await tenthYear(),
  ...(await importMillion()),
])
