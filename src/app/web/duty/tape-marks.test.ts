import { expect, test } from 'vitest'
import { rowsOf, signalsOf } from '../../../../test/stories/screens/fixture.ts'
import { inOrder, seenNow } from '../../../features/cameras/web/health.ts'
import { tapeOf } from './tape-marks.ts'

const NOW = Date.parse('2026-11-22T00:14:49.000Z')

function tape(scene: 'alert' | 'empty') {
  const rows = rowsOf(NOW, scene)
  const judged = new Map(signalsOf(NOW, scene).cameras?.map((signal) => [signal.cameraId, signal.lastJudgedAt]))
  const seen = inOrder(rows.cameras).map((camera) => seenNow(camera, judged.get(camera.id) ?? null, NOW))
  return tapeOf({ alerts: rows.alerts, log: rows.log, seen }, NOW, NOW)
}

test('a gap that ended and a gap that lasts both stand on the tape', () => {
  const { notSeeing, notSeeingMinutes, unknown } = tape('alert')
  expect(notSeeing).toHaveLength(2)
  expect(notSeeing.at(-1)?.endsAgo).toBe(0)
  // C05 for 200 s and C11 for 372 s, not at the same time.
  expect(notSeeingMinutes).toBe(9)
  expect(unknown).toBeNull()
})

test('an alert counts once, whether it is known from its row or from the log', () => {
  expect(tape('alert').counts).toEqual({ alarms: 3, detections: 4 })
})

test('before the first entry of the log nothing is known, which is not "nothing happened"', () => {
  expect(tape('empty').unknown?.width).toBeGreaterThan(90)
})
