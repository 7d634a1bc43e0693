/**
 * What a column of somebody's file may be about. `available` is what is free to sell; `ordered`, `received` and `open` are the
 * quantities of an order; `amount`, `day` and `title` mean what the kind of the file makes of them.
 */
export type Concept = keyof typeof headerWords

/**
 * The words by which columns are headed, in English, German, French, Spanish, Italian and Dutch, and the names that SAP,
 * Dynamics, Odoo, NetSuite and Shopify export; without accents, marks and units.
 */
export const headerWords = {
  sku: `sku|no|nr|n|item|itemnumber|item no|item number|item code|item id|item name number|material|material number|material no|matnr|article|article no|article number|article code
    |product|product code|product id|product number|product no|product variant sku|variant sku|internal reference|product internal reference|default code|part|part no|part number|upc|ean|ean13|gtin|barcode
    |artikel|artikelnr|artikelnummer|artikel nr|art nr|artnr|materialnummer|materialnr|produktnummer|produkt nr|produkt|sachnummer
    |reference|ref|reference article|code article|article ref|code produit|reference produit|reference interne|produit
    |codigo|codigo articulo|codigo de articulo|articulo|referencia|referencia interna|codigo producto|codigo de producto|producto|clave|n articulo
    |codice|codice articolo|articolo|cod articolo|codice prodotto|prodotto|cod art|riferimento interno
    |artikelcode|productcode|productnummer|interne referentie`,
  itemName: `item name|item description|material description|description|product name|product title|material text|maktx|article name|article description|display name|variant title|purchase description|sales description
    |bezeichnung|artikelbezeichnung|materialkurztext|kurztext|artikelname|produktname|beschreibung|produktbezeichnung|artikeltext
    |designation|libelle|libelle article|description article|nom du produit|nom produit|nom article
    |descripcion|descripcion articulo|descripcion del articulo|nombre del producto|nombre producto|denominacion
    |descrizione|descrizione articolo|nome prodotto
    |omschrijving|artikelomschrijving|productnaam|artikelnaam`,
  location: `location|plnt|receivingwarehouseid|facility id|destination wh|ship to|lagerortcode|cod tienda|cod almacen|destination warehouse|location code|location id|loc|site|plant|werks|warehouse|warehouse code|whse|inventory location|store|store no|store number|store code|store id|shop|branch|branch code|dc|facility|inventory site
    |lager|lagerort code|werk|filiale|filialnr|filial nr|filialnummer|standort|markt|marktnummer|lagerstandort|niederlassung|betrieb
    |magasin|entrepot|depot|site code|code magasin|code site|point de vente|division|emplacement
    |almacen|codigo almacen|tienda|centro|ubicacion|sucursal|deposito
    |magazzino|negozio|sede|punto vendita|ubicazione|codice magazzino|divisione
    |magazijn|winkel|vestiging|filiaal|locatie|filiaalnummer`,
  subLocation: `storage location|sloc|lgort|lagerort|bin|bin code|location bin|lagerplatz|emplacement de stockage|almacen sap|posizione magazzino|magasin sap|opslaglocatie`,
  locationName: `location name|site name|plant name|warehouse name|store name|name 1|filialname|werksname|name lagerort|nom du magasin|nom magasin|nombre almacen|nombre tienda|nome negozio|winkelnaam|filiaalnaam`,
  onHand: `on hand|onhand|on hand qty|on hand quantity|qty on hand|quantity on hand|qoh|stock on hand|physical inventory|physical stock|inventory|stock|stock qty|stock quantity|current stock|total stock|inventory on hand|location on hand|on hand not editable|on hand current|on hand new
    |unrestricted|unrestricted use|unrestricted use stock|unrestricted stock|labst|clabs
    |bestand|lagerbestand|istbestand|menge auf lager|bestand frei verwendbar|frei verwendbar|frei verw bestand|frei verwendbarer bestand|aktueller bestand|gesamtbestand|bestandsmenge|verfugbare menge lager|bestand gesamt|physischer bestand
    |stock physique|stock reel|quantite en stock|qte en stock|stock actuel|stock disponible physique|utilisation libre|quantite disponible en stock|en stock
    |existencias|existencia|stock actual|cantidad en stock|cantidad a mano|libre utilizacion|inventario|existencia fisica|stock fisico|stock total
    |giacenza|giacenza fisica|esistenza|quantita in giacenza|scorta|utilizzo libero|disponibilita fisica|giacenza attuale
    |voorraad|voorraad fysiek|fysieke voorraad|huidige voorraad|aantal op voorraad|vrij te gebruiken|voorraadaantal`,
  available: `available|available qty|available quantity|qty available|quantity available|location available|available physical|free stock|available stock|atp|available not editable|available to sell
    |verfugbar|verfugbarer bestand|freier bestand|verfugbare menge
    |disponible|quantite disponible|qte disponible|stock disponible|cantidad disponible|existencias disponibles
    |disponibile|quantita disponibile|disponibilita|beschikbaar|beschikbare voorraad|vrije voorraad`,
  allocated: `allocated|reserved qty on inventory|reserv menge auf lager|allocated qty|reserved|reserved qty|reserved quantity|committed|quantity committed|qty committed|location committed|committed not editable|physical reserved|on sales order|qty on sales order
    |reserviert|zugeteilt|reservierte menge|reservierungen|reservierter bestand|menge in auftrag
    |reserve|quantite reservee|qte reservee|stock reserve|alloue
    |reservado|cantidad reservada|comprometido|asignado
    |riservato|impegnato|quantita impegnata|quantita riservata|gereserveerd|gereserveerde voorraad|toegewezen`,
  unusable: `unusable|qty on hold|on hold|blocked|blocked stock|blocked qty|speme|damaged|unavailable|quarantine|unavailable not editable
    |gesperrt|sperrbestand|gesperrter bestand|defekt|bloque|stock bloque|bloqueado|stock bloqueado|bloccato|stock bloccato|geblokkeerd|beschadigd`,
  inspection: `quality inspection|in quality insp|insme|in quality inspection|quality stock|in qualitatsprufung|qualitatsprufung|qualitatsprufbestand|controle qualite|en control de calidad|controllo qualita|kwaliteitscontrole`,
  safetyStock: `safety stock|minimum stock|min stock|reorder point minimum|safety stock level|eisbe|sicherheitsbestand|mindestbestand|meldebestand minimum|stock de securite|stock securite|stock mini|stock minimum|stock de seguridad|stock minimo|scorta di sicurezza|scorta minima|veiligheidsvoorraad|minimumvoorraad`,
  asOf: `as of|as of date|snapshot date|inventory date|stock date|count date|counted on|snapshot date time|snapshot datetime|date of stock
    |stichtag|stand|bestandsdatum|datum bestand|bestand vom|zahldatum|stand vom
    |date de stock|date stock|date d inventaire|date inventaire|fecha de stock|fecha inventario|fecha existencias|fecha de inventario
    |data giacenza|data inventario|data stock|voorraaddatum|peildatum|teldatum`,
  expiresOn: `expires|expires on|expiry|expiry date|expiration date|best before|bbd|sled bbd|sled|shelf life expiration|lot expiration date|use by|vfdat
    |mhd|mindesthaltbarkeit|mindesthaltbarkeitsdatum|verfallsdatum|haltbar bis|ablaufdatum
    |dlc|ddm|dluo|date de peremption|date peremption|date d expiration|caducidad|fecha de caducidad|fecha caducidad|vencimiento|fecha de vencimiento
    |scadenza|data di scadenza|data scadenza|houdbaar tot|houdbaarheidsdatum|tht|vervaldatum`,
  orderId: `order|purchaseordernumber|order id|order no|order number|po|po number|po no|po nr|purchase order|purchase order no|purchase order number|purchasing document|purchase doc|purchasing doc|ebeln|document no|document number|transaction number|order reference|source document
    |bestellung|bestellnr|bestellnummer|bestell nr|einkaufsbeleg|belegnummer|beleg nr|belegnr|auftragsnr bestellung
    |commande|n commande|numero de commande|no commande|numero commande|bon de commande|ref commande|document d achat|reference commande
    |pedido|n pedido|numero de pedido|numero pedido|orden de compra|no de pedido|documento de compras|pedido de compra
    |ordine|numero ordine|n ordine|nr ordine|ordine d acquisto|ordine acquisto|documento acquisti
    |bestelnummer|ordernummer|inkooporder|inkoopordernummer|order nr|bestelbon|inkoopdocument`,
  orderLine: `line|ln|linenumber|line no|line number|item line|order line|po item|po line|purchase order line|ebelp|position|pos|belegposition|pos nr|positionsnr|bestellposition|ligne|n ligne|poste|linea|posicion|n linea|riga|posizione|regel|regelnummer|orderregel`,
  open: `open|remainingpurchasequantity|quantity remaining|qty open|pcs shipped|quantity shipped|restbestellmenge|q ta residua|qta residua|noch zu liefern menge|still to be delivered qty|reste a livrer quantite|open qty|open quantity|quantity open|still to be delivered|still to be delivered qty|outstanding quantity|outstanding qty|remaining|remaining qty|remaining quantity|qty to receive|quantity remaining|to receive|qty outstanding|remain purchase physical|deliver remainder|on order|quantity on order|qty on order
    |offen|offene menge|noch zu liefern|noch zu liefern menge|restmenge|ausstehende menge|zu liefern|offene bestellmenge|ruckstand
    |reste a livrer|reliquat|quantite restante|qte restante|restant|a livrer|qte a recevoir|quantite a recevoir
    |pendiente|cantidad pendiente|por entregar|cantidad por recibir|pendiente de entrega|pdte recibir
    |da consegnare|quantita residua|residuo|quantita da ricevere|ancora da consegnare|inevaso
    |openstaand|openstaande hoeveelheid|nog te leveren|nog te ontvangen|restant hoeveelheid|resterende hoeveelheid`,
  ordered: `ordered|orderedpurchasequantity|ordered qty|order qty|order quantity|quantity ordered|qty ordered|po quantity|menge bestellt|scheduled quantity|product uom qty
    |bestellmenge|bestellte menge|auftragsmenge|einteilungsmenge|bestellt|quantite commandee|qte commandee|qte cde|cantidad pedida|cantidad ordenada|cantidad de pedido|cantidad pedido
    |quantita ordinata|qta ordinata|quantita ordine|bestelde hoeveelheid|besteld|bestelhoeveelheid|besteld aantal`,
  received: `received|received qty|quantity received|qty received|delivered quantity|quantity delivered|delivered|gr quantity|quantity fulfilled received|qty fulfilled
    |geliefert|gelieferte menge|wareneingangsmenge|we menge|eingegangen|erhalten|liefermenge erhalten|quantite recue|qte recue|quantite livree|recu|cantidad recibida|recibido|cantidad entregada
    |quantita ricevuta|ricevuto|quantita consegnata|ontvangen|ontvangen hoeveelheid|geleverd aantal`,
  dueDate: `due|confirmeddeliverydate|eta warehouse|eta dc|erwartetes wareneingangsdatum|cons prevista|bevestigde leverdatum|due date|delivery date|expected|expected date|expected receipt date|expected arrival|eta|expected delivery|expected delivery date|scheduled date|receipt date expected|requested receipt date|arrival|arrival date|deliv date|confirmed delivery date|planned receipt date|eindt|date planned|delivery date confirmed
    |lieferdatum|liefertermin|wunschliefertermin|bestatigter liefertermin|erwartetes lieferdatum|eingangsdatum erwartet|termin|ankunft|wareneingangsdatum erwartet|bestatigtes lieferdatum|geplanter wareneingang
    |date de livraison|date livraison|livraison prevue|date prevue|date de livraison prevue|date livraison prevue|echeance|date reception prevue|arrivee prevue
    |fecha de entrega|fecha entrega|fecha prevista|entrega prevista|fecha de llegada|llegada|fecha prevista de entrega|fecha de recepcion esperada
    |data di consegna|data consegna|consegna prevista|data prevista|arrivo previsto|data consegna prevista|consegna
    |leverdatum|verwachte leverdatum|geplande leverdatum|verwachte ontvangst|levering|verwachte ontvangstdatum`,
  promisedDate: `promised|promised date|promised receipt date|original delivery date|stat del date|statistical delivery date|original promise|zugesagt|zugesagter termin|ursprunglicher liefertermin|stat lieferdatum|statistisches lieferdatum|date promise|date promise fournisseur|fecha prometida|data promessa|toegezegde datum|beloofde datum`,
  orderedDate: `ordered on|order date|ordered date|po date|document date|date ordered|purchase date|created at|bedat|bestelldatum|belegdatum|bestellt am|date de commande|date commande|fecha de pedido|fecha pedido|fecha de la orden|data ordine|data dell ordine|besteldatum|orderdatum`,
  receivedDate: `received on|received date|receipt date|goods receipt date|posting date receipt|date received|wareneingang|wareneingang am|eingegangen am|date de reception|date reception|fecha de recepcion|fecha recepcion|data ricezione|data ricevimento|ontvangstdatum`,
  status: `status|state|order status|po status|receipt status|bestellstatus|auftragsstatus|statut|etat|estado|stato|orderstatus|aktionsstatus`,
  supplier: `supplier|ordervendoraccountnumber|cod forn|eink von kred nr|kreditorennr|code fournisseur|supplier code|supplier no|vendor|vendor code|vendor no|vendor number|buy from vendor no|lifnr|supplier id|vendor id|supplier vendor|partner|vendor name|supplier name|name of supplier|name of vendor|supplier supplying plant|vendor supplying plant
    |lieferant|lieferantennr|lieferantennummer|lieferanten nr|kreditor|kreditorennr|lieferantenname|lieferant lieferwerk|name lieferant
    |fournisseur|code fournisseur|nom fournisseur|proveedor|codigo proveedor|nombre proveedor|fornitore|codice fornitore|nome fornitore|leverancier|leverancierscode|leveranciersnummer|leveranciersnaam`,
  unitCost: `cost|unit cost|cost price|standard cost|standard price|purchase price|average cost|item cost|cost per item|stprs|verpr|net price|einstandspreis|einkaufspreis|ek|ek preis|selbstkosten|standardpreis|nettopreis|cout|cout unitaire|prix d achat|prix achat|coste|costo|costo unitario|precio de compra|precio coste|prezzo d acquisto|prezzo acquisto|kostprijs|inkoopprijs`,
  price: `price|unit price|sales price|selling price|list price|retail price|public price|variant price|base price|rrp|msrp|promo price|promotion price|action price|offer price|verkaufspreis|vk|vk preis|preis|listenpreis|ladenpreis|aktionspreis|angebotspreis|prix|prix de vente|prix vente|pvp|prix public|prix promo|prix unitaire|precio|precio de venta|precio venta|pvp con iva|precio promocion|precio oferta|prezzo|prezzo di vendita|prezzo vendita|prezzo promo|prezzo listino|prijs|verkoopprijs|actieprijs|adviesprijs`,
  basePrice: `regular price|compare at price|normal price|variant compare at price|normalpreis|regularer preis|prix normal|precio normal|prezzo pieno|normale prijs`,
  revenue: `revenue|sales value|net sales|sales amount|turnover|total sales|net revenue|umsatz|umsatz netto|erlos|nettoumsatz|chiffre d affaires|ca|ca ht|ca ttc|ventas importe|importe|importe ventas|facturacion|ingresos|fatturato|ricavo|valore venduto|omzet`,
  currency: `currency|currency code|curr|waers|wahrung|whg|devise|monnaie|moneda|divisa|valuta`,
  category: `category|product category|item category code|product type|type|department|class|material group|matkl|merchandise category|warengruppe|kategorie|produktkategorie|sortiment|categorie|famille|rayon|categoria|familia|reparto|famiglia|categorie artikel|productgroep|assortiment`,
  group: `group|product group|item group|brand|sub category|subcategory|artikelgruppe|produktgruppe|gruppe|marke|untergruppe|sous famille|groupe|marque|grupo|marca|subfamilia|gruppo|sottogruppo|groep|merk`,
  minOrder: `min order qty|minimum order quantity|moq|minimum order|min order|min lot size|minimum lot size|bstmi|mindestbestellmenge|mindestmenge|min bestellmenge|mindestlosgrosse|quantite minimale|qte mini|qte min commande|minimum de commande|cantidad minima|pedido minimo|quantita minima|lotto minimo|minimale bestelhoeveelheid|min bestelhoeveelheid`,
  multiple: `order multiple|multiple|rounding value|lot size|pack multiple|bstrf|rundungswert|bestellvielfaches|vielfaches|multiple de commande|multiplo|multiplo de pedido|multiplo ordine|lotto multiplo|bestelveelvoud|veelvoud`,
  perCase: `units per case|case size|case pack|pack size|qty per case|qty per unit of measure|pieces per carton|umren|stuck pro karton|ve|verpackungseinheit|inhalt karton|kartoninhalt|pieces par carton|colisage|pcb|unites par carton|unidades por caja|uds por caja|pezzi per cartone|pezzi per collo|stuks per doos|collo inhoud|aantal per doos`,
  presentationMin: `presentation minimum|presentation min|presentation stock|display minimum|shelf minimum|facing minimum|prasentationsbestand|prasentationsmenge|mindestprasenz|minimum de presentation|stock de presentation|stock lineaire|minimo de presentacion|stock de presentacion|minimo espositivo|scorta espositiva|presentatieminimum|presentatievoorraad`,
  minOrderValue: `minimum order value|min order value|minimum order amount|minimum purchase value|mindestbestellwert|mindestauftragswert|montant minimum de commande|franco|valeur minimum de commande|importe minimo de pedido|valor minimo de pedido|importo minimo ordine|valore minimo ordine|minimale bestelwaarde|minimumbestelwaarde`,
  perPallet: `units per pallet|pallet size|pieces per pallet|qty per pallet|stuck pro palette|palettenmenge|pieces par palette|unites par palette|unidades por palet|uds por palet|pezzi per pallet|pezzi per bancale|stuks per pallet|aantal per pallet`,
  kitSku: `kit|kit sku|kit item|kit code|kit no|bundle|bundle sku|bom|bom no|parent|parent item|parent sku|parent item no|assembly|assembly item|production bom no|set|setartikel|set artikel|bausatz|oberartikel|stuckliste|kopfartikel|article compose|code kit|nomenclature|kit codigo|codigo kit|articulo padre|codice kit|articolo padre|distinta|kitartikel|hoofdartikel`,
  componentSku: `component|component sku|component item|component code|component no|bom line component|member item|child|child item|child sku|komponente|komponentennr|unterartikel|bestandteil|composant|code composant|componente|codigo componente|articulo hijo|codice componente|onderdeel|componentartikel`,
  perKit: `quantity per|qty per|quantity per kit|qty per kit|bom quantity|component quantity|menge pro set|komponentenmenge|quantite par kit|qte par kit|cantidad por kit|quantita per kit|aantal per kit`,
  shelfLife: `shelf life|shelf life days|total shelf life|mhdhb|haltbarkeit|haltbarkeit tage|gesamthaltbarkeit|restlaufzeit tage|duree de vie|duree de conservation|vida util|vita utile|durata|houdbaarheid|houdbaarheid dagen`,
  launchDate: `launch|launch date|available from|introduction date|start of sale|listungsdatum|verkaufsstart|einfuhrungsdatum|date de lancement|date lancement|fecha de lanzamiento|data lancio|introductiedatum`,
  discontinuedOn: `discontinued|discontinued on|end of life|eol|end date item|valid to item|auslaufdatum|auslistungsdatum|auslauf|date d arret|date fin de vie|fecha de baja|descatalogado|data fine vita|uitloopdatum|einddatum artikel`,
  leadTime: `lead time|lead time days|leadtime|lead time calculation|planned delivery time|planned deliv time|delivery lead time|delivery time|purchase lead time|plifz|days to deliver|lieferzeit|planlieferzeit|wiederbeschaffungszeit|lieferzeit tage|wbz|beschaffungszeit|delai|delai de livraison|delai livraison|delai fournisseur|delai jours|plazo|plazo de entrega|plazo entrega|dias de entrega|tempo di consegna|tempi di consegna|lead time gg|giorni consegna|levertijd|levertijd dagen|doorlooptijd`,
  reviewDays: `review days|review period|order cycle|order interval|bestellrhythmus|bestellintervall|bestellzyklus|periodicite|cadence de commande|frecuencia de pedido|frequenza ordine|bestelfrequentie|bestelcyclus`,
  orderDays: `order days|order day|ordering days|bestelltage|bestelltag|jours de commande|jour de commande|dias de pedido|giorni d ordine|besteldagen`,
  units: `sold|units sold|qty sold|quantity sold|net quantity|ordered item quantity|sales qty|sales quantity|sales units|net items sold|volume sold|units|verkaufte menge|absatz|absatzmenge|abverkauf|verkauft|verkaufsmenge|verkaufe|stuck verkauft|quantite vendue|qte vendue|ventes|ventes unites|vendu|cantidad vendida|unidades vendidas|ventas|uds vendidas|unidades|venduto|quantita venduta|vendite|pezzi venduti|verkocht|verkocht aantal|verkopen|afzet|aantal verkocht`,
  planUnits: `forecast|forecast qty|forecast quantity|planned units|demand|demand forecast|plan qty|baseline|baseline forecast|planned demand|prognose|absatzplan|planmenge|bedarf|bedarfsprognose|vorhersage|prevision|previsions|prevision de ventes|demande|qte prevue|pronostico|demanda|demanda prevista|previsione|domanda prevista|fabbisogno|vraag|vraagprognose|verwachte vraag|verwachte afzet`,
  promotionId: `promotion id|event|event id|event no|event number|promo id|promotion code|promo code|campaign id|campaign code|offer id|promotion no|aktionsnummer|aktionsnr|aktions id|kampagnen id|aktionscode|code promo|code promotion|id promo|n operation|codigo promocion|id promocion|codice promo|codice promozione|actiecode|actienummer|promotienummer`,
  promotionName: `promotion|event description|event name|promotion name|promo|promo name|campaign|campaign name|offer|offer name|activity|aktion|aktionsname|kampagne|werbeaktion|angebot|operation|nom promotion|nom de l operation|promotion nom|operation commerciale|campagne|promocion|nombre promocion|campana|oferta|promozione|nome promozione|campagna|offerta|actie|actienaam|promotie`,
  start: `start|in store start|instore start|consumer start|start date|from|valid from|begin|begin date|begins|starts|promo start|promotion start|von|beginn|startdatum|gultig ab|aktionsbeginn|ab|debut|date debut|date de debut|du|desde|inicio|fecha inicio|fecha de inicio|dal|inizio|data inizio|van|begindatum|start actie|vanaf`,
  end: `end|in store end|instore end|consumer end|end date|to|until|valid to|valid until|ends|promo end|promotion end|bis|ende|enddatum|gultig bis|aktionsende|fin|date fin|date de fin|au|hasta|fecha fin|fecha de fin|final|al|fine|data fine|tot|einddatum|t m|eind actie`,
  uplift: `uplift|lift|expected uplift|uplift %|factor|promo factor|steigerung|mehrabsatz %|uplift faktor|absatzfaktor|aktionsfaktor|hausse|coefficient|coef promo|incremento|incremento %|factor promocion|incremento previsto|incremento vendite|coefficiente|verwachte stijging|uplift factor`,
  extra: `extra|incremental volume|extra units|incremental|incremental units|additional units|mehrmenge|zusatzmenge|mehrabsatz|unites supplementaires|volume additionnel|unidades extra|unidades adicionales|unita aggiuntive|extra stuks|extra verkoop`,
  promotionUnits: `total units|promo units|planned volume|promo volume|expected units|volume|planned qty|expected volume|target units|aktionsmenge|planmenge aktion|erwartete menge|gesamtmenge|volume prevu|volume promo|quantite prevue|volumen|volumen previsto|unidades previstas|volume previsto|quantita prevista|verwacht volume|actievolume|verwachte aantallen`,
  discount: `discount|discount %|rabatt|nachlass|rabatt %|reduction|remise|remise %|descuento|descuento %|dto|sconto|sconto %|korting|korting %`,
  mechanic: `mechanic|tactic|mechanism|promotion type|promo type|offer type|aktionsart|aktionstyp|mechanik|type de promotion|mecanique|type promo|tipo de promocion|tipo promocion|mecanica|tipo promozione|meccanica|actietype|mechanisme`,
  owner: `owner|responsible|contact|created by|brand manager|verantwortlich|zustandig|ansprechpartner|responsable|chef de produit|responsabile|verantwoordelijke|eigenaar`,
  commitBy: `commit by|deadline|decision date|freigabe bis|entscheidung bis|date limite|fecha limite|scadenza decisione|beslisdatum`,
  holidayDate: `holiday date|date fermeture|date de fermeture|closed on|closing date|closure date|geschlossen am|fecha cierre|fecha de cierre|data chiusura|sluitingsdatum|feiertag datum|date ferie|date du jour ferie|fecha festivo|data festivita|feestdag datum`,
  holidayName: `holiday|reason|motif|libelle|grund|anlass|motivo|reden|occasion|holiday name|feiertag|feiertagsname|jour ferie|ferie|festivo|festividad|festivita|feestdag|closed|closing day|schliesstag`,
  calendar: `calendar|factory|supplier name holiday|kalender|calendrier|calendario`,
  costKind: `cost type|cost kind|cost category|kostenart|type de cout|nature du cout|tipo de coste|tipo de costo|tipo di costo|tipo costo|kostensoort`,
  costAmount: `cost amount|amount|total cost|net amount|betrag|kosten|kostenbetrag|montant|cout total|importe coste|importo|costo totale|bedrag`,
  day: `date|day|period|week|posting date|invoice date|sales date|transaction date|order date sales|datum|tag|buchungsdatum|verkaufsdatum|belegdatum verkauf|woche|rechnungsdatum|kw|date vente|date de vente|jour|semaine|date facture|fecha|dia|fecha venta|fecha de venta|semana|fecha factura|data|giorno|data vendita|settimana|data fattura|dag|verkoopdatum|boekingsdatum`,
  amountOfUnits: `qty|quantity|qty ea|pieces|pcs|count|menge|anzahl|stuck|stuckzahl|quantite|qte|nombre|cantidad|cant|uds|quantita|qta|pezzi|aantal|hoeveelheid|stuks`,
  title: `name|title|text|nom|nombre|nome|naam|titel|titre|titulo|titolo`,
  kindOfPlace: `location type|site type|store type|art|standorttyp|type de site|tipo almacen|tipo sede`,
  timeZone: `time zone|timezone|zeitzone|fuseau horaire|zona horaria|fuso orario|tijdzone`,
  suppliedBy: `supplied by|supplying location|supplying plant|replenished from|source warehouse|beliefert von|lieferndes werk|zentrallager|livre par|entrepot source|suministrado por|almacen origen|rifornito da|geleverd door`,
  unit: `uom|unit|unit of measure|base unit|base unit of measure|units|bun|meins|stock unit|order unit|einheit|me|mengeneinheit|basismengeneinheit|unite|unite de mesure|unidad|unidad de medida|unita|unita di misura|um|eenheid`,
} as const

/** Writes a header as the words are written: small, without accents, marks and a unit in brackets. */
export const bareHeader = (header: string): string =>
  header
    .replaceAll(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .replaceAll('ø', 'o')
    .replaceAll(/[([{][^)\]}]{0,12}[)\]}]/g, ' ')
    .replaceAll(/[^\p{L}\p{N}%]+/gu, ' ')
    .trim()
