/** The command, on recordings of the simulation: what is found is scored, what is missed and false stands in the report as a picture. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, expect, test, vi } from 'vitest'
import type { ClipScore, Totals } from '../../features/detection/evaluation/score.ts'
import { evaluate } from './evaluate.ts'

const folder = mkdtempSync(join(tmpdir(), 'marsad-evaluate-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('scores a folder of pictures, and shows the missed and the false', async () => {
  // Two pictures are a recording; a body is marked in both and nothing finds it, and a track is where nothing is.
  const clip = join(folder, 'two')
  const picture = (value: number) =>
    sharp(Buffer.alloc(64 * 48, value), { raw: { width: 64, height: 48, channels: 1 } })
      .png()
      .toBuffer()
  const { mkdirSync } = await import('node:fs')
  mkdirSync(join(clip, 'frames'), { recursive: true })
  for (let i = 0; i < 4; i++) writeFileSync(join(clip, 'frames', `${i}.png`), await picture(60 + i))
  const box = [10, 10, 4, 8]
  const event = { id: 'e', class: 'person', first_frame: 0, last_frame: 3, boxes: { 0: box, 1: box, 2: box, 3: box } }
  writeFileSync(
    join(clip, 'two.truth.json'),
    JSON.stringify({ clip: 'two', file: 'frames', w: 64, h: 48, fps: 9, frames: 4, events: [event] }),
  )
  writeFileSync(
    join(folder, 'two.ndjson'),
    [1, 2, 3]
      .map((frame) =>
        JSON.stringify({ frame, t: frame / 9, track: 'x', box: [50, 30, 4, 4], confirmed: true, score: 0.8, class: 'unknown' }),
      )
      .join('\n'),
  )
  const said = vi.spyOn(console, 'log').mockImplementation(() => {})
  const html = join(folder, 'report.html')
  expect(await evaluate(['--truth', clip, '--detections', folder, '--json', '--html', html])).toBe(0)
  const { clips, totals } = JSON.parse(String(said.mock.calls.at(-1)?.[0])) as { clips: ClipScore[]; totals: Totals }
  said.mockRestore()
  expect([totals.found, totals.events, totals.falseTracks.count]).toEqual([0, 1, 1])
  expect(clips[0]?.falseTracks).toEqual(['x'])
  const report = readFileSync(html, 'utf8')
  expect(report.match(/data:image\/jpeg;base64,/g)?.length).toBe(2)
  expect(report).toContain('0 of 1 (0.00…')
  // Nothing was said of kinds, so nothing is drawn of them.
  expect(report).not.toContain('<svg')
  await expect(evaluate(['--truth', clip, '--detections', clip])).rejects.toMatchObject({ code: 'evaluation.no-detections' })
  await expect(evaluate(['--truth', join(folder, 'none'), '--detections', folder])).rejects.toMatchObject({
    code: 'evaluation.no-folder',
  })
})
