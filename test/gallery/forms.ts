import type { Click } from '../../src/cards/language/card.ts'
import type { FilledForm, Form } from '../../src/cards/language/form.ts'
import { fillSample } from '../../src/operator/trials/sample.ts'
import { launches, type Office, openOffice, type Who } from './office.ts'
import type { Album } from './shown.ts'

const empty = { name: 'Winter, or so', sku: 'SKU-999, SKU-300', at: 'MOON', uplift: 'lots', discount: '200%' }

/** Shows every form as it opens, and some as they come back with what is wrong. */
export const forms = async (album: Album): Promise<void> => {
  await using office = await openOffice('2026-06-01T07:00:00Z')
  await fillSample(office.app, launches.id)
  await office.app.rename(launches)
  office.at('2026-06-01T08:00:30Z')
  await office.happen()
  const add = await openedBy(office, fill('add'), 'Ana')
  album.addForm('form-add', 'the button "New promotion"', { form: add, filled: null, refused: null })
  await sent(album, office, 'form-add-mistakes', add, {
    ...empty,
    from: '2026-07-12',
    to: '2026-07-06',
  })
  await sent(album, office, 'form-add-refused', add, {
    name: 'Winter',
    sku: 'SKU-999',
    at: 'MOON',
    from: '2026-07-12',
    to: '2026-07-06',
    uplift: '+20%',
    units: '300',
  })
  await sent(album, office, 'form-add-another', add, {
    name: 'Cola double deal',
    sku: 'SKU-100',
    from: '2026-07-06',
    to: '2026-07-12',
    uplift: '+20%',
  })
  const said = 'Chloe here: could we do "Fizzy Friday" with SKU-100 in EAST, 6-12 Jul, 20% off, about +60%?'
  const read = await office.app.form(office.request(fill('add'), 'Ana'), said)
  if (!('fields' in read)) throw new Error(read.title)
  album.addForm('form-add-from-a-message', `a message: ${said}`, { form: read, filled: null, refused: null })
  const edit = await openedBy(office, fill('edit:P-1'), 'Ana')
  album.addForm('form-edit', 'the button "Change..." on P-1', { form: edit, filled: null, refused: null })
  const decide = await openedBy(office, fill('decide:P-1'), 'Ana')
  album.addForm('form-decide', 'the button "Decide..." on P-1', { form: decide, filled: null, refused: null })
  const cap = await chosenIn(office, decide, { option: 'cap' }, 'Ana')
  album.addForm('form-decide-cap', 'another way out, chosen in it', { form: cap, filled: null, refused: null })
  await sent(album, office, 'form-decide-mistakes', cap, { option: 'cap', cap: 'some', reason: '' })
  await office.ask('/promo decide P-1 date reason:"ACME needs ten weeks"', 'Ana')
  const counter = await openedBy(office, fill('counter:P-1', 1), 'Ben')
  album.addForm('form-counter', 'the button "Counter..." on P-1', { form: counter, filled: null, refused: null })
  const decline = await openedBy(office, fill('decline:P-1', 1), 'Ben')
  album.addForm('form-decline', 'the button "Decline..." on P-1', { form: decline, filled: null, refused: null })
  const snooze = await openedBy(office, fill('snooze:R-1', 1), 'Ben')
  album.addForm('form-snooze', 'the button "Snooze until..." on R-1', { form: snooze, filled: null, refused: null })
  const resolve = await openedBy(office, fill('resolve:R-1', 1), 'Ben')
  album.addForm('form-resolve', 'the button "Resolve..." on R-1', { form: resolve, filled: null, refused: null })
  await sent(album, office, 'form-resolve-mistakes', resolve, {})
  const ordered = await openedBy(office, fill('ordered:R-1', 1), 'Ben')
  album.addForm('form-ordered', 'the button "Ordered..." on R-1', { form: ordered, filled: null, refused: null })
  await sent(album, office, 'form-ordered-mistakes', ordered, { reference: '', due: '2026-01-01', units: 'lots' })
  const correct = await openedBy(office, fill('correct:R-1', 1), 'Ben')
  album.addForm('form-fix', 'the button "Fix data..." on R-1', { form: correct, filled: null, refused: null })
  const stock = await chosenIn(office, correct, { what: 'stock' }, 'Ben')
  album.addForm('form-fix-stock', 'the stock, chosen in it', { form: stock, filled: null, refused: null })
  await sent(album, office, 'form-fix-mistakes', stock, { what: 'stock', stock: 'many', until: '2026-01-01' })
  const lead = await openedBy(office, fill('correct:R-4', 1), 'Ben')
  album.addForm('form-fix-lead', 'the button "Fix data..." on R-4', { form: lead, filled: null, refused: null })
  const check = await openedBy(office, fill('check'), 'Ana')
  album.addForm('form-check', 'the button "Check a date"', { form: check, filled: null, refused: null })
  const override = await openedBy(office, fill('override:P-1'), 'Ben')
  album.addForm('form-override', 'the form of /promo override', { form: override, filled: null, refused: null })
  const handle = await openedBy(office, fill('handle:R-1', 1), 'Ben')
  album.addForm('form-more', 'the button "More..." on R-1', { form: handle, filled: null, refused: null })
  const intel = await openedBy(office, fill('intel'), 'Ana')
  album.addForm('form-intel', 'the words /intel add', { form: intel, filled: null, refused: null })
  const settings = await openedBy(office, fill('settings'), 'Ben')
  album.addForm('form-settings', 'the button "Change..." of the settings', {
    form: settings,
    filled: null,
    refused: null,
  })
  await sent(album, office, 'form-settings-mistakes', settings, {
    at: '8 o’clock-ish',
    days: 'mon-fri',
    zone: 'Mars',
    quiet: 'line',
    locale: 'klingon',
  })
  const gone = await office.app.form(office.request(fill('snooze:R-77', 1), 'Ben'))
  if ('fields' in gone) throw new Error('A risk that is gone opens a form')
  album.add('form-cannot-open', 'the button "Snooze until..." on a risk that is gone', gone)
}

const fill = (id: string, revision = 0): Click => ({ does: 'fill', id, revision })

const openedBy = async (office: Office, click: Click, who: Who): Promise<Form> => {
  const form = await office.app.form(office.request(click, who))
  if (!('fields' in form)) throw new Error(form.title)
  return form
}

/** Opens a form again for a way that somebody chose in it. */
const chosenIn = async (office: Office, form: Form, values: FilledForm['values'], who: Who): Promise<Form> => {
  const { id, subject, revision, way } = form
  const filled = { form: id, subject, revision, values, ...(way === undefined ? {} : { way }) }
  const drawn = await office.app.form(office.request(filled, who))
  if (!('fields' in drawn)) throw new Error(drawn.title)
  return drawn
}

/** Sends a form that is refused, and keeps how it comes back. */
const sent = async (album: Album, office: Office, name: string, form: Form, values: FilledForm['values']) => {
  const { id, subject, revision, way } = form
  const filled = { form: id, subject, revision, values, ...(way === undefined ? {} : { way }) }
  const again = await office.app.form(office.request(filled, 'Ben'))
  const refused = await office.ask(filled, 'Ben')
  if (refused.refusal === undefined) throw new Error(`${name} was taken: ${refused.title}`)
  const drawn = 'fields' in again ? again : form
  album.addForm(name, `the form ${form.title}, sent with mistakes`, { form: drawn, filled, refused })
}
