import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { chromium } from 'playwright-core'

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
const onMacs = ['Chromium', 'Google Chrome'].map((name) => `/Applications/${name}.app/Contents/MacOS/${name}`)

/** How to come by a browser that takes the pictures. */
export const howToGetOne =
  'Install Chromium (Debian and Ubuntu: apt-get install chromium), or name one in CHROMIUM=/path/to/chromium.'

/** Finds Chromium: the one that CHROMIUM names, else one on the path; null where there is none. */
export const findBrowser = ({ CHROMIUM, PATH = '' } = process.env): string | null => {
  if (CHROMIUM) return isProgram(CHROMIUM) ? CHROMIUM : null
  const folders = [...PATH.split(delimiter), '/usr/bin', '/snap/bin']
  return [...folders.flatMap((folder) => names.map((name) => join(folder, name))), ...onMacs].find(isProgram) ?? null
}

const isProgram = (file: string): boolean => {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** Opens a browser in which nothing rests on the speed of the machine: it takes as long as it takes. */
export const openBrowser = async (executablePath: string) => {
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'], timeout: 0 })
  return {
    page: async (width: number, height: number) => {
      const page = await browser.newPage({ viewport: { width, height } })
      page.setDefaultTimeout(0)
      page.setDefaultNavigationTimeout(0)
      return page
    },
    [Symbol.asyncDispose]: () => browser.close(),
  }
}
