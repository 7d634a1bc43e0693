import module from 'node:module'

// Plain JavaScript that any Node can read: it runs before the first TypeScript file is opened.
const wanted = 26
const [major] = process.versions.node.split('.').map(Number)
if (major < wanted) {
  process.stderr.write(
    `Shelfready needs Node ${wanted} or newer; this is Node ${process.versions.node} at ${process.execPath}.\n` +
      `Nothing was started. Run "npm ci" in this folder: it brings its own Node ${wanted}; then use "npm start" or ` +
      `"npm run shelfready -- <command>". (With "npm ci --ignore-scripts" that Node is not installed.)\n`,
  )
  process.exit(1)
}
// Before the first TypeScript file, so that it too comes from what was compiled before.
module.enableCompileCache?.()
