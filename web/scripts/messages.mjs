// Fails when src/locales/en.po is not what "npm run i18n" would write: a text was added, changed or dropped without it.
import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'

const catalogue = new URL('../src/locales/en.po', import.meta.url)
const before = readFileSync(catalogue, 'utf8')
const run = spawnSync('npx', ['lingui', 'extract', '--clean'], {
  encoding: 'utf8',
  env: { ...process.env, NODE_ENV: 'production' },
})
if (run.status !== 0) {
  console.error(run.stdout, run.stderr)
  process.exit(1)
}
const after = readFileSync(catalogue, 'utf8')
if (process.argv.includes('--check') && withoutDates(before) !== withoutDates(after)) {
  console.error('src/locales/en.po was out of date and has been rewritten: review and commit it')
  process.exit(1)
}
if (withoutDates(before) === withoutDates(after)) writeFileSync(catalogue, before)

function withoutDates(text) {
  return text.replace(/^"POT-Creation-Date:.*$/m, '')
}
