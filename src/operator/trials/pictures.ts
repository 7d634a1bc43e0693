/** A table to draw: its first row is the head. */
type Table = { readonly rows: readonly (readonly string[])[]; readonly isRight: readonly boolean[] }

const row = 25
const letter = 7
const margin = 9
const widest = 640

/** Draws a table as a picture, for a client that shows pictures and no tables. */
export const tablePicture = ({ rows, isRight }: Table): string => {
  const columns = (rows[0] ?? []).map(
    (_, i) => Math.max(...rows.map((cells) => lengthOf(cells[i]))) * letter + 2 * margin,
  )
  const width = columns.reduce((sum, one) => sum + one, 0)
  const lines = rows.map((cells, y) => {
    const texts = columns.map((column, i) => {
      const left = columns.slice(0, i).reduce((sum, one) => sum + one, 0)
      const at = isRight[i] ? `x="${left + column - margin}" text-anchor="end"` : `x="${left + margin}"`
      return `<text ${at} y="${y * row + 17}"${y === 0 ? ' font-weight="bold"' : ''}>${inXml(cells[i] ?? '')}</text>`
    })
    const ground =
      y === 0
        ? `<rect width="${width}" height="${row}" fill="#f4f4f4"/>`
        : `<path d="M0 ${y * row}H${width}" stroke="#dddddd"/>`
    return ground + texts.join('')
  })
  const frame = `<rect x=".5" y=".5" width="${width - 1}" height="${rows.length * row - 1}" rx="4" fill="none" stroke="#dddddd"/>`
  return picture(width, rows.length * row, lines.join('') + frame)
}

const lengthOf = (text = '') => [...text].length

/** A line to draw: a value for each point. */
type Line = { readonly name: string; readonly values: readonly number[] }

const colours = ['#1264a3', '#2eb67d', '#e8912d', '#e01e5a', '#7c3085']
const chart = { width: widest, height: 220, left: 56, right: 16, top: 34, bottom: 44 }

/** Draws lines over points as a picture, for a client that shows pictures and no charts. */
export const chartPicture = (told: {
  readonly title: string
  readonly unit: string
  readonly note: string
  readonly points: readonly string[]
  readonly lines: readonly Line[]
}): string => {
  const { width, height, left, right, top, bottom } = chart
  const values = told.lines.flatMap((line) => line.values)
  const [least, most] = [Math.min(0, ...values), Math.max(1, ...values)]
  const x = (i: number) => left + (i * (width - left - right)) / Math.max(1, told.points.length - 1)
  const y = (value: number) => height - bottom - ((value - least) * (height - top - bottom)) / (most - least)
  const level = (value: number) =>
    `<path d="M${left} ${y(value)}H${width - right}" stroke="#dddddd"/><text x="${left - 6}" y="${y(value) + 4}" text-anchor="end">${Math.round(value).toLocaleString('en')}</text>`
  const each = Math.ceil(told.points.length / pointNames)
  const names = told.points.map((name, i) => {
    const isMarked = name.includes('◆')
    const mark = isMarked
      ? `<path d="M${x(i)} ${top}V${height - bottom}" stroke="#e01e5a" stroke-dasharray="3 3"/>`
      : ''
    const words =
      isMarked || i % each === 0
        ? `<text x="${x(i)}" y="${height - bottom + 16}" text-anchor="middle">${inXml(name)}</text>`
        : ''
    return mark + words
  })
  const lines = told.lines.map(
    (line, s) =>
      `<polyline points="${line.values.map((value, i) => `${round(x(i))},${round(y(value))}`).join(' ')}" fill="none" stroke="${colours[s % colours.length]}" stroke-width="2"/>`,
  )
  const key = told.lines.map(
    (line, s) =>
      `<rect x="${left + s * keyWidth}" y="20" width="10" height="3" fill="${colours[s % colours.length]}"/><text x="${left + s * keyWidth + 14}" y="25">${inXml(line.name)}</text>`,
  )
  const words = `<text x="${left}" y="12" font-weight="bold" font-size="13.5">${inXml(told.title)}</text><text x="${left}" y="${height - 6}">${inXml([told.unit, told.note].filter(Boolean).join(' · '))}</text>`
  return picture(
    width,
    height,
    `<g font-size="11">${[least, (least + most) / 2, most].map(level).join('')}${names.join('')}${lines.join('')}${key.join('')}${words}</g>`,
  )
}

const pointNames = 8
const keyWidth = 150

const round = (value: number) => Math.round(value * 10) / 10

const inXml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

const picture = (width: number, height: number, drawn: string): string =>
  `data:image/svg+xml,${encodeURIComponent(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="Lato,Helvetica,Arial,sans-serif" font-size="13.5" fill="#1d1c1d">${drawn}</svg>`,
  )}`
