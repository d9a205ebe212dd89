/** What alerts say of sensors that are no picture of ours. */
import type { Sentences } from '../../platform/text.ts'
import { feedReasonsAr, feedReasonsEn } from '../sensors/text.ts'

const SENSED_AR =
  'mover {شيء يتحرك} vibration {اهتزاز في الأرض} contact {تلامس سياج أو باب} motion {حركة} line_crossed {عبور خط} ' +
  'in_field {شيء في مساحة} loitering {مكث} heat {حرارة} other {شيء}'
const SENSED_EN =
  'mover {something moving} vibration {ground vibration} contact {a contact of a fence or door} motion {motion} line_crossed {a line crossed} ' +
  'in_field {something in a field} loitering {something that stays} heat {heat} other {something}'

export const sensorTexts = {
  'alert.title.sensor': {
    ar: `{code}، {name}: {sensed, select, ${SENSED_AR}}{cls, select, person { (بتقديره إنسان)} vehicle { (بتقديره عجلة)} animal { (بتقديره حيوان)} other {}}`,
    en: `{code}, {name}: {sensed, select, ${SENSED_EN}}{cls, select, person { (by its estimate a person)} vehicle { (by its estimate a vehicle)} animal { (by its estimate an animal)} other {}}`,
  },
  'alert.reason.sensor-said': {
    ar:
      `{kind, select, seismic {المجس الزلزالي} radar {الرادار} contact {مجس التلامس} other {تحليل الكاميرا نفسها}} {code}، {name}، أخبر: ` +
      `{sensed, select, ${SENSED_AR}}`,
    en:
      `{kind, select, seismic {Seismic sensor} radar {Radar} contact {Contact sensor} other {The camera’s own analysis}} {code}, {name}, told: ` +
      `{sensed, select, ${SENSED_EN}}`,
  },
  'alert.reason.sensor-said-at': {
    ar:
      `{kind, select, seismic {المجس الزلزالي} radar {الرادار} contact {مجس التلامس} other {تحليل الكاميرا نفسها}} {code}، {name}، أخبر: ` +
      `{sensed, select, ${SENSED_AR}} ({named})`,
    en:
      `{kind, select, seismic {Seismic sensor} radar {Radar} contact {Contact sensor} other {The camera’s own analysis}} {code}, {name}, told: ` +
      `{sensed, select, ${SENSED_EN}} ({named})`,
  },
  'alert.reason.sensor-reach': {
    ar: 'يحس إلى {metres, number, ::.} م حوله، ولا يعرف أين فيها',
    en: 'It senses to {metres, number, ::.} m around it, and does not know where in that',
  },
  'alert.reason.tamper-told': {
    ar: 'الكاميرا نفسها تقول إن مشهدها تغيّر: حُرّكت أو غُطيت، ولم يأمر بذلك أحد منا',
    en: 'The camera itself says that its scene changed: moved or covered, and none of us asked for it',
  },
  'alert.title.feed-down': { ar: 'لا تُسمع المجسات: «{name}»', en: 'Sensors are not heard: “{name}”' },
  'alert.reason.feed-down': {
    ar: `{reason, select, ${feedReasonsAr}} منذ {seconds, number, ::.} ث (الحد {limit, number, ::.} ث)`,
    en: `{reason, select, ${feedReasonsEn}} for {seconds, number, ::.} s (limit {limit, number, ::.} s)`,
  },
  'alert.reason.feed-sensors': {
    ar: '{n, plural, zero {لا مجسات عليه} one {مجس واحد لا يُسمع} two {مجسان لا يُسمعان} few {# مجسات لا تُسمع} many {# مجساً لا يُسمع} other {# مجس لا يُسمع}}: {codes}',
    en: '{n, plural, one {# sensor is} other {# sensors are}} not heard: {codes}',
  },
  'alert.unknown.feed-ground': { ar: 'ما يمرّ على أرض هذه المجسات الآن', en: 'What passes over the ground of these sensors now' },
  'alert.unknown.kind-told': { ar: 'نوعه: لم يقله المجس', en: 'What it is: the sensor did not say' },
  'alert.unknown.one-sensor': { ar: 'مجس واحد فقط، ولم يره غيره', en: 'One sensor only; nothing else has told of it' },
  'alert.unknown.no-picture': {
    ar: 'كيف يبدو: أخبر به مجس لا صورة لنا',
    en: 'What it looks like: a sensor told of it, not a picture of ours',
  },
} as const satisfies Sentences
