import { describe, expect, it } from 'vitest'
import { createSpeaker } from '../../platform/speak.ts'
import { languages, type Sentences } from '../../platform/text.ts'
import type { TrackView } from '../tracks/contract.ts'
import { aPlace, aTrack } from '../tracks/testing.ts'
import { composeDetection } from './compose.ts'
import { listens } from './rules/in-force.ts'
import { judge } from './rules/index.ts'
import type { RuleContent } from './rules/record.ts'
import { texts as ruleTexts } from './rules/text.ts'
import { aScene } from './testing.ts'
import { texts } from './text.ts'

const verdict: NonNullable<TrackView['verdict']> = {
  sized: null,
  boxPx: 22,
  rhythmHz: 1.7,
  words: [
    { feature: 'speed', speaksFor: 'animal', weight: 2 },
    { feature: 'rhythm', speaksFor: 'person', weight: 1.4 },
  ],
}
const unknown = { person: 0.25, vehicle: 0.03, animal: 0.05, other: 0.02, unknown: 0.65 }
const tooFar: Pick<TrackView, 'classProbabilities' | 'verdict'> = {
  classProbabilities: unknown,
  verdict: { ...verdict, sized: 'person', boxPx: 7, rhythmHz: null, words: [] },
}

/** The alert of a track before our line, spoken. */
function spoken(overrides: Partial<TrackView>, language: 'ar' | 'en' = 'en', scene = aScene()) {
  const track = aTrack(overrides)
  const finding = judge(track, scene)
  if (!finding) throw new Error('no rule spoke')
  const { title, reasons } = composeDetection(finding, track, scene, ['C01'])
  const faults: string[] = []
  const speaker = createSpeaker({ ...texts, ...ruleTexts } as Sentences, language, (id, fault) =>
    faults.push(`${id}: ${String(fault)}`),
  )
  const say = ({ text, values }: typeof title) => speaker.say(text, values).replace(/[\u2066-\u2069]/g, '')
  const answer = { title: say(title), reasons: reasons.map(say), ids: reasons.map(({ text }) => text) }
  expect(faults.join('\n')).toBe('')
  return answer
}

describe('the kind of a mover, in the alert', () => {
  it('says the class with its probability, size, speed, steps and the measure that told most for it', () => {
    const { title, reasons } = spoken({ verdict, classProbabilities: { ...unknown, person: 0.9, unknown: 0.03, animal: 0.02 } })
    expect(title).toContain('One person')
    expect(reasons.join('\n')).toContain(
      'Person-sized (90 %): 1.5–2 m high, walks 1.2 m/s, steps 1.7 times a second; told most by the rhythm of its steps',
    )
  })

  it('too far to tell, the title says a person-sized mover and never a person, and the reason says why', () => {
    const { title, reasons } = spoken(tooFar)
    expect(title).toContain('One person-sized mover')
    expect(reasons.join('\n')).toContain('Person-sized mover, 7 pixels are too few to tell its kind: 1.5–2 m high, walks 1.2 m/s')
    expect(spoken(tooFar, 'ar').title).toContain('جسم واحد بحجم إنسان')
  })

  it('a track of before, without a verdict, is told as it was', () => {
    expect(spoken({}).ids).toContain('alert.reason.size')
  })

  it.each(languages)('an unknown speed is left out, not called nought, in %s', (language) => {
    const sentence = spoken({ verdict, velocity: null, place: aPlace({ position: null }) }, language).reasons.join()
    expect(sentence).not.toMatch(/م\/ث|m\/s/)
  })
})

describe('how many, in the alert', () => {
  const count = { min: 2, best: 3, max: 4 }

  it('is a range in the title and in the reasons, in both languages', () => {
    expect(spoken({ ...tooFar, count }).title).toContain('2–4 person-sized movers')
    // Where a camera has no line its title counts nobody, and the reasons do.
    const { reasons } = spoken({ ...tooFar, count }, 'en', aScene({ places: [] }))
    expect(reasons.join('\n')).toContain('2–4 go together, most likely 3')
    expect(spoken({ ...tooFar, count }, 'ar').title).toContain('من 2 إلى 4 أجسام بحجم إنسان')
    expect(spoken({ count: { min: 1, best: 1, max: 2 } }, 'ar').title).toContain('من 1 إلى 2 شخصين')
  })

  it('that is certain is a number, also where no line is', () => {
    const three = { count: { min: 3, best: 3, max: 3 } }
    expect(spoken(three, 'en', aScene({ places: [] })).title).toBe('Three people are moving in view of C01, North')
    expect(spoken({}, 'en', aScene({ places: [] })).title).toBe('Something is moving in view of C01, North')
    expect(spoken({ count: { min: 3, best: 3, max: 3 } }).title).toContain('Three people')
    expect(spoken({}).title).toContain('One person')
  })
})

describe('a rule that asks for people', () => {
  const rule = { isOn: true, classes: ['person'], validFrom: null, validUntil: null, schedule: null } as unknown as RuleContent
  const hears = (overrides: Partial<TrackView>) => listens(rule, aTrack(overrides), 0, 'Asia/Baghdad')

  it('hears what has their size and is too far to tell, and nothing of another size', () => {
    expect(hears(tooFar)).toBe(true)
    expect(hears({ ...tooFar, verdict: { ...verdict, sized: 'animal' } })).toBe(false)
    expect(hears({ classProbabilities: unknown })).toBe(false)
    expect(hears({ verdict, classProbabilities: { ...unknown, animal: 0.9, person: 0.05, unknown: 0.03 } })).toBe(false)
  })
})
