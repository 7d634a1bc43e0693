/** An error whose message is written for its reader: what failed, what is unharmed, what to do next. Any other error is unexpected. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
}
