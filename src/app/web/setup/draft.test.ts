import { describe, expect, test } from 'vitest'
import type { CameraView } from '../../../features/cameras/contract.ts'
import { aPose } from '../../../features/cameras/pose.testing.ts'
import { changesOf, type Keep, type Kept, openEditor } from './draft.ts'

const camera = {
  id: 'c',
  version: 3,
  name: { ar: 'أ', en: 'a' },
  pose: aPose(),
  masks: [],
  recordAddress: null,
  presetToken: null,
  outpostId: null,
} as unknown as CameraView

function memory(): Keep & { kept: Map<string, Kept> } {
  const kept = new Map<string, Kept>()
  return { kept, read: (id) => kept.get(id) ?? null, write: (id, one) => kept.set(id, structuredClone(one)) }
}

describe('the draft of a set-up', () => {
  test('a held key is one step back, two acts are two', () => {
    let nowMs = 0
    const editor = openEditor(camera, () => nowMs, memory())
    for (let press = 1; press <= 5; press += 1) {
      nowMs += 100
      editor.change({ pose: aPose({ azimuthTrueDeg: 10 + press / 10 }) }, 'azimuth')
    }
    nowMs += 5000
    editor.change({ pose: aPose({ azimuthTrueDeg: 99 }) }, 'azimuth')
    expect(editor.undo()).toBe(true)
    expect(editor.store.get().draft.pose?.azimuthTrueDeg).toBe(10.5)
    expect(editor.undo()).toBe(true)
    expect(editor.store.get().draft.pose?.azimuthTrueDeg).toBe(10)
    expect(editor.undo()).toBe(false)
    expect(changesOf(editor.store.get())).toBeNull()
  })

  test('a camera that goes to another outpost says so, and back again says nothing', () => {
    const editor = openEditor(camera, () => 0, memory())
    editor.change({ outpostId: 'o' })
    expect(changesOf(editor.store.get())).toEqual({ outpostId: 'o' })
    expect(editor.undo()).toBe(true)
    expect(changesOf(editor.store.get())).toBeNull()
  })

  test('only what differs is sent; what was changed back is not', () => {
    const editor = openEditor(camera, () => 0, memory())
    editor.change({ name: { ar: 'ب', en: 'b' } })
    editor.change({ pose: null })
    expect(changesOf(editor.store.get())).toEqual({ name: { ar: 'ب', en: 'b' }, pose: null })
    editor.change({ pose: aPose() })
    expect(changesOf(editor.store.get())).toEqual({ name: { ar: 'ب', en: 'b' } })
  })

  test('a draft is taken up on the next visit, but not on settings that somebody has changed meanwhile', () => {
    const keep = memory()
    openEditor(camera, () => 0, keep).change({
      pose: aPose({ pitchDeg: -9 }),
      points: [{ id: 1, name: 'x', pixel: null, position: null }],
    })
    const again = openEditor(camera, () => 0, keep)
    expect(again.store.get()).toMatchObject({ isTakenUp: true, draft: { pose: { pitchDeg: -9 }, points: [{ id: 1 }] } })
    const changed = openEditor({ ...camera, version: 4, pose: aPose({ heightM: 30 }) }, () => 0, keep)
    expect(changed.store.get()).toMatchObject({ isTakenUp: false, draft: { pose: { heightM: 30 } } })
    // The points are of the ground, not of the settings: they stay.
    expect(changed.store.get().draft.points).toHaveLength(1)
  })

  test('each preset has a draft of its own', () => {
    const keep = memory()
    openEditor({ ...camera, presetToken: '1' }, () => 0, keep).change({ pose: aPose({ pitchDeg: -9 }) })
    expect(openEditor({ ...camera, presetToken: '2' }, () => 0, keep).store.get().isTakenUp).toBe(false)
    expect(openEditor({ ...camera, presetToken: '1' }, () => 0, keep).store.get().isTakenUp).toBe(true)
  })

  test('after saving nothing is left to save, and a draft put over the change of another is based on it', () => {
    const editor = openEditor(camera, () => 0, memory())
    editor.change({ pose: aPose({ pitchDeg: -9 }) })
    // The other one gave it a name: that stays.
    const theirs = { ...camera, name: { ar: 'ج', en: 'c' } }
    editor.rebase({ ...theirs, version: 8 })
    expect(editor.store.get()).toMatchObject({ basedOn: 8, draft: { pose: { pitchDeg: -9 }, name: { en: 'c' } } })
    expect(changesOf(editor.store.get())).toEqual({ pose: aPose({ pitchDeg: -9 }) })
    editor.saved({ ...theirs, version: 9, pose: aPose({ pitchDeg: -9 }) })
    expect(changesOf(editor.store.get())).toBeNull()
    expect(editor.store.get().basedOn).toBe(9)
  })
})
