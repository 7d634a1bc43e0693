import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { chromium } from 'playwright-core'

const browser = '/usr/bin/chromium'

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

/** Takes a picture of everything on the page of a folder; answers how many, or null where there is no Chromium. */
export const takePictures = async (folder: string, names: readonly string[]): Promise<number | null> => {
  if (!existsSync(browser)) return null
  await using open = await launched()
  const page = await open.browser.newPage({ viewport: { width: 1460, height: 1000 } })
  const mistakes: string[] = []
  page.on('pageerror', (error) => mistakes.push(String(error)))
  await page.goto(pathToFileURL(join(folder, 'index.html')).href)
  await page.waitForSelector('body[data-drawn]')
  if (mistakes.length > 0) throw new Error(mistakes.join('\n'))
  for (const name of names) await page.locator(`#${name}`).screenshot({ path: join(folder, `${name}.png`) })
  mkdirSync(join(folder, 'phone'), { recursive: true })
  await page.evaluate('document.body.classList.add("phone")')
  for (const name of onPhones) await page.locator(`#${name}`).screenshot({ path: join(folder, 'phone', `${name}.png`) })
  return names.length + onPhones.length
}

const launched = async () => {
  const opened = await chromium.launch({ executablePath: browser, args: ['--no-sandbox'] })
  return { browser: opened, [Symbol.asyncDispose]: () => opened.close() }
}
