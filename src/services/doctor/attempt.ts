import { type Finding, type fault, warning } from '../../domain/doctor/finding.ts'

/** No check stops the others: what goes wrong in one is a finding of its own, a warning unless it is looked for trouble all the time. */
export const attempt = async (
  check: string,
  work: () => Promise<readonly Finding[]>,
  how: typeof warning | typeof fault = warning,
): Promise<readonly Finding[]> => {
  try {
    return await work()
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n')[0] : String(error)
    return [how(check, `This could not be checked (${reason}).`, 'Run doctor again, and report this if it stays.')]
  }
}
