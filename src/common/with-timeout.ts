/** Waits for a result at most so many milliseconds; gives null when it has not come by then. A failure after that is ignored. */
export const withTimeout = async <T>(result: Promise<T>, milliseconds: number): Promise<T | null> => {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), milliseconds)
  })
  result.catch(() => {})
  return Promise.race([result, late]).finally(() => clearTimeout(timer))
}
