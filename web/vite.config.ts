import { readFileSync } from 'node:fs'
import { basename, extname } from 'node:path'
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

/** Writes the icon into the page: it is smaller than a request for it. */
function icon(): Plugin {
  const source = readFileSync(here('public/favicon.svg'), 'utf8').replace(/\s*\n\s*/g, '')
  return {
    name: 'bangui:icon',
    apply: 'build',
    transformIndexHtml: (html) =>
      html.replace(/(<link rel="icon" href=")[^"]*/, `$1data:image/svg+xml,${encodeURIComponent(source)}`),
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

interface Modules {
  getModuleInfo: (id: string) => { code: string | null; importedIds: string[] } | null
}

/** What Mantine's buttons and fields stand on. */
const controls =
  /@mantine\/core\/esm\/(core|components\/(UnstyledButton|Transition|Loader|Button|ActionIcon|CloseButton|Input|InputBase|TextInput))\//

/** What draws over time: large, and needed by few pages. */
const chart = /src\/(ui\/chart\/|lib\/stack\.)|node_modules\/uplot\/|\/Icon(ChartLine|Table)\./

/** Our modules that the dashboard needs from the start, and the names of what they take from packages. */
const dashboard = { modules: new Set<string>(), names: new Set<string>() }

/** Whether the dashboard needs the module from the start. Packages are asked for by name, as their index would bring all of them. */
function ofDashboard(id: string, modules: Modules): boolean {
  const gather = (from: string) => {
    if (dashboard.modules.has(from) || from.includes('node_modules')) return
    const { code, importedIds } = modules.getModuleInfo(from) ?? { code: null, importedIds: [] }
    dashboard.modules.add(from)
    for (const [, names] of code?.matchAll(/import \{([^}]*)\} from ['"]@(?:mantine|tabler|tanstack)\//g) ?? [])
      for (const [name] of names?.matchAll(/\w+/g) ?? []) dashboard.names.add(name.toLowerCase())
    importedIds.forEach(gather)
  }
  gather(here('src/features/dashboard/DashboardPage.tsx'))
  const name = basename(id, extname(id)).replaceAll('-', '').toLowerCase()
  return dashboard.modules.has(id) || (id.includes('node_modules') && dashboard.names.has(name))
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
    icon(),
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
    // Few files for the first visit: what every page needs, what the dashboard shares with others, and what is its own.
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'base', tags: ['$initial'], priority: 3 },
            {
              name: (id, modules) => (ofDashboard(id, modules) && !chart.test(id) ? 'common' : null),
              minShareCount: 2,
              priority: 1,
            },
            { name: 'controls', test: controls, minShareCount: 2, priority: 1 },
            // Last: it must not take what it stands on out of the others.
            { name: 'chart', test: chart, minShareCount: 2 },
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
    testTimeout: 60_000,
    // One is left idle if nothing is said, which is half of a small machine.
    maxWorkers: '100%',
  },
})
