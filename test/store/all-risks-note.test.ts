import { expect, it } from 'vitest'
import { writeTogether } from '../../src/store/database/workspace.ts'
import { loadPresentState, noteAllRisks, takeAllRisksNote } from '../../src/store/present/seen.ts'
import { openCompany } from '../_helpers/company.ts'

it('keeps a note that another process has taken over, until that one takes it back', async () => {
  await using company = await openCompany('2026-06-01')
  await company.say('risks')
  const { workspace } = company.app
  const write = <T>(work: Parameters<typeof writeTogether<T>>[2]) => writeTogether(workspace, company.app.now(), work)
  const note = async () => (await loadPresentState(workspace))?.allRisksSince
  expect(await note()).toBeNull()
  expect(await write((writer) => noteAllRisks(writer, 'one'))).toBe(false)
  expect(await write((writer) => noteAllRisks(writer, 'one'))).toBe(false)
  expect(await write((writer) => noteAllRisks(writer, 'other'))).toBe(true)
  await write((writer) => takeAllRisksNote(writer, 'one'))
  expect(await note()).toBe('other')
  await write((writer) => takeAllRisksNote(writer, 'other'))
  expect(await note()).toBeNull()
})
