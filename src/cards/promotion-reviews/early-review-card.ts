import type { Day } from '../../domain/day.ts'
import type { Pace } from '../../domain/promotions/pace.ts'
import type { Card } from '../language/card.ts'
import { capital, dateWords, digitWords } from '../language/words.ts'
import { paceWords, soldSoFarWords } from '../promotions/pace-words.ts'

/** A promotion that is not over; its pace is null where it is not known. */
type Early = {
  readonly name: string
  readonly promotionId: string
  readonly start: Day
  readonly end: Day
  readonly pace: Pace | null
}

/** Tells that a promotion is not over, how it sells so far, and when its review comes. */
export const earlyReviewCard = ({ name, promotionId, start, end, pace }: Early, today: Day): Card => {
  const when =
    today < start
      ? `starts on ${dateWords(start, today)}`
      : `runs until ${dateWords(end, today)}, day ${digitWords(today - start + 1)} of ${digitWords(end - start + 1)}`
  const title = `${name} (${promotionId}) ${when}. Its review is posted when all its sales are in.`
  return {
    tone: 'plain',
    title,
    plain: title,
    blocks:
      pace === null
        ? []
        : [{ kind: 'text', text: `So far: ${capital(paceWords(pace))}; ${soldSoFarWords(pace, today)}.` }],
    footer: `How it stands: /promo show ${promotionId}`,
  }
}
