import type { FeedKind } from '../../store/feeds/feed-rows.ts'

const wordsOf = (words: Readonly<Record<string, string>>): ReadonlyMap<string, string> =>
  new Map(Object.entries(words).flatMap(([meaning, list]) => list.split(' ').map((word) => [word, meaning] as const)))

/** What values of other systems mean, by feed and column: the first word of a value, small and without accents. */
const meanings: Readonly<Record<string, ReadonlyMap<string, string>>> = {
  'promotions status': wordsOf({
    committed:
      'committed confirmed approved final fix fixed freigegeben bestatigt genehmigt confirme valide approuve confirmado aprobado confermato confermata approvato approvata bevestigd goedgekeurd akkoord live active aktiv',
    tentative:
      'tentative draft proposed planned planning open entwurf geplant vorlaufig vorschlag angefragt provisoire propose brouillon prevu borrador propuesto previsto bozza proposto proposta concept voorlopig voorstel gepland idee idea',
    cancelled:
      'cancelled canceled rejected abgesagt storniert abgelehnt annule annulee refuse cancelado cancelada rechazado annullato annullata rifiutato geannuleerd afgewezen',
  }),
  'costs kind': wordsOf({
    freight:
      'freight shipping express airfreight transport fracht luftfracht expressfracht versand transportkosten fret livraison flete porte transporte trasporto spedizione vracht vrachtkosten',
    'write-off':
      'write-off writeoff scrap obsolete spoilage abschreibung verschrottung ausbuchung verderb rebut depreciation demarque merma baja svalutazione scarto smaltimento afschrijving afboeking',
  }),
  'locations kind': wordsOf({
    shop: 'shop store branch outlet retail filiale filialen laden markt geschaft magasin boutique tienda negozio winkel filiaal',
    web: 'web online webshop e-commerce ecommerce internet onlineshop',
    dc: 'dc warehouse wh hub depot distribution lager zentrallager verteilzentrum entrepot plateforme almacen deposito magazzino magazijn distributiecentrum',
  }),
}

const weekdays: ReadonlyMap<string, string> = wordsOf({
  mon: 'mon monday mo montag lun lundi lunes lunedi ma maandag',
  tue: 'tue tues tuesday di dienstag mar mardi martes martedi dinsdag',
  wed: 'wed wednesday mi mittwoch mer mercredi mie miercoles mercoledi wo woensdag',
  thu: 'thu thur thurs thursday do donnerstag jeu jeudi jue jueves gio giovedi donderdag',
  fri: 'fri friday fr freitag ven vendredi vie viernes venerdi vr vrijdag',
  sat: 'sat saturday sa samstag sam samedi sab sabado sabato za zaterdag',
  sun: 'sun sunday so sonntag dim dimanche dom domingo domenica zo zondag',
})

const plain = (text: string): string => text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase()

/** Writes a value in the word of the contract where it is known what it means; any other value stays as it is. */
export const inContractWords = (kind: FeedKind, field: string, value: string): string => {
  if (field === 'order_days') return inWeekdays(value)
  const known = meanings[`${kind} ${field}`]
  if (known === undefined) return value
  const words = plain(value).split(/[^\p{L}-]+/u)
  const meant = new Set(words.flatMap((word) => known.get(word) ?? []))
  return meant.size === 1 ? ([...meant][0] as string) : value
}

const inWeekdays = (value: string): string => {
  const days = plain(value)
    .split(/[^\p{L}]+/u)
    .filter((word) => word !== '')
  const read = days.map((day) => weekdays.get(day))
  return read.length === 0 || read.includes(undefined) || /-|–/.test(value) ? value : read.join(',')
}
