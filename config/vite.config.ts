/** Builds the page: one folder of hashed files in build/web, nothing fetched from outside, no inline script or style. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

const fromHere = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const server = process.env['MARSAD_DEV_SERVER'] ?? 'http://127.0.0.1:8080'

/** Lays a packed copy beside every text: the server sends it as it lies. */
function packed(folder: string): Plugin {
  return {
    name: 'packed',
    apply: 'build',
    closeBundle() {
      for (const name of readdirSync(folder, { recursive: true }) as string[]) {
        if (!/\.(js|css|html|svg)$/.test(name)) continue
        const path = join(folder, name)
        const text = readFileSync(path)
        writeFileSync(`${path}.br`, brotliCompressSync(text, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }))
        writeFileSync(`${path}.gz`, gzipSync(text, { level: 9 }))
      }
    },
  }
}

export default defineConfig({
  root: fromHere('../src/app/web'),
  base: '/',
  publicDir: false,
  plugins: [react(), packed(fromHere('../build/web'))],
  worker: { format: 'es' },
  // Node reads this package as CommonJS with a default export only; the page must import it the same way.
  resolve: { alias: { mgrs: fromHere('../node_modules/mgrs/dist/mgrs.js') } },
  build: {
    outDir: fromHere('../build/web'),
    emptyOutDir: true,
    // A data: address inside CSS would be refused by our own policy for fonts.
    assetsInlineLimit: 0,
    // The map stands in a chunk of its own and comes after the first picture; the limit is for everything else.
    chunkSizeWarningLimit: 1200,
  },
  server: { proxy: { '/api/live': server.replace(/^http/, 'ws'), '/api': server } },
})
