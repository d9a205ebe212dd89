import { expect, it } from 'vitest'
import { sizeWord } from './size-word.ts'

const verdict = { sized: 'person', boxPx: 8, rhythmHz: null, words: [] } as const
const far = { person: 0.3, vehicle: 0.01, animal: 0.03, other: 0.01, unknown: 0.65 }
const near = { person: 0.02, vehicle: 0.02, animal: 0.9, other: 0.03, unknown: 0.03 }

it('the class where it is sure, the size where only that is known, and nothing where not even that is', () => {
  expect(sizeWord({ classProbabilities: near })).toBe('animal')
  expect(sizeWord({ classProbabilities: far, verdict: { ...verdict, words: [] } })).toBe('person')
  expect(sizeWord({ classProbabilities: far, verdict: { ...verdict, sized: null, words: [] } })).toBe('unknown')
  expect(sizeWord({ classProbabilities: { ...near, animal: 0.55, unknown: 0.38 } })).toBe('unknown')
})
