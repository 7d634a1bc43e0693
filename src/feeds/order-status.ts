import { type Read, Unfit } from '../parsing/values.ts'
import type { InboundRow } from '../store/feeds/feed-rows.ts'

type Status = InboundRow['status']

/** Words by which order systems call the states of an order, in small letters, with blanks for what joins them. */
const words: Readonly<Record<Status, string>> = {
  confirmed: `
    open, open order, opened, released, sent, sent to supplier, approved, purchase, purchase order, ordered, order placed,
    placed, on order, issued, accepted, acknowledged, committed, firm, firmed, active, booked, scheduled, expected, outstanding,
    in progress, in process, processing, in production, assigned, ready to ship, in transit, transit, on the way, en route,
    shipped, dispatched, partially shipped, pending receipt, awaiting receipt, awaiting delivery, to receive, to be received,
    to receive and bill, partial, partially received, part received, partially delivered, part delivered,
    pending billing partially received, rel, cnf, pdlv,
    offen, bestätigt, bestaetigt, bestellt, freigegeben, genehmigt, beauftragt, in bearbeitung, in arbeit, unterwegs, versandt,
    verschickt, in lieferung, teilgeliefert, teilweise geliefert, teillieferung,
    on water, at sea, at port, partially fulfilled,
    confirmé, confirmée, commandé, commandée, en cours, en transit, expédié, expédiée, livré partiellement, livraison partielle,
    confirmado, confirmada, pedido, abierto, en curso, en tránsito, enviado, parcialmente recibido, entrega parcial,
    confermato, confermata, ordinato, aperto, in corso, in transito, spedito, parz evaso, parzialmente evaso, evaso parzialmente,
    bevestigd, besteld, in bestelling, openstaand, onderweg, verzonden, deels ontvangen, deels geleverd`,
  planned: `
    draft, rfq, rfq sent, request for quotation, requisition, purchase requisition, purchase request, request, requested,
    order request, on order request, proposed, proposal, suggested, planned order, forecast, quotation, quote, new, created, crtd,
    to approve, pending approval, awaiting approval, waiting for approval, pending supervisor approval, in review,
    in external review, not released, unreleased,
    entwurf, anfrage, angebot, bestellanforderung, banf, bedarf, geplant, planauftrag, vorschlag, bestellvorschlag,
    vorgeschlagen, angelegt, nicht freigegeben, zu genehmigen`,
  delayed: `
    late, postponed, backordered, back ordered, backorder, back order, slipped, deferred, overdue, past due, pushed out,
    verspätet, verspaetet, verzögert, verzoegert, verschoben, überfällig, ueberfaellig, im rückstand, rückstand, rueckstand,
    retardé, en retard, reporté, retrasado, retrasada, aplazado, in ritardo, ritardato, rinviato, vertraagd, uitgesteld`,
  received: `
    closed, clsd, done, complete, completed, finished, finalized, finalised, fully received, received in full,
    goods received, delivered, fully delivered, dlv, arrived, invoiced, fully invoiced, billed, fully billed, to bill, pending bill,
    pending billing, teco, technically completed,
    geliefert, vollständig geliefert, vollstaendig geliefert, endgeliefert, erledigt, abgeschlossen, geschlossen, fertig, erhalten,
    eingegangen, wareneingang erfolgt, berechnet, fakturiert,
    livré, livrée, reçu, soldé, clôturé, recibido, entregado, cerrado, ricevuto, evaso, chiuso, consegnato, ontvangen, geleverd, gesloten`,
  cancelled: `
    void, voided, canceled, cancel, cancellation, rejected, rejected by supervisor, deleted, declined, refused, withdrawn,
    terminated, aborted, dlfl, deletion flag,
    storniert, storno, abgesagt, abgelehnt, gelöscht, geloescht, zurückgezogen,
    annulé, annulée, refusé, anulado, anulada, cancelado, rechazado, annullato, annullata, rifiutato, geannuleerd, afgewezen`,
}

const statuses = Object.keys(words) as Status[]

const meanings: ReadonlyMap<string, Status> = new Map(
  statuses.flatMap((status) => [
    [status, status] as const,
    ...words[status].split(',').map((word) => [word.trim(), status] as const),
  ]),
)

const bare = (input: string): string =>
  input
    .normalize('NFC')
    .toLowerCase()
    .replaceAll(/[\s_\-–/.:]+/g, ' ')
    .trim()

const unknown = new Unfit(
  `is not one of ${statuses.join(', ')}; words of order systems such as open, draft or closed work too`,
)

/** Makes the reader of an order's status; `note` is told how a word of an order system is read. */
export const orderStatus =
  (note: (word: string, status: Status) => void): Read<Status> =>
  (input) => {
    const word = bare(input)
    const status = meanings.get(word)
    if (status === undefined) return unknown
    if (status !== word) note(word, status)
    return status
  }
