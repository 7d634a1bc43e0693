/** An error written for the person who sees it: what failed, what is safe, what to do next. Anything else is a surprise. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
}
