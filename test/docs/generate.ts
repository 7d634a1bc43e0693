import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { generatedDocuments, root } from './generated.ts'

/** `npm run docs`: writes the documents and tables that are made from the code. */
for (const [path, text] of generatedDocuments()) writeFileSync(resolve(root, path), text)
