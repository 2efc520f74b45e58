import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { lingui } from '@lingui/vite-plugin'
import react from '@vitejs/plugin-react-swc'
import type { Plugin } from 'vite'
import { defineConfig } from 'vitest/config'
import { englishWords } from './words.ts'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** The server fills {{nonce}} and {{base}} in for each request; the development server does it here. */
function placeholders(): Plugin {
  return {
    name: 'bangui:placeholders',
    apply: 'serve',
    transformIndexHtml: {
      order: 'pre',
      handler: (html) => html.replaceAll('{{base}}', '/').replaceAll('{{nonce}}', 'dev'),
    },
  }
}

/** Emits src/app/scheme.js as a hashed file of its own and loads it first: it blocks, so that no page is painted in the wrong colours. */
function earlyScript(): Plugin {
  const source = readFileSync(here('src/app/scheme.js'), 'utf8')
  let ref = ''
  return {
    name: 'bangui:early-script',
    apply: 'build',
    buildStart() {
      ref = this.emitFile({ type: 'asset', name: 'scheme.js', source: minify(source) })
    },
    generateBundle: {
      order: 'post',
      handler(_, bundle) {
        const page = bundle['index.html']
        if (page?.type !== 'asset') return
        const tag = `<script src="./${this.getFileName(ref)}"></script>`
        page.source = String(page.source).replace('<title>', `${tag}\n    <title>`)
      },
    },
  }
}

/** Drops comment lines and indentation; the file is too small to need more. */
function minify(source: string): string {
  return source
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('//'))
    .join('\n')
}

/** Small parts that every page with a form or a list needs, and those that most lists need: each in one file, so that there are few. */
const basics = ['ErrorState', 'Skeleton', 'EmptyState', 'states', 'toast', 'PageHeader', 'usePhone', 'use-merged-ref']
const lists = [
  ...['geo', 'historyPages', 'timeAxis', 'useQueries', 'queriesObserver', 'rangeWords'],
  ...['useHeld', 'useKey', 'usePointerInside', 'useRows', 'Address', 'BusyBar', 'Card', 'Change', 'Chip'],
  ...['DataTable', 'Estimated', 'Figure', 'FilterChips', 'ItemList', 'Page', 'PopoverButton', 'RankedBars'],
  ...['RelativeTime', 'SegmentedControl', 'Sparkline'],
  ...['filters/RangeControl', 'filters/StatsFilters', 'filters/words', 'filters/filters'],
  ...['bans/BanEnd', 'bans/BanItem', 'bans/Country', 'bans/Failures', 'bans/JailChip'],
  ...['bans/RepeatBadge', 'bans/jailColors'],
]
const bans = ['Sheet', 'useGuard', 'bans/BanMenu', 'bans/BanSheet', 'bans/useBanActions', 'bans/useUnban']

function parts(names: readonly string[]): RegExp {
  return new RegExp(`(src/(ui|lib|api)|@tanstack/\\S+/modern|@mantine/hooks/esm/\\S+)/(${names.join('|')})[.]`)
}

export default defineConfig({
  base: './',
  resolve: { alias: { '@': here('src') } },
  plugins: [
    react({ plugins: [['@lingui/swc-plugin', { useLinguiV5IdGeneration: true, descriptorFields: 'message' }]] }),
    lingui(),
    englishWords(),
    placeholders(),
    earlyScript(),
  ],
  html: { cspNonce: '{{nonce}}' },
  build: {
    outDir: 'dist',
    target: 'es2022',
    manifest: true,
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    chunkSizeWarningLimit: 700,
    // Few files: what every page needs is one. What is not named here is cut as it is used.
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'base', tags: ['$initial'], priority: 3 },
            { name: 'basics', test: parts(basics), priority: 2 },
            { name: 'lists', test: parts(lists), priority: 2 },
            { name: 'bans', test: parts(bans), priority: 1 },
          ],
        },
      },
    },
  },
  server: {
    proxy: { '/api': { target: process.env['BANGUI_URL'] ?? 'http://127.0.0.1:8080', changeOrigin: false } },
  },
  test: {
    environment: 'happy-dom',
    setupFiles: ['src/testing/setup.ts'],
    include: ['src/**/*.test.{ts,tsx}'],
    css: false,
    // Machines that build at the same time are slow; a test that hangs still ends.
    testTimeout: 20_000,
  },
})
