import { type Archive, UnreadableFile } from './archive.ts'
import { type NumberForm, numberForm } from './number-formats.ts'
import type { FileLimits } from './sheet.ts'

/** A sheet of a workbook, and the part of the archive that holds it. */
type WorkbookSheet = { readonly name: string; readonly isHidden: boolean; readonly part: string }

/** The sheets of a workbook in their order, and whether it counts days from 1904. */
export type WorkbookIndex = {
  readonly sheets: readonly WorkbookSheet[]
  readonly is1904: boolean
  readonly part: string
}

type Attributes = Readonly<Record<string, string>>

/** Gives a name without its namespace prefix. */
export const localName = (name: string): string => name.slice(name.indexOf(':') + 1)

const attributeOf = (attributes: Attributes, name: string): string | undefined =>
  attributes[name] ?? Object.entries(attributes).find(([key]) => localName(key) === name)?.[1]

const isTrue = (value: string | undefined): boolean => value === '1' || value === 'true'

const elements = async (
  archive: Archive,
  part: string,
  onOpen: (name: string, attributes: Attributes) => void,
): Promise<void> => {
  await archive.readXml(part, (parser) => {
    parser.on('opentag', (tag) => onOpen(localName(tag.name), tag.attributes as Attributes))
  })
}

const folderOf = (part: string): string => part.slice(0, part.lastIndexOf('/') + 1)

const resolved = (from: string, target: string): string => {
  const path = target.startsWith('/') ? target.slice(1) : `${folderOf(from)}${target}`
  const parts: string[] = []
  for (const step of path.split('/'))
    if (step === '..') parts.pop()
    else if (step !== '.') parts.push(step)
  return parts.join('/')
}

/** Loads the parts that a part refers to, by the id and by the kind of the relation. */
const loadRelations = async (archive: Archive, part: string) => {
  const byId = new Map<string, { readonly path: string; readonly kind: string }>()
  const byKind = new Map<string, string>()
  const name = part.slice(part.lastIndexOf('/') + 1)
  await elements(archive, `${folderOf(part)}_rels/${name}.rels`, (tag, attributes) => {
    const { Id: id, Target: target, Type: type = '' } = attributes
    if (tag !== 'Relationship' || target === undefined || attributes.TargetMode === 'External') return
    const kind = type.slice(type.lastIndexOf('/') + 1)
    if (id !== undefined) byId.set(id, { path: resolved(part, target), kind })
    byKind.set(kind, resolved(part, target))
  })
  return { byId, byKind }
}

/** Says what an archive is that is no workbook, by its parts. */
const otherArchive = ({ names }: Archive): string => {
  if (names.includes('content.xml') && names.includes('mimetype'))
    return 'is an OpenDocument file (ODS), which I do not read. Save it as XLSX and send it again'
  if (names.some((name) => name.startsWith('_rels/') || name.startsWith('xl/')))
    return 'is not a workbook that I read. Save it as XLSX or CSV and send it again'
  return 'is an archive, not a workbook. Unpack it and send the file in it'
}

/** Finds the sheets of a workbook. Throws an UnreadableFile where it has none. */
export const loadIndex = async (archive: Archive): Promise<WorkbookIndex> => {
  const root = await loadRelations(archive, '')
  const part = root.byKind.get('officeDocument') ?? 'xl/workbook.xml'
  if (part.endsWith('.bin'))
    throw new UnreadableFile('is a binary workbook (XLSB), which I do not read. Save it as XLSX and send it again')
  if (!archive.has(part)) throw new UnreadableFile(otherArchive(archive))
  const { byId } = await loadRelations(archive, part)
  const sheets: WorkbookSheet[] = []
  let is1904 = false
  await elements(archive, part, (tag, attributes) => {
    if (tag === 'workbookPr') is1904 = isTrue(attributes.date1904)
    if (tag !== 'sheet') return
    const target = byId.get(attributeOf(attributes, 'id') ?? '')
    if (target !== undefined && target.kind !== 'worksheet') return
    const name = attributes.name ?? ''
    if (target === undefined || !archive.has(target.path))
      throw new UnreadableFile(
        `names the sheet "${name}" but does not have it. Open it, save it again as XLSX and send it once more`,
      )
    sheets.push({ name, isHidden: (attributes.state ?? 'visible') !== 'visible', part: target.path })
  })
  if (sheets.length === 0) throw new UnreadableFile('has no sheet with cells. Save the sheet as XLSX and send it again')
  return { sheets, is1904, part }
}

/** Loads how the numbers of each cell style are shown. */
export const loadStyles = async (archive: Archive, { part }: WorkbookIndex): Promise<readonly NumberForm[]> => {
  const { byKind } = await loadRelations(archive, part)
  const codes = new Map<number, string>()
  const styles: NumberForm[] = []
  let isInCells = false
  await elements(archive, byKind.get('styles') ?? 'xl/styles.xml', (tag, attributes) => {
    if (tag === 'numFmt') codes.set(Number(attributes.numFmtId), attributes.formatCode ?? '')
    else if (tag === 'cellXfs') isInCells = true
    else if (tag === 'cellStyles' || tag === 'dxfs') isInCells = false
    else if (tag === 'xf' && isInCells) {
      const id = Number(attributes.numFmtId ?? 0)
      styles.push(numberForm(id, codes.get(id)))
    }
  })
  return styles
}

/** Loads the texts that cells share; phonetic readings are left out. Throws an UnreadableFile where they are too long. */
export const loadTexts = async (
  archive: Archive,
  { part }: WorkbookIndex,
  { textCharacters, cellCharacters }: FileLimits,
): Promise<readonly string[]> => {
  const { byKind } = await loadRelations(archive, part)
  const texts: string[] = []
  let text = ''
  let left = textCharacters
  let isText = false
  let isPhonetic = false
  await archive.readXml(byKind.get('sharedStrings') ?? 'xl/sharedStrings.xml', (parser) => {
    parser.on('opentag', (tag) => {
      const name = localName(tag.name)
      if (name === 'si') text = ''
      else if (name === 'rPh') isPhonetic = true
      else isText = name === 't' && !isPhonetic
    })
    const add = (piece: string) => {
      if (isText) text += piece
    }
    parser.on('text', add)
    parser.on('cdata', add)
    parser.on('closetag', (tag) => {
      const name = localName(tag.name)
      if (name === 't') isText = false
      else if (name === 'rPh') isPhonetic = false
      if (name !== 'si') return
      if (text.length > cellCharacters) throw new UnreadableFile(longText(cellCharacters))
      left -= text.length + textOverhead
      if (left < 0) throw new UnreadableFile('has more text than a file may have. Save the sheet alone as CSV')
      texts.push(text)
    })
  })
  return texts
}

/** What a text costs beside its characters. */
const textOverhead = 16

/** Says that a text is longer than a cell may be. */
export const longText = (most: number): string =>
  `has a cell with more than ${most.toLocaleString('en')} characters. Shorten it and send the file again`
