import { Session } from 'node:inspector/promises'
import { openDetector } from '../src/features/detection/server/detector.ts'
import { render } from '../src/features/detection/testing.ts'
const walkers = 5
const scene = { width: 640, height: 512, bits: 16 as const, framesPerSecond: 9, noise: 5, seed: 3, walkers: Array.from({ length: walkers }, (_, i) => ({ fromX: 60, fromY: 60 + 90 * i, vxPxPerS: 9, vyPxPerS: 0, heightPx: 12, sigmas: 10, fromS: 2, untilS: 99 })) }
const d = openDetector({ width: 640, height: 512, bits: 16, kernels: 'simd' })
const s = new Session(); s.connect()
let n = 0
for (const frame of render(scene, 400)) { if (n === 150) await s.post('HeapProfiler.startSampling', { samplingInterval: 256, includeObjectsCollectedByMajorGC: true, includeObjectsCollectedByMinorGC: true } as any); d.push(frame); n++ }
const { profile } = await s.post('HeapProfiler.stopSampling') as any
const m: any = {}; let total = 0
;(function w(node: any) { const k = node.callFrame.functionName + ' ' + node.callFrame.url.split('/').pop() + ':' + node.callFrame.lineNumber; m[k] = (m[k] || 0) + node.selfSize; total += node.selfSize; node.children.forEach(w) })(profile.head)
console.log('a frame', (total / 250).toFixed(0)); for (const [k, v] of Object.entries(m).sort((a: any, b: any) => b[1] - a[1]).slice(0, 18)) console.log(k, ((v as number) / 250).toFixed(0))
