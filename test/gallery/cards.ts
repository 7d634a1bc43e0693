import { actings } from './acting.ts'
import { asked } from './asked.ts'
import { askings } from './asking.ts'
import { extremes } from './extremes.ts'
import { files } from './files.ts'
import { forms } from './forms.ts'
import { launchDay } from './launch-day.ts'
import { mornings } from './mornings.ts'
import { reviews } from './promotion-reviews.ts'
import { shares } from './shares.ts'
import { openAlbum, type Shown } from './shown.ts'

/** Makes every card and form of the product out of the made-up company; the same ones each time. */
export const makeCards = async (): Promise<readonly Shown[]> => {
  const album = openAlbum()
  await mornings(album)
  await askings(album)
  await actings(album)
  await asked(album)
  await files(album)
  await forms(album)
  await reviews(album)
  await extremes(album)
  await shares(album)
  await launchDay(album)
  return album.shown
}
