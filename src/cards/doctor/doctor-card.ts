import { type Finding, tallyOf, worstFirst } from '../../domain/doctor/finding.ts'
import { type Block, type Card, firstOf, type Item } from '../language/card.ts'
import { countWords, listWords } from '../language/words.ts'

const symbols = { fault: '✖', warning: '▲', ok: '●' } as const

const mostShown = 15

/** Says how many faults and warnings there are, `1 fault and 2 warnings`; that nothing is wrong where there are none. */
const tallyWords = (findings: readonly Finding[]): string => {
  const { fault, warning } = tallyOf(findings)
  const counts = [
    ...(fault > 0 ? [countWords(fault, 'fault')] : []),
    ...(warning > 0 ? [countWords(warning, 'warning')] : []),
  ]
  return counts.length === 0 ? 'Nothing is wrong' : listWords(counts)
}

/** Says how many checks found nothing, `24 checks are fine`. */
const fineWords = (findings: readonly Finding[]): string => {
  const { ok } = tallyOf(findings)
  return `${countWords(ok, 'check')} ${ok === 1 ? 'is' : 'are'} fine`
}

/** Tells an administrator what does not work and what to look after, a row each with what to do. */
export const doctorCard = (findings: readonly Finding[]): Card => {
  const wrong = worstFirst(findings).filter(({ state }) => state !== 'ok')
  const { shown, left } = firstOf(wrong, mostShown)
  const { fault } = tallyOf(findings)
  const title = `Doctor: ${wrong.length === 0 ? 'nothing is wrong' : tallyWords(findings)}`
  const rows: readonly Block[] =
    shown.length === 0
      ? []
      : [
          {
            ...{ kind: 'items', title: null, items: shown.map(itemOf), left },
            where: 'npm run shelfready -- doctor',
          },
        ]
  return {
    tone: fault > 0 ? 'bad' : wrong.length > 0 ? 'warning' : 'good',
    title,
    plain: title,
    blocks: [...rows, { kind: 'notes', notes: [`${fineWords(findings)}.`] }],
    footer: null,
  }
}

/** Shows what was found, and what to do about it. */
export const itemOf = ({ state, found, mend }: Finding): Item => ({
  symbol: symbols[state],
  text: found,
  detail: mend === null ? [] : [mend],
})

/** Writes every finding for the command line, what is wrong first with what to do. */
export const doctorText = (findings: readonly Finding[]): string => {
  const lines = worstFirst(findings).map(({ check, state, found, mend }) =>
    [
      `${symbols[state]} ${state === 'ok' ? '' : `${state}: `}${found} [${check}]`,
      ...(mend === null ? [] : [`    ${mend}`]),
    ].join('\n'),
  )
  return `${tallyWords(findings)}; ${fineWords(findings)}.\n\n${lines.join('\n')}\n`
}
