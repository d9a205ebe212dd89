import { describe, expect, test } from 'vitest'
import type { Mask, Preset } from './contract.ts'
import { directionOf, intoPreset, settled } from './direction.ts'
import { coveredShare } from './mask-check.ts'
import { aPose } from './pose.testing.ts'

const tent: Mask = {
  id: 't',
  name: { ar: 'خيمة', en: 'tent' },
  ring: [
    [0.1, 0.1],
    [0.3, 0.1],
    [0.3, 0.3],
  ],
}
const presets: Preset[] = [
  { token: '1', name: 'wadi', pose: aPose({ azimuthTrueDeg: 100 }), masks: [tent] },
  { token: '2', name: 'road', pose: null, masks: [] },
]
const fixed = { pose: aPose(), masks: [tent], presets: [], presetToken: null }

describe('the present direction of a camera', () => {
  test('a fixed camera has its own, always', () => {
    expect(directionOf(fixed)).toEqual({ pose: fixed.pose, masks: fixed.masks })
    expect(settled(fixed)).toEqual(fixed)
    expect(settled({ ...fixed, presetToken: '1' }).presetToken).toBeNull()
  })

  test('a turning camera has that of the preset in which it stands', () => {
    expect(settled({ ...fixed, presets, presetToken: '1' })).toMatchObject({ pose: { azimuthTrueDeg: 100 }, masks: [tent] })
    expect(settled({ ...fixed, presets, presetToken: '2' })).toMatchObject({ pose: null, masks: [] })
  })

  test('between presets nothing is known: no pose, and all is hidden where any preset hides something', () => {
    for (const presetToken of [null, 'unknown']) {
      const between = settled({ ...fixed, presets, presetToken })
      expect(directionOf({ ...fixed, presets, presetToken })).toBeNull()
      expect(between).toMatchObject({ pose: null, presetToken: null })
      expect(coveredShare(between.masks)).toBe(1)
    }
    expect(settled({ ...fixed, presets: presets.slice(1), presetToken: null }).masks).toEqual([])
  })

  test('what is set on a turning camera is written on the preset in which it stands, and on no other', () => {
    const pose = aPose({ azimuthTrueDeg: 7 })
    const set = settled(intoPreset({ ...fixed, pose, masks: [tent], presets, presetToken: '2' }, { pose, masks: [tent] }))
    expect(set.presets).toEqual([presets[0], { token: '2', name: 'road', pose, masks: [tent] }])
    expect(set).toMatchObject({ pose: { azimuthTrueDeg: 7 }, masks: [tent] })
    // Taking the pose away leaves the masks.
    const taken = intoPreset({ ...set, presetToken: '1' }, { pose: null })
    expect(taken.presets[0]).toMatchObject({ pose: null, masks: [tent] })
  })
})
