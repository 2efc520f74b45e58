// Weighs what "npm run build" left in dist, writes sizes.txt and fails where a limit is passed. Figures are kB (1000 bytes).
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const root = new URL('../', import.meta.url).pathname
const dist = join(root, 'dist')
const manifest = JSON.parse(readFileSync(join(dist, '.vite/manifest.json'), 'utf8'))
const entryKey = Object.keys(manifest).find((key) => manifest[key].isEntry)
const pageKeys = Object.keys(manifest)
  .filter((key) => /features\/.*Page\.tsx$/.test(key))
  .sort()
const editorKey = 'src/features/config/editor/Editor.tsx'
const entry = closure(entryKey)
const onDashboard = closure(pageKeys.find((key) => key.endsWith('DashboardPage.tsx')))
const dashboard = { js: union(entry.js, onDashboard.js), css: union(entry.css, onDashboard.css) }

const rows = [
  ['entry JS brotli', weigh(entry.js, '.br'), 130],
  ['entry JS gzip', weigh(entry.js, '.gz'), 150],
  ['entry CSS gzip', weigh(entry.css, '.gz'), 20],
  ...pageKeys.map(pageRow),
  // Comes after its page, which shows the file's name and state meanwhile.
  ['config/editor JS gzip', weigh(beside(editorKey, 'src/features/config/FilePage.tsx'), '.gz'), 130],
  // It loads nothing by itself that is not in here; the browser test of the dashboard weighs what really comes.
  ['dashboard JS brotli, all', weigh(dashboard.js, '.br'), 170],
  ['dashboard JS gzip, all', weigh(dashboard.js, '.gz'), 200],
  ['dashboard CSS gzip, all', weigh(dashboard.css, '.gz'), 25],
  ['embedded, brotli and fonts', weigh(everything(), '.br'), 1200],
]

const text = rows.map(([name, size, limit]) => `${name.padEnd(44)}${kB(size).padStart(8)}  of ${limit}`).join('\n')
writeFileSync(
  join(root, 'sizes.txt'),
  `kB (1000 bytes) of the built UI, and the limits; written by "npm run size".\n\n${text}\n`,
)
console.log(text)
const over = rows.filter(([, size, limit]) => size > limit * 1000)
for (const [name, size, limit] of over) console.error(`too large: ${name} is ${kB(size)} kB, limit ${limit}`)
process.exit(over.length > 0 ? 1 : 0)

function pageRow(key) {
  return [`${key.replace(/^src\/features\/|\.tsx$/g, '')} JS gzip`, weigh(own(key), '.gz'), 60]
}

/** What a chunk needs and the entry does not bring. */
function own(key) {
  return closure(key).js.filter((file) => !entry.js.includes(file))
}

/** What a chunk needs and the page that loads it does not. */
function beside(key, page) {
  const there = closure(page).js
  return own(key).filter((file) => !there.includes(file))
}

/** A chunk and all that it imports at once. */
function closure(key, seen = new Set()) {
  if (seen.has(key)) return { js: [], css: [] }
  seen.add(key)
  const { file, css = [], imports = [] } = manifest[key]
  const rest = imports.map((other) => closure(other, seen))
  return { js: union([file], ...rest.map((r) => r.js)), css: union(css, ...rest.map((r) => r.css)) }
}

function everything() {
  const files = readdirSync(dist, { recursive: true }).filter(
    (f) => !f.startsWith('.') && statSync(join(dist, f)).isFile(),
  )
  return union(files.map((file) => file.replace(/\.(br|gz)$/, '')))
}

function weigh(files, suffix) {
  return files.reduce((sum, file) => sum + size(`${file}${suffix}`, file), 0)
}

function size(...candidates) {
  for (const file of candidates) {
    const found = statSync(join(dist, file), { throwIfNoEntry: false })
    if (found) return found.size
  }
  throw new Error(`${candidates.at(-1)} is not in dist`)
}

function union(...lists) {
  return [...new Set(lists.flat())]
}

function kB(bytes) {
  return (bytes / 1000).toFixed(1)
}
