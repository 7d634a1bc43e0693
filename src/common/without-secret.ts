/** Takes its `secret` out of what is kept for good: wherever it stands in the texts, `…` stands instead. */
export const withoutSecret = <T>(shown: T): T => {
  const secret = typeof shown === 'object' && shown !== null && 'secret' in shown ? shown.secret : null
  if (typeof secret !== 'string' || secret === '') return shown
  const { secret: _, ...rest } = shown as T & { readonly secret: string }
  return JSON.parse(JSON.stringify(rest).replaceAll(secret, '…')) as T
}
