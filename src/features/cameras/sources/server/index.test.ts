import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { png16 } from '../frames/server/png16.testing.ts'
import { parseSourceSpec } from '../spec.ts'
import { openSource, sourceKinds } from './index.ts'

const never = new AbortController().signal
let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'marsad.sources-'))
})
afterAll(async () => {
  await rm(folder, { recursive: true, force: true })
})

async function codeOf(text: string): Promise<unknown> {
  const spec = parseSourceSpec(text)
  if (!spec.ok) return spec.refusal
  const source = await openSource(spec.value, never).catch((fault: unknown) => fault)
  return source
}

test('each kind has its own id', () => {
  expect(new Set(sourceKinds.map(({ id }) => id)).size).toBe(sourceKinds.length)
})

test.each([
  ['letter.txt', 'a letter, and no video', 'source.unknown-format', 'text'],
  ['letter', 'a letter, and no video', 'source.unknown-format', 'text'],
  ['letter.mp4', 'a letter, and no video', 'source.unknown-format', 'text'],
  ['nothing.mp4', '', 'source.empty', undefined],
  ['nothing.cptv', '', 'source.empty', undefined],
  ['archive.zip', 'PK\u0003\u0004 and so on', 'source.unknown-format', 'zip'],
])('%s is refused: %s', async (name, content, code, found) => {
  const path = join(folder, name)
  await writeFile(path, content)
  expect(await codeOf(path)).toMatchObject({ code, facts: found === undefined ? { path } : { path, found } })
})

test('what is missing is said to be missing, whatever it would have been', async () => {
  for (const name of ['gone.mp4', 'gone.cptv', 'gone', 'gone/', 'gone.txt']) {
    expect(await codeOf(join(folder, name))).toMatchObject({ code: 'source.not-found' })
  }
})

test('a folder goes to the kind that reads pictures, with a dot in its name or without', async () => {
  expect(await codeOf(folder)).toMatchObject({ code: 'source.unknown-format', facts: { found: 'folder-without-pictures' } })
  await writeFile(join(folder, '1.png'), png16(8, 8, new Uint16Array(64).fill(3000)))
  expect(await codeOf(folder)).toMatchObject({ info: { width: 8, height: 8, bits: 16 } })
})
