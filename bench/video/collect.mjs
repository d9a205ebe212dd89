/**
 * Loaded before the program by the bench of memory: collects garbage when it is told to, so that what is measured is what is kept, and
 * says what the engine itself holds of it (a line of JSON for each look, in a file by process number).
 */
import { appendFileSync } from 'node:fs'
import { join } from 'node:path'

process.on('SIGUSR2', () => {
  globalThis.gc?.()
  globalThis.gc?.()
  const folder = process.env.MEMORY_NOTES
  if (folder) appendFileSync(join(folder, `${process.pid}.ndjson`), `${JSON.stringify(process.memoryUsage())}\n`)
})
