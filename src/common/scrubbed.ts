const secrets: readonly RegExp[] = [
  /xox[a-z]-[\w-]+/g,
  /xapp-[\w-]+/g,
  /Bearer [\w.~+/=-]+/gi,
  /hooks\.slack\.com\/[\w/]+/g,
  /v0=[0-9a-f]{16,}/g,
  /eyJ[\w-]{10,}\.[\w-]+\.[\w-]*/g,
  /\bsr_[\w-]{20,}/g,
  /\bwhsec_[\w+/=-]+/g,
  /(?<=:\/\/[^\s/:@]*:)[^\s/@]+(?=@)/g,
]

/** Takes tokens, signatures, passwords and secret addresses out of a text. */
export const scrubbed = (text: string): string =>
  secrets.reduce((left, secret) => left.replaceAll(secret, '[secret]'), text)
