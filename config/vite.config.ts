/** Builds the page: one folder of hashed files in build/web, nothing fetched from outside, no inline script or style. */
import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const fromHere = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const server = process.env['MARSAD_DEV_SERVER'] ?? 'http://127.0.0.1:8080'

export default defineConfig({
  root: fromHere('../src/app/web'),
  base: '/',
  publicDir: false,
  plugins: [react()],
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
