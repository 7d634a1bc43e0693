import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { howToGetOne } from './browser.ts'
import { makeCards } from './cards.ts'
import { filesBeside, pageOf, readBeside } from './page.ts'
import { takePictures } from './pictures.ts'

const folder = resolve(import.meta.dirname, '../../gallery')

const all = await makeCards()
rmSync(folder, { recursive: true, force: true })
mkdirSync(folder, { recursive: true })
for (const name of Object.keys(filesBeside) as (keyof typeof filesBeside)[])
  writeFileSync(join(folder, name), readBeside(name))
writeFileSync(join(folder, 'index.html'), pageOf(all))
console.log(`${all.length} cards and forms: ${join(folder, 'index.html')}`)
const pictures = await takePictures(
  folder,
  all.map(({ name }) => name),
  console.log,
)
console.log(
  pictures === null
    ? `No pictures: no Chromium was found. ${howToGetOne} Or open the page in any browser.`
    : `${pictures} pictures: ${folder}/*.png, and as wide as a phone ${folder}/phone/*.png`,
)
