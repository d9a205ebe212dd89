import { expect, test } from 'vitest'
import { Turns } from './turns.ts'

/** One thread in virtual time: cameras send pictures at their pace, wait in a room of three as real ones do, and cost what they cost. */
async function night(cameras: readonly { perSecond: number; costMs: number }[], seconds: number) {
  let nowMs = 0
  const rests: (() => void)[] = []
  const turns = new Turns(
    () => nowMs,
    (then) => rests.push(then),
  )
  const states = cameras.map(({ perSecond, costMs }) => ({
    turn: turns.share(),
    everyMs: 1000 / perSecond,
    costMs,
    nextMs: 0,
    waiting: [] as number[],
    isAtWork: false,
    judged: 0,
    lost: 0,
    lagMs: 0,
  }))
  const serve = (camera: (typeof states)[number]): void => {
    const sentMs = camera.waiting[0]
    if (camera.isAtWork || sentMs === undefined) return
    camera.waiting.shift()
    camera.isAtWork = true
    void camera.turn
      .take(() => {
        nowMs += camera.costMs
        camera.judged++
        camera.lagMs = Math.max(camera.lagMs, nowMs - sentMs)
      })
      .then(() => {
        camera.isAtWork = false
      })
  }
  while (nowMs < seconds * 1000) {
    for (const camera of states) {
      while (camera.nextMs <= nowMs) {
        if (camera.waiting.length === 3) camera.lost += camera.waiting.splice(0).length
        camera.waiting.push(camera.nextMs)
        camera.nextMs += camera.everyMs
      }
      serve(camera)
    }
    const rest = rests.shift()
    if (rest) rest()
    else nowMs = Math.min(...states.map(({ nextMs }) => nextMs))
    await Promise.resolve()
    await Promise.resolve()
  }
  return states
}

test('with time for all, all pictures of all cameras are judged', async () => {
  const cameras = await night([...Array(4).fill({ perSecond: 9, costMs: 6 }), { perSecond: 30, costMs: 12 }], 60)
  expect(cameras.map(({ lost }) => lost)).toEqual([0, 0, 0, 0, 0])
})

test('with too little time, the camera that asks for too much loses its own pictures, and the others none', async () => {
  const [greedy, ...modest] = await night([{ perSecond: 30, costMs: 40 }, ...Array(3).fill({ perSecond: 9, costMs: 8 })], 60)
  expect(modest.map(({ lost }) => lost)).toEqual([0, 0, 0])
  // What the others leave, 784 ms of a second, it gets whole.
  expect(greedy?.judged).toBeGreaterThan(0.95 * 60 * (784 / 40))
  expect(greedy?.lost).toBeGreaterThan(0)
})

test('equals that ask for too much get equal shares, and none of them looks at the past', async () => {
  const cameras = await night(Array(4).fill({ perSecond: 9, costMs: 50 }), 60)
  const judged = cameras.map((camera) => camera.judged)
  expect(Math.max(...judged) - Math.min(...judged)).toBeLessThanOrEqual(3)
  for (const { lagMs } of cameras) expect(lagMs).toBeLessThan(800)
})

test('what a turn throws is thrown to who asked, and the next goes on', async () => {
  const turns = new Turns()
  const turn = turns.share()
  await expect(
    turn.take(() => {
      throw new Error('spoilt')
    }),
  ).rejects.toThrow('spoilt')
  expect(await turn.take(() => 7)).toBe(7)
})
