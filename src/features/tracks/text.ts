/** Sentences of tracks: what the map writes beside a mover. Never more than the pixels allow. */
import type { Sentences } from '../../platform/text.ts'

export const texts = {
  'track.class.person': { ar: 'بحجم إنسان', en: 'person-sized' },
  'track.class.vehicle': { ar: 'بحجم عجلة', en: 'vehicle-sized' },
  'track.class.animal': { ar: 'بحجم حيوان', en: 'animal-sized' },
  'track.class.other': { ar: 'مجهول', en: 'unknown' },
  'track.class.unknown': { ar: 'مجهول', en: 'unknown' },
  'track.mover': { ar: 'متحرك مجهول', en: 'unknown mover' },
  'track.label': { ar: '{cls}\n{age}', en: '{cls}\n{age}' },
  'track.label-speed': { ar: '{cls}\n{speed, number, ::.0} م/ث · {age}', en: '{cls}\n{speed, number, ::.0} m/s · {age}' },

  'log.track.confirmed': {
    ar: 'ثبت متحرك{code, select, none {} other { أمام {code}}}',
    en: 'A mover was confirmed{code, select, none {} other { by {code}}}',
  },
  'log.track.joined': {
    ar: 'رأته كاميرا ثانية{code, select, none {} other {: {code}}}',
    en: 'A second camera saw the same mover{code, select, none {} other {: {code}}}',
  },
  'log.track.ended': {
    ar: 'انتهى مسار{code, select, none {} other { أمام {code}}}',
    en: 'A track ended{code, select, none {} other { at {code}}}',
  },
} as const satisfies Sentences
