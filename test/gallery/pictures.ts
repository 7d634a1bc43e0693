import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { findBrowser, openBrowser } from './browser.ts'

/** What people read on the way to work, as wide as a phone. */
const onPhones = [
  'digest-first',
  'digest-quiet',
  'posted-not-ready',
  'news-many',
  'list',
  'why-not-ready',
  'stock-several-places',
  'home-nothing-taken',
  'help',
  'form-add',
] as const

/** Takes a picture of everything on the page of a folder, and says how far it is; answers how many, or null where there is no Chromium. */
export const takePictures = async (
  folder: string,
  names: readonly string[],
  say: (words: string) => void,
): Promise<number | null> => {
  const found = findBrowser()
  if (found === null) return null
  await using browser = await openBrowser(found)
  const page = await browser.page(1460, 1000)
  const mistakes: string[] = []
  page.on('pageerror', (error) => mistakes.push(String(error)))
  await page.goto(pathToFileURL(join(folder, 'index.html')).href)
  if (mistakes.length > 0) throw new Error(mistakes.join('\n'))
  await page.waitForSelector('body[data-drawn]')
  const take = async (name: string, file: string) => void (await page.locator(`#${name}`).screenshot({ path: file }))
  for (const [i, name] of names.entries()) {
    if (i % saidEach === 0) say(`Taking pictures: ${i} of ${names.length}`)
    await take(name, join(folder, `${name}.png`))
  }
  mkdirSync(join(folder, 'phone'), { recursive: true })
  await page.evaluate('document.body.classList.add("phone")')
  for (const name of onPhones) await take(name, join(folder, 'phone', `${name}.png`))
  return names.length + onPhones.length
}

const saidEach = 50
