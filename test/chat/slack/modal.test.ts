import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { drawModal, modalErrors, readModal, waitingModal } from '../../../src/chat/slack/modal.ts'
import { anyForm, anyText } from '../arbitrary-card.ts'

const text = (most: number) =>
  z.strictObject({ type: z.literal('plain_text'), text: z.string().min(1).max(most), emoji: z.boolean() })
const option = z.strictObject({ text: text(75), value: z.string().min(1).max(150), description: text(75).optional() })

const element = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('datepicker'), action_id: z.string(), initial_date: z.iso.date().optional() }),
  z.strictObject({
    type: z.enum(['multi_static_select']),
    action_id: z.string(),
    placeholder: text(150).optional(),
    options: z.array(option).min(1).max(100),
    initial_options: z.array(option).min(1).optional(),
  }),
  z.strictObject({
    type: z.literal('multi_external_select'),
    action_id: z.string().startsWith('search:'),
    placeholder: text(150).optional(),
    min_query_length: z.literal(0),
    initial_options: z.array(option).min(1).optional(),
  }),
  z.strictObject({
    type: z.literal('external_select'),
    action_id: z.string().startsWith('search:'),
    placeholder: text(150).optional(),
    min_query_length: z.literal(0),
    initial_option: option.optional(),
  }),
  z.strictObject({
    type: z.literal('users_select'),
    action_id: z.string(),
    placeholder: text(150).optional(),
    initial_user: z.string().optional(),
  }),
  z.strictObject({
    type: z.literal('radio_buttons'),
    action_id: z.string(),
    options: z.array(option).min(1).max(10),
    initial_option: option.optional(),
  }),
  z.strictObject({
    type: z.literal('static_select'),
    action_id: z.string(),
    placeholder: text(150).optional(),
    options: z.array(option).min(1).max(100),
    initial_option: option.optional(),
  }),
  z.strictObject({
    type: z.literal('plain_text_input'),
    action_id: z.string(),
    placeholder: text(150).optional(),
    multiline: z.boolean(),
    initial_value: z.string().max(3_000).optional(),
  }),
])

/** Slack's rules for a modal, as far as ours has the parts; anything else is refused. */
const modal = z.strictObject({
  type: z.literal('modal'),
  callback_id: z.string().max(255),
  title: text(24),
  submit: text(24).optional(),
  close: text(24),
  private_metadata: z.string().max(3_000).optional(),
  blocks: z
    .array(
      z.discriminatedUnion('type', [
        z.strictObject({
          type: z.literal('input'),
          block_id: z.string().min(1).max(255),
          label: text(2_000),
          optional: z.boolean(),
          dispatch_action: z.literal(true).optional(),
          element,
        }),
        z.strictObject({ type: z.literal('context'), elements: z.array(text(2_000)).min(1).max(10) }),
        z.strictObject({ type: z.literal('section'), text: text(3_000) }),
      ]),
    )
    .min(1)
    .max(100),
})

const from = { channelId: 'C0LAUNCH0', channelName: 'launches' }

describe('any form', () => {
  it('is drawn as a modal within what Slack takes', () => {
    expect(modal.safeParse(waitingModal()).error?.issues ?? []).toEqual([])
    fc.assert(
      fc.property(anyForm, (form) => {
        expect(modal.safeParse(drawModal(form, from)).error?.issues ?? []).toEqual([])
      }),
      { numRuns: 300 },
    )
  })

  it('comes back with what was filled in, where it was opened and what it was about', () => {
    fc.assert(
      fc.property(anyForm, anyText, (form, typed) => {
        const values = Object.fromEntries(
          form.fields.map(({ name, kind, isOfWay }) => [
            isOfWay && form.way ? `${name}:${form.way.chosen}` : name,
            {
              value:
                kind === 'day'
                  ? { type: 'datepicker', selected_date: '2026-07-06' }
                  : kind === 'choice' || kind === 'way'
                    ? { type: 'static_select', selected_option: { value: 'x' } }
                    : { type: 'plain_text_input', value: typed },
            },
          ]),
        )
        const read = readModal({ ...drawModal(form, from), state: { values } })
        expect(read?.origin).toEqual(from)
        expect(read?.filled).toMatchObject({ form: form.id, subject: form.subject, revision: form.revision })
        for (const { name, kind } of form.fields) {
          const said = kind === 'day' ? '2026-07-06' : kind === 'choice' || kind === 'way' ? 'x' : typed
          expect(Object.hasOwn(read?.filled.values ?? {}, name)).toBe(said.trim() !== '')
        }
      }),
    )
  })

  it('is told what is wrong at a field that it has', () => {
    fc.assert(
      fc.property(
        anyForm,
        fc.dictionary(fc.stringMatching(/^[a-z]{0,12}$/), anyText),
        anyText,
        (form, refusal, title) => {
          const card = { tone: 'question' as const, title, plain: title, blocks: [], footer: null, refusal }
          const errors = modalErrors(card, drawModal(form, from))
          const fields = form.fields.map(({ name }) => name)
          expect(Object.keys(errors).length).toBeGreaterThan(0)
          for (const [field, words] of Object.entries(errors)) {
            expect(fields).toContain(field)
            expect(words.trim()).not.toBe('')
            expect(words.length).toBeLessThanOrEqual(2_000)
          }
        },
      ),
    )
  })
})

describe('a modal that was tampered with', () => {
  it.each([
    [null],
    [{}],
    [{ private_metadata: '', state: { values: {} } }],
    [{ private_metadata: '{"v":2}', state: { values: {} } }],
    [{ private_metadata: '[]', state: { values: {} } }],
    [{ private_metadata: '{"v":1,"form":"add","subject":"","rev":-1,"channel":"","name":""}', state: { values: {} } }],
    [{ private_metadata: '{"v":1,"form":"add","subject":"","rev":0,"channel":"","name":""}', state: { values: 'x' } }],
  ])('is read as none of ours (%j)', (view) => {
    expect(readModal(view)).toBeNull()
  })
})
