/**
 * Builds `kernels/<name>/assembly/<name>.ts` into `build/kernels/<name>.wasm`. Does nothing where the sources are as they
 * were: a file of their hash lies beside each build. `node kernels/build.ts`, or `buildKernels()`.
 */
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const kernelNames = ['background', 'clutter', 'difference', 'flatten', 'peaks', 'smooth'] as const

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)))
const OUT = join(ROOT, 'build', 'kernels')
const FLAGS = ['-O3', '--noAssert', '--runtime', 'stub', '--enable', 'simd', '--importMemory']

/** Builds what has changed; returns the names built. About a second when all is new, milliseconds when nothing is. */
export async function buildKernels(): Promise<string[]> {
  const stale = kernelNames.filter((name) => !isFresh(name))
  if (stale.length === 0) return []
  mkdirSync(OUT, { recursive: true })
  // Loaded only when there is work: the compiler itself takes most of a second to come up.
  const asc = await import('assemblyscript/asc')
  for (const name of stale) {
    const passing = `${name}.${process.pid}.wasm`
    const result = await asc.main([
      join('kernels', name, 'assembly', `${name}.ts`),
      '--outFile',
      join('build', 'kernels', passing),
      '--baseDir',
      ROOT,
      ...FLAGS,
    ])
    if (result.error) throw new Error(`kernel ${name} does not compile:\n${result.stderr.toString()}`)
    // Renamed into place, so that a worker that starts now never reads half a file.
    renameSync(join(OUT, passing), join(OUT, `${name}.wasm`))
    writeFileSync(join(OUT, `${name}.hash`), hashOf(name))
  }
  return stale
}

function isFresh(name: string): boolean {
  const kept = join(OUT, `${name}.hash`)
  return existsSync(join(OUT, `${name}.wasm`)) && existsSync(kept) && readFileSync(kept, 'utf8') === hashOf(name)
}

function hashOf(name: string): string {
  const source = readFileSync(join(ROOT, 'kernels', name, 'assembly', `${name}.ts`), 'utf8')
  const compiler = readFileSync(join(ROOT, 'node_modules', 'assemblyscript', 'package.json'), 'utf8')
  return createHash('sha256')
    .update(JSON.stringify([source, FLAGS, JSON.parse(compiler).version]))
    .digest('hex')
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const built = await buildKernels()
  console.log(built.length > 0 ? `kernels built: ${built.join(', ')}` : 'kernels are up to date')
}
