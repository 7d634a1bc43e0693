/** Asking who somebody is must leave time to answer them. */
const introductionMilliseconds = 700

/** Waits for a result, but not for long: answers null when it has not come by then. */
export const withTimeout = async <T>(
  result: Promise<T>,
  milliseconds = introductionMilliseconds,
): Promise<T | null> => {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), milliseconds)
  })
  result.catch(() => {})
  return Promise.race([result, late]).finally(() => clearTimeout(timer))
}
