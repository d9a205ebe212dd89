/** Every sentence of alerts. Titles, reasons and unknowns are stored as ids with values and spoken in the reader's language. */
import type { Sentence, Sentences } from '../../platform/text.ts'
import { hygieneTexts } from './text-hygiene.ts'
import { sensorTexts } from './text-sensor.ts'
import { watchTexts } from './text-watch.ts'

// ------------------------------------------------------------------------------------------ counted movers

interface ArabicForms {
  /** Number not known (n = 0): plural without a number. */
  readonly some: string
  readonly one: string
  readonly two: string
  /** After a number from three to ten, the number in words. */
  readonly few: (number: string) => string
  /** Accusative singular, after 11…99. */
  readonly many: string
  /** Genitive singular, after 100, 101, …. */
  readonly hundreds: string
}

/** Numbers in words before a masculine noun; the ending of the numeral is the opposite of the noun's. */
const BEFORE_MASCULINE = ['ثلاثة', 'أربعة', 'خمسة', 'ستة', 'سبعة', 'ثمانية', 'تسعة', 'عشرة']
const BEFORE_FEMININE = ['ثلاث', 'أربع', 'خمس', 'ست', 'سبع', 'ثماني', 'تسع', 'عشر']
const ENGLISH = ['One', 'Two', 'Three', 'Four', 'Five', 'Six', 'Seven', 'Eight', 'Nine', 'Ten']

/** A title writes three to ten in words; lamps and columns use digits (interface.md 6). */
function arabicCount(forms: ArabicForms, words: readonly string[]): string {
  const spelt = words.map((word, index) => `=${index + 3} {${forms.few(word)}}`).join(' ')
  return (
    `{n, plural, zero {${forms.some}} one {${forms.one}} two {${forms.two}} ${spelt} ` +
    `few {${forms.few('#')}} many {# ${forms.many}} other {# ${forms.hundreds}}}`
  )
}

function englishCount(some: string, one: string, several: string): string {
  const spelt = ENGLISH.slice(1).map((word, index) => `=${index + 2} {${word} ${several}}`)
  return `{n, plural, =0 {${some}} =1 {One ${one}} ${spelt.join(' ')} one {# ${one}} other {# ${several}}}`
}

interface Verb {
  readonly one: string
  readonly two: string
  readonly several: string
}

/** Arabic verbs agree in gender, number and reason: people take the masculine plural, things and animals the feminine singular. */
interface Verbs {
  readonly person: Verb
  readonly vehicle: Verb
  readonly animal: Verb
  readonly thing: Verb
}

function arabicMovers(verbs: Verbs): string {
  const { person, vehicle, animal, thing } = verbs
  const persons = arabicCount(
    {
      some: `أشخاص ${person.several}`,
      one: `شخص واحد ${person.one}`,
      two: `شخصان ${person.two}`,
      few: (number) => `${number} أشخاص ${person.several}`,
      many: `شخصاً ${person.several}`,
      hundreds: `شخص ${person.several}`,
    },
    BEFORE_MASCULINE,
  )
  const vehicles = arabicCount(
    {
      some: `عجلات ${vehicle.several}`,
      one: `عجلة واحدة ${vehicle.one}`,
      two: `عجلتان ${vehicle.two}`,
      few: (number) => `${number} عجلات ${vehicle.several}`,
      many: `عجلة ${vehicle.several}`,
      hundreds: `عجلة ${vehicle.several}`,
    },
    BEFORE_FEMININE,
  )
  const animals = arabicCount(
    {
      some: `حيوانات ${animal.several}`,
      one: `حيوان واحد ${animal.one}`,
      two: `حيوانان ${animal.two}`,
      few: (number) => `${number} حيوانات ${animal.several}`,
      many: `حيواناً ${animal.several}`,
      hundreds: `حيوان ${animal.several}`,
    },
    BEFORE_MASCULINE,
  )
  const things = arabicCount(
    {
      some: `أجسام ${thing.several}`,
      one: `جسم واحد ${thing.one}`,
      two: `جسمان ${thing.two}`,
      few: (number) => `${number} أجسام ${thing.several}`,
      many: `جسماً ${thing.several}`,
      hundreds: `جسم ${thing.several}`,
    },
    BEFORE_MASCULINE,
  )
  // Too far to tell its kind: the noun is that of things, the size is said.
  const sized = things.replaceAll(/(جسم واحد|جسمان|أجسام|جسماً|جسم)(?= )/g, '$1 بحجم إنسان')
  return `{cls, select, person {${persons}} vehicle {${vehicles}} animal {${animals}} sized {${sized}} other {${things}}}`
}

/** How many is a range: digits, and the noun agrees with the greater. */
function arabicRange({ person, vehicle, animal, thing }: Verbs): string {
  const range = (one: string, two: string, few: string, many: string, hundreds: string, verb: Verb, size = '') =>
    `من {least, number} إلى {most, plural, zero {# ${few}} one {# ${one}} two {# ${two}} few {# ${few}} many {# ${many}} other {# ${hundreds}}}${size} ${verb.several}`
  const things = ['جسم', 'جسمين', 'أجسام', 'جسماً', 'جسم'] as const
  return (
    `{cls, select, person {${range('شخص', 'شخصين', 'أشخاص', 'شخصاً', 'شخص', person)}} ` +
    `vehicle {${range('عجلة', 'عجلتين', 'عجلات', 'عجلة', 'عجلة', vehicle)}} ` +
    `animal {${range('حيوان', 'حيوانين', 'حيوانات', 'حيواناً', 'حيوان', animal)}} ` +
    `sized {${range(...things, thing, ' بحجم إنسان')}} other {${range(...things, thing)}}}`
  )
}

const englishRange =
  '{least, number}–{most, number} {cls, select, person {people} vehicle {vehicles} animal {animals} sized {person-sized movers} other {movers of unknown kind}}'

function englishMovers(verb: { readonly one: string; readonly several: string }): string {
  const kinds = [
    ['person', 'person', 'people'],
    ['vehicle', 'vehicle', 'vehicles'],
    ['animal', 'animal', 'animals'],
    ['sized', 'person-sized mover', 'person-sized movers'],
    ['other', 'mover of unknown kind', 'movers of unknown kind'],
  ] as const
  const branches = kinds.map(
    ([branch, one, several]) =>
      `${branch} {${englishCount(`Some ${several} ${verb.several}`, `${one} ${verb.one}`, `${several} ${verb.several}`)}}`,
  )
  return `{cls, select, ${branches.join(' ')}}`
}

const minutesAr = (name: string) =>
  `{${name}, plural, zero {أقل من دقيقة} one {دقيقة} two {دقيقتين} few {# دقائق} many {# دقيقة} other {# دقيقة}}`
const minutesEn = (name: string) => `{${name}, plural, =0 {less than a minute} one {# minute} other {# minutes}}`

const walking: Verbs = {
  person: { one: 'يسير', two: 'يسيران', several: 'يسيرون' },
  vehicle: { one: 'تسير', two: 'تسيران', several: 'تسير' },
  animal: { one: 'يسير', two: 'يسيران', several: 'تسير' },
  thing: { one: 'يتحرك', two: 'يتحركان', several: 'تتحرك' },
}
const entered: Verbs = {
  person: { one: 'دخل', two: 'دخلا', several: 'دخلوا' },
  vehicle: { one: 'دخلت', two: 'دخلتا', several: 'دخلت' },
  animal: { one: 'دخل', two: 'دخلا', several: 'دخلت' },
  thing: { one: 'دخل', two: 'دخلا', several: 'دخلت' },
}
const crossing: Verbs = {
  person: { one: 'يعبر', two: 'يعبران', several: 'يعبرون' },
  vehicle: { one: 'تعبر', two: 'تعبران', several: 'تعبر' },
  animal: { one: 'يعبر', two: 'يعبران', several: 'تعبر' },
  thing: { one: 'يعبر', two: 'يعبران', several: 'تعبر' },
}

// ------------------------------------------------------------------------------------------ reasons to close

const closeReasonBranchesAr =
  'real_crossing {عبور} real_attempt_turned_back {محاولة ثم عودة} real_lawful_presence {وجود مشروع} real_other {حقيقي، سبب آخر} ' +
  'nuisance_animal {حيوان} nuisance_vegetation {نبات يتحرك} nuisance_weather {طقس} nuisance_own_people {قواتنا} ' +
  'nuisance_camera {خلل في الكاميرا} nuisance_other {استُبعد، سبب آخر} undetermined {لم نعرف} ' +
  'power {كهرباء} link {صلة} cable_cut {كابل مقطوع} covered {عدسة مغطاة} weather {طقس} fault {عطل} turned {أُديرت} other {سبب آخر}'
const closeReasonBranchesEn =
  'real_crossing {crossing} real_attempt_turned_back {attempt, turned back} real_lawful_presence {lawful presence} ' +
  'real_other {real, other} nuisance_animal {animal} nuisance_vegetation {moving plants} nuisance_weather {weather} ' +
  'nuisance_own_people {our own people} nuisance_camera {camera fault} nuisance_other {ruled out, other} ' +
  'undetermined {undetermined} power {power} link {link} cable_cut {cut cable} covered {covered lens} weather {weather} ' +
  'fault {fault} turned {turned away} other {other}'

// ------------------------------------------------------------------------------------------ why a camera does not see

const sceneReasonsAr =
  'covered {العدسة مغطاة أو أمامها شيء} defocused {الصورة غير واضحة} turned {الكاميرا تنظر إلى غير أرضها} saturated {الصورة مشبعة بالضوء} ' +
  'obscured {غبار أو ضباب يحجب المشهد} contrast {تباين المشهد ضعيف} picture_still {الصورة لا تتغير} clock_still {وقت الكاميرا لا يتقدم} ' +
  'slow {الصور أبطأ من المعتاد} damaged {صور كثيرة تالفة} crowded {مطر أو حشرات: ما يظهر أكثر مما يُتابَع} shed {الجهاز بطيء: صور لم تُفحص} clock_off {ساعة الكاميرا غير صحيحة} clock_jumped {قفزت ساعة الكاميرا} ' +
  'metadata_damaged {ما تقوله عن موضعها تالف} told_scene_changed {تقول الكاميرا: تغيّر المشهد} told_no_signal {تقول الكاميرا: لا إشارة من عدستها} ' +
  'told_dark {تقول الكاميرا: الصورة معتمة} told_bright {تقول الكاميرا: ضوء على العدسة} told_blurred {تقول الكاميرا: الصورة غير واضحة} ' +
  'told_impaired {تقول الكاميرا: غبار أو ضباب أو دخان} told_hardware {تقول الكاميرا: عطل في الجهاز} other {السبب غير معروف}'
const sceneReasonsEn =
  'covered {Lens covered, or something before it} defocused {Picture out of focus} turned {Camera looks at other ground} ' +
  'saturated {Picture saturated with light} obscured {Dust or fog hides the scene} contrast {Scene has little contrast} ' +
  'picture_still {Picture does not change} clock_still {Clock of the camera does not advance} slow {Pictures slower than usual} ' +
  'damaged {Many pictures damaged} crowded {Rain or insects: more stands out than can be followed} shed {This machine is too slow: pictures were not looked at} clock_off {Clock of the camera is wrong} clock_jumped {Clock of the camera jumped} ' +
  'metadata_damaged {What it says of its position is damaged} told_scene_changed {The camera says: scene changed} told_no_signal {The camera says: no signal from its lens} ' +
  'told_dark {The camera says: picture dark} told_bright {The camera says: light on the lens} told_blurred {The camera says: picture blurred} ' +
  'told_impaired {The camera says: dust, fog or smoke} told_hardware {The camera says: hardware failure} other {Reason not known}'

const reason = (ar: string, en: string): Sentence => ({ ar, en })

export const texts = {
  ...hygieneTexts,
  ...sensorTexts,
  ...watchTexts,
  'alert.title.mover': {
    ar: 'جسم يتحرك أمام الكاميرا {code}، {camera}',
    en: 'Something is moving in view of {code}, {camera}',
  },
  'alert.title.mover-approach': {
    ar: `${arabicMovers(walking)} نحو الخط{place, select, none {} other { في {place}}}`,
    en: `${englishMovers({ one: 'moving', several: 'moving' })} towards the line{place, select, none {} other { in {place}}}`,
  },
  'alert.title.mover-zone': {
    ar: `${arabicMovers(entered)} منطقة «{zone}»`,
    en: `${englishMovers({ one: 'has entered', several: 'have entered' })} zone “{zone}”`,
  },
  'alert.title.mover-line': {
    ar: `${arabicMovers(crossing)} «{line}»`,
    en: `${englishMovers({ one: 'is crossing', several: 'are crossing' })} “{line}”`,
  },
  'alert.title.movers-seen': {
    ar: `${arabicMovers(walking)} أمام الكاميرا {code}، {camera}`,
    en: `${englishMovers({ one: 'is moving', several: 'are moving' })} in view of {code}, {camera}`,
  },
  'alert.title.movers': {
    ar: `${arabicRange(walking)} أمام الكاميرا {code}، {camera}`,
    en: `${englishRange} are moving in view of {code}, {camera}`,
  },
  'alert.title.movers-approach': {
    ar: `${arabicRange(walking)} نحو الخط{place, select, none {} other { في {place}}}`,
    en: `${englishRange} moving towards the line{place, select, none {} other { in {place}}}`,
  },
  'alert.title.movers-zone': {
    ar: `${arabicRange(entered)} منطقة «{zone}»`,
    en: `${englishRange} have entered zone “{zone}”`,
  },
  'alert.title.movers-line': {
    ar: `${arabicRange(crossing)} «{line}»`,
    en: `${englishRange} are crossing “{line}”`,
  },
  'alert.title.disk-low': {
    ar: 'القرص يمتلئ: سيتوقف تسجيل الكاميرات',
    en: 'The disk is filling: recording of the cameras will stop',
  },
  'alert.title.disk-stopped': {
    ar: 'القرص ممتلئ: توقف تسجيل الكاميرات',
    en: 'The disk is full: recording of the cameras has stopped',
  },
  'alert.reason.disk': {
    ar: 'بقي {free, number} غيغابايت، ويُحفظ منها {reserve, number} للسجل',
    en: '{free, number} GB are left; {reserve, number} of them are kept for the journal',
  },
  'alert.reason.disk-kept': {
    ar: 'كل ما بقي من التسجيل محفوظ لإنذار أو بأمر، فلا يُحذف',
    en: 'All footage that is left is kept for an alert or by order, so none of it is deleted',
  },
  'alert.reason.disk-journal': {
    ar: 'السجل والإنذارات تعمل، والصور الحيّة تُعرض',
    en: 'Journal and alerts go on, and live pictures are shown',
  },
  'alert.unknown.footage': { ar: 'ما يجري الآن لن يُرى لاحقاً', en: 'What happens now cannot be looked at later' },
  'alert.unknown.disk-when': { ar: 'متى يمتلئ القرص', en: 'When the disk will be full' },
  'alert.title.camera-down': {
    ar: 'الكاميرا {code} لا ترى: لا صور من {name}',
    en: 'Camera {code} cannot see: no pictures from {name}',
  },
  'alert.title.camera-health': {
    ar: 'الكاميرا {code}، {name}: {health, select, blind {لا ترى} frozen {صورة مجمّدة} down {لا صور} degraded {ترى رؤية ضعيفة} other {لا نعلم حالها}}',
    en: 'Camera {code}, {name}: {health, select, blind {cannot see} frozen {frozen picture} down {no pictures} degraded {sees poorly} other {state not known}}',
  },
  'alert.title.camera-tamper': {
    ar: 'اشتباه بعبث: الكاميرا {code}، {name}، لا ترى',
    en: 'Tampering suspected: camera {code}, {name}, cannot see',
  },
  'alert.title.system-journal': {
    ar: 'السجل لا يُكتب: ما يقع الآن غير محفوظ',
    en: 'The journal cannot be written: what happens now is not saved',
  },

  'alert.reason.seen': {
    ar: 'رأت {code} جسماً يتحرك مدة {seconds, number, ::.#} ث، في {hits, number} من {frames, number} صورة (الشدة {sigma, number, ::.#})',
    en: '{code} saw something moving for {seconds, number, ::.#} s, in {hits, number} of {frames, number} pictures (strength {sigma, number, ::.#})',
  },
  'alert.reason.moved': {
    ar: 'انتقل في الصورة {pixels, number, ::.#} بكسل، أي {bodies, number, ::.#} من أطوال جسمه',
    en: 'It moved {pixels, number, ::.#} pixels across the picture: {bodies, number, ::.#} times its own height',
  },
  'alert.reason.size': {
    ar: 'ارتفاعه بين {leastM, number, ::.#} و{mostM, number, ::.#} م: {cls, select, person {بحجم إنسان} vehicle {بحجم عجلة} animal {بحجم حيوان} other {لا يكفي ليدل على نوعه}}',
    en: 'It is {leastM, number, ::.#} to {mostM, number, ::.#} m tall: {cls, select, person {the size of a person} vehicle {the size of a vehicle} animal {the size of an animal} other {not enough to say its kind}}',
  },
  'alert.reason.familiar': {
    ar: `بلا صوت: أُغلق مثله هنا {n, plural, zero {قبل الآن} one {مرة} two {مرتين} few {# مرات} many {# مرة} other {# مرة}} في آخر {days, plural, zero {الأيام} one {يوم} two {يومين} few {# أيام} many {# يوماً} other {# يوم}}، وآخرها: {reason, select, ${closeReasonBranchesAr}}`,
    en: `Without sound: the like was closed here {n, plural, one {# time} other {# times}} in the last {days, plural, one {# day} other {# days}}, last as {reason, select, ${closeReasonBranchesEn}}`,
  },
  'alert.reason.kind': {
    ar: '{cls, select, person {بحجم إنسان} vehicle {بحجم عجلة} animal {بحجم حيوان} other {نوعه غير معروف}}{isTold, select, yes { ({percent, number} ٪)} other {، {pixels, number} بكسل لا تكفي لمعرفة نوعه}}: ارتفاعه {leastM, number, ::.#} إلى {mostM, number, ::.#} م{hasSpeed, select, yes {، وسرعته {speed, number, ::.#} م/ث} other {}}{hasRhythm, select, yes {، وله إيقاع خطو {hz, number, ::.#} في الثانية} other {}}{by, select, height {؛ دلّ عليه ارتفاعه} shape {؛ دلّ عليه شكله} speed {؛ دلّت عليه سرعته} steadiness {؛ دلّ عليه ثبات سرعته} straightness {؛ دلّت عليه استقامة سيره} rhythm {؛ دلّ عليه إيقاع خطوه} contrast {؛ دلّ عليه ثبات حرارته} other {}}',
    en: '{cls, select, person {Person-sized} vehicle {Vehicle-sized} animal {Animal-sized} other {Kind unknown}}{isTold, select, yes { ({percent, number} %)} other { mover, {pixels, number} pixels are too few to tell its kind}}: {leastM, number, ::.#}–{mostM, number, ::.#} m high{hasSpeed, select, yes {, {cls, select, person {walks} other {moves}} {speed, number, ::.#} m/s} other {}}{hasRhythm, select, yes {, steps {hz, number, ::.#} times a second} other {}}{by, select, height {; told most by its height} shape {; told most by its shape} speed {; told most by its speed} steadiness {; told most by its steady speed} straightness {; told most by its straight way} rhythm {; told most by the rhythm of its steps} contrast {; told most by its steady warmth} other {}}',
  },
  'alert.reason.together': {
    ar: 'يسير معه غيره: من {least, number} إلى {most, number} معاً، والأرجح {best, number}',
    en: '{least, number}–{most, number} go together, most likely {best, number}',
  },
  'alert.reason.range': {
    ar: 'يبعد عن الكاميرا بين {near, number, ::.} و{far, number, ::.} م',
    en: 'It is {near, number, ::.} to {far, number, ::.} m from the camera',
  },
  'alert.reason.range-open': {
    ar: 'يبعد عن الكاميرا {near, number, ::.} م أو أكثر',
    en: 'It is {near, number, ::.} m or more from the camera',
  },
  'alert.reason.speed-towards': {
    ar: 'يتجه نحو «{line}» بسرعة {speed, number, ::.#} م/ث',
    en: 'It moves towards “{line}” at {speed, number, ::.#} m/s',
  },
  'alert.reason.time-to-line': {
    ar: `أقرب وصول إلى الخط بعد ${minutesAr('least')}، وأبعده بعد ${minutesAr('most')}`,
    en: `It can reach the line in ${minutesEn('least')} at the earliest, ${minutesEn('most')} at the latest`,
  },
  'alert.reason.time-to-line-open': {
    ar: `أقرب وصول إلى الخط بعد ${minutesAr('least')}، ولا نعلم أبعده`,
    en: `It can reach the line in ${minutesEn('least')} at the earliest; the latest is not known`,
  },
  'alert.reason.entered-zone': { ar: 'دخل منطقة «{zone}»', en: 'It entered zone “{zone}”' },
  'alert.reason.crossed-line': { ar: 'عبر «{line}»', en: 'It crossed “{line}”' },
  'alert.reason.default-rule': {
    ar: 'ليس لهذه الكاميرا قاعدة بعد، فكل متحرك مؤكد أمامها يصدر إنذاراً',
    en: 'This camera has no rule yet, so every confirmed mover in its view raises an alarm',
  },
  'alert.reason.joined': { ar: 'رأته أكثر من كاميرا: {codes}', en: 'More than one camera saw it: {codes}' },
  'alert.reason.no-frames': {
    ar: 'لم تصل صورة منذ {seconds, number, ::.} ث (الحد {limit, number, ::.} ث)',
    en: 'No picture for {seconds, number, ::.} s (limit {limit, number, ::.} s)',
  },
  'alert.reason.fault': {
    ar:
      'السبب المعلوم: {fault, select, source_not_found {لا يوجد المصدر} source_not_readable {لا يُقرأ المصدر} source_empty {المصدر فارغ} ' +
      'source_unknown_format {صيغة غير معروفة} source_damaged {بيانات تالفة} source_unsupported {صيغة غير مدعومة} source_changed {تغيّر حجم الصورة أو عمقها} ' +
      'source_refused {رُفض الاتصال} source_login {رُفض اسم الدخول أو كلمة المرور} source_silent {المصدر صامت} source_ended {انتهى البث} ' +
      'worker_died {توقف برنامج الكاميرا، ويُعاد تشغيله} database_down {قاعدة البيانات لا تجيب} disk_full {القرص ممتلئ} other {لا نعلم}}',
    en:
      'Known cause: {fault, select, source_not_found {source not found} source_not_readable {source cannot be read} source_empty {source is empty} ' +
      'source_unknown_format {unknown format} source_damaged {damaged data} source_unsupported {format not supported} source_changed {picture size or depth changed} ' +
      'source_refused {connection refused} source_login {name or password refused} source_silent {source is silent} source_ended {the stream ended} ' +
      'worker_died {the camera program stopped and is being restarted} database_down {the database does not answer} disk_full {the disk is full} other {not known}}',
  },
  'alert.reason.picture': {
    ar: `{reason, select, ${sceneReasonsAr}} منذ {seconds, number, ::.} ث`,
    en: `{reason, select, ${sceneReasonsEn}} for {seconds, number, ::.} s`,
  },
  'alert.reason.detect-range': {
    ar: 'تكشف الإنسان إلى {nowKm, number, ::.#} كم بدل {usualKm, number, ::.#}',
    en: 'Finds a person to {nowKm, number, ::.#} km instead of {usualKm, number, ::.#}',
  },
  'alert.reason.tamper-together': {
    ar: '{n, plural, zero {كاميرات المخفر} one {كاميرا واحدة} two {كاميرتان من المخفر نفسه} few {# كاميرات من المخفر نفسه} many {# كاميرا من المخفر نفسه} other {# كاميرا من المخفر نفسه}} ({codes}) في أقل من {limitMin, number, ::.} دقائق',
    en: '{n, plural, one {# camera} other {# cameras}} of one post ({codes}) within {limitMin, number, ::.} minutes',
  },
  'alert.reason.tamper-track': {
    ar: `رأت {code} حركة هناك قبل ذلك: ${minutesAr('minutes')} (الحد {limitMin, number, ::.})`,
    en: `{code} saw movement there before: ${minutesEn('minutes')} earlier (limit {limitMin, number, ::.})`,
  },
  'alert.reason.tamper-turned': {
    ar: 'أُديرت الكاميرا ولم يأمر بذلك أحد منا',
    en: 'The camera was turned, and none of us asked for it',
  },
  'alert.reason.tamper-turned-by': {
    ar: 'أُديرت الكاميرا ولم يأمر بذلك أحد منا: تحرك المشهد {pixels, number, ::.} بكسل',
    en: 'The camera was turned, and none of us asked for it: the scene moved by {pixels, number, ::.} pixels',
  },
  'alert.reason.tamper-link': {
    ar: 'انقطعت الصلة والكهرباء سليمة: أخبر بذلك {code} {when, select, before {قبل آخر صورة} other {بعد آخر صورة}} بمقدار {seconds, number, ::.} ث',
    en: 'The link is gone while the power is good: {code} said so {seconds, number, ::.} s {when, select, before {before} other {after}} the last picture',
  },
  'alert.reason.power-lost': {
    ar: 'انقطعت الكهرباء عن الكاميرا: أخبر بذلك {code} {when, select, before {قبل آخر صورة} other {بعد آخر صورة}} بمقدار {seconds, number, ::.} ث',
    en: 'Its power is lost: {code} said so {seconds, number, ::.} s {when, select, before {before} other {after}} the last picture',
  },
  'alert.reason.not-watched': { ar: 'أماكن لا تُراقَب الآن: {places}', en: 'Not watched now: {places}' },

  'alert.unknown.who': { ar: 'من هو، ولماذا هو هناك', en: 'Who it is, and why it is there' },
  'alert.unknown.carry': {
    ar: 'ما يُحمل: طول الجسم في الصورة {pixels, number, ::.} بكسل',
    en: 'What is carried: the body is {pixels, number, ::.} pixels tall here',
  },
  'alert.unknown.place': { ar: 'مكانه: لم تُضبط الكاميرا على الخريطة', en: 'Where it is: the camera is not set up on the map' },
  'alert.unknown.distance': { ar: 'المسافة: نعرف الاتجاه وحده', en: 'The distance: only the bearing is known' },
  'alert.unknown.one-camera': { ar: 'كاميرا واحدة فقط، ولا زاوية ثانية', en: 'One camera only; no second angle' },
  'alert.unknown.kind': {
    ar: 'نوعه: لا تكفي الصورة لتمييز إنسان من حيوان أو عجلة',
    en: 'What it is: the picture is not enough to tell person, animal or vehicle',
  },
  'alert.unknown.cause': { ar: 'لماذا توقفت الصور', en: 'Why the pictures stopped' },
  'alert.unknown.beyond': { ar: 'ما يمرّ أبعد من ذلك', en: 'What passes beyond that' },
  'alert.unknown.how-long': { ar: 'إلى متى يبقى كذلك', en: 'How long it will stay so' },
  'alert.unknown.meanwhile': { ar: 'ما مرّ هناك منذ توقفت الصور', en: 'What has passed there since the pictures stopped' },

  // Words on the card: kind × priority (interface.md 5).
  'alert.word.detection.P1': { ar: 'إنذار فوري', en: 'Alarm · immediate' },
  'alert.word.detection.P2': { ar: 'إنذار عاجل', en: 'Alarm · urgent' },
  'alert.word.detection.P3': { ar: 'إنذار اعتيادي', en: 'Alarm · routine' },
  'alert.word.camera.P1': { ar: 'إنذار فوري', en: 'Alarm · immediate' },
  'alert.word.camera.P2': { ar: 'لا ترى · عاجل', en: 'Cannot see · urgent' },
  'alert.word.camera.P3': { ar: 'رؤية ضعيفة · اعتيادي', en: 'Sees poorly · routine' },
  'alert.word.system.P1': { ar: 'غير محفوظ · فوري', en: 'Not saved · immediate' },
  'alert.word.system.P2': { ar: 'تحذير عاجل', en: 'Warning · urgent' },
  'alert.word.system.P3': { ar: 'تحذير اعتيادي', en: 'Warning · routine' },
  'alert.priority.P1': { ar: 'فوري', en: 'immediate' },
  'alert.priority.P2': { ar: 'عاجل', en: 'urgent' },
  'alert.priority.P3': { ar: 'اعتيادي', en: 'routine' },

  'alert.list': { ar: 'الإنذارات', en: 'Alerts' },
  'alert.queue': { ar: 'بقية الإنذارات', en: 'The other alerts' },
  'alert.queue.more': {
    ar: '{n, plural, zero {لا إنذار آخر} one {إنذار آخر في القائمة} two {إنذاران آخران في القائمة} few {# إنذارات أخرى في القائمة} many {# إنذاراً آخر في القائمة} other {# إنذار آخر في القائمة}}',
    en: '{n, plural, =0 {No other alert} one {# more alert in the list} other {# more alerts in the list}}',
  },
  'alert.cameras-now': { ar: 'حال كل كاميرا الآن', en: 'Each camera now' },
  'alert.why': { ar: 'لماذا هذا الإنذار', en: 'Why this alert' },
  'alert.unknowns': { ar: 'ما لا نعرفه', en: 'What we do not know' },
  'alert.take': { ar: 'استلمتُ', en: 'I have it' },
  'alert.take.retry': { ar: 'استلمتُ، أعد المحاولة', en: 'I have it, try again' },
  'alert.withdraw': { ar: 'اسحب استلامي', en: 'Withdraw my acknowledgement' },
  'alert.close': { ar: 'أغلق مع السبب…', en: 'Close, with reason…' },
  'alert.rule-out': { ar: 'استبعد مع السبب…', en: 'Rule out, with reason…' },
  'alert.reopen': { ar: 'أعد فتحه', en: 'Reopen' },
  'alert.stopped-by-link': { ar: 'موقوف: لا صلة بالخادم', en: 'stopped: no link to the server' },
  'alert.busy': { ar: 'يُرسل…', en: 'sending…' },
  'alert.untaken': { ar: 'لم يستلمه أحد', en: 'nobody has taken it' },
  'alert.taken-by': { ar: 'المستلِم: {name}', en: 'taken by {name}' },
  'alert.taken-by-at': { ar: 'المستلِم: {name}، {time}', en: 'taken by {name}, {time}' },
  'alert.taken-after': {
    ar: 'المستلِم: {name}، {time}، بعد {after} من صدوره',
    en: 'Taken by {name} at {time}, {after} after it was raised',
  },
  'alert.cleared': { ar: 'زال سببه، ويبقى حتى يغلقه شخص', en: 'its cause is gone; it stays until a person closes it' },
  'alert.not-saved': {
    ar: 'غير محفوظ: السجل لا يُكتب منذ {time}. اكتب الوقت على الورق',
    en: 'Not saved: the journal cannot be written since {time}. Note the time on paper',
  },
  'alert.not-saved.short': { ar: 'غير محفوظ', en: 'not saved' },
  'alert.occurrences.short': {
    ar: '{n, plural, zero {} one {مرة} two {مرتان} few {# مرات} many {# مرة} other {# مرة}}',
    en: '{n, plural, one {once} other {# times}}',
  },
  'alert.occurrences': {
    ar: '{n, plural, zero {لم يتكرر} one {مرة واحدة} two {مرتان} few {# مرات} many {# مرة} other {# مرة}}، آخرها {time}',
    en: '{n, plural, =0 {not repeated} one {once} other {# times}}, last at {time}',
  },
  'alert.due': { ar: 'يُستلم خلال {span}. بقي {left}', en: 'To be taken within {span}. {left} left' },
  'alert.overdue': { ar: 'تأخر استلامه: المهلة {span} ومضى {past}', en: 'Not taken in time: limit {span}, {past} have passed' },
  'alert.place-error': { ar: 'بدقة ±{error, number, ::.} م', en: '±{error, number, ::.} m' },
  'alert.bearing': { ar: 'الاتجاه {bearing} من {code}', en: 'bearing {bearing} from {code}' },
  'alert.range': {
    ar: 'على بعد {near, number, ::.} إلى {far, number, ::.} م',
    en: '{near, number, ::.} to {far, number, ::.} m away',
  },
  'alert.range-open': { ar: 'على بعد {near, number, ::.} م أو أكثر', en: '{near, number, ::.} m away or more' },
  'alert.to-line': {
    ar: '{near, number, ::.}–{far, number, ::.} م عن الخط',
    en: '{near, number, ::.}–{far, number, ::.} m from the line',
  },
  'alert.to-line-open': { ar: '{near, number, ::.} م أو أكثر عن الخط', en: '{near, number, ::.} m or more from the line' },
  'alert.no-place': {
    ar: 'الموضع على الأرض غير معروف: الكاميرا لم تُضبط على الخريطة',
    en: 'Place on the ground not known: the camera is not set up on the map',
  },
  'alert.still': {
    ar: 'صورة الإنذار {number} من {code}، والقوس حول الجسم المتحرك',
    en: 'Picture of alert {number} from {code}; the brackets stand around the mover',
  },
  'alert.still.none': { ar: 'لا صورة مع هذا الإنذار', en: 'No picture with this alert' },
  'alert.still.failed': { ar: 'لم تُقرأ الصورة', en: 'The picture could not be read' },
  'alert.took': { ar: 'استلمتَ {number}', en: 'You took {number}' },
  'alert.withdrew': { ar: 'سُحب الاستلام: {number} ينتظر من جديد', en: 'Withdrawn: {number} waits again' },
  'alert.closed': { ar: 'أُغلق {number}', en: '{number} is closed' },
  'alert.raised.spoken': { ar: '{word}: {title}', en: '{word}: {title}' },

  'alert.dialog.close': { ar: 'لماذا يُغلق {number}؟', en: 'Why is {number} closed?' },
  'alert.dialog.rule-out': { ar: 'لماذا يُستبعد {number}؟', en: 'Why is {number} ruled out?' },
  'alert.dialog.cause': { ar: 'ما كان سبب {number}؟', en: 'What was the cause of {number}?' },
  'alert.dialog.lawful-hint': {
    ar: 'راعٍ أو مزارع؟ ليس هذا خطأ كشف: أغلقه بسبب «وجود مشروع».',
    en: 'A shepherd or a farmer? That is not a false detection: close it as “lawful presence”.',
  },
  'alert.dialog.group.real': { ar: 'كان حقيقياً', en: 'It was real' },
  'alert.dialog.group.undetermined': { ar: 'لم يُعرف', en: 'Not determined' },
  'alert.dialog.group.nuisance': { ar: 'لم يكن إنذاراً', en: 'It was not an alarm' },
  'alert.dialog.group.cause': { ar: 'السبب', en: 'Cause' },
  'alert.dialog.reasons': { ar: 'السبب', en: 'Reason' },
  'alert.dialog.note': { ar: 'اكتب ما تعرفه.', en: 'Write what you know.' },
  'alert.dialog.note-optional': { ar: 'ملاحظة، إن شئت.', en: 'Note, if you wish.' },
  'alert.dialog.note-help': { ar: 'لا تكتب أسماء الناس.', en: 'Do not write names of people.' },
  'alert.dialog.note-needed': { ar: 'هذا السبب يحتاج إلى جملة منك.', en: 'This reason needs a sentence from you.' },
  'alert.dialog.reason-needed': { ar: 'اختر سبباً أولاً.', en: 'Choose a reason first.' },
  'alert.dialog.questions': { ar: 'عادوا. أجب عن ثلاثة أسئلة:', en: 'They turned back. Answer three questions:' },
  'alert.dialog.questions-needed': {
    ar: 'أجب عن الأسئلة الثلاثة. «لا نعلم» جواب.',
    en: 'Answer the three questions. “Not known” is an answer.',
  },
  'alert.dialog.protection': { ar: 'هل طلب أحد الحماية؟', en: 'Did anyone ask for protection?' },
  'alert.dialog.child': { ar: 'هل كان بينهم طفل؟', en: 'Was there a child?' },
  'alert.dialog.medical': { ar: 'هل كانت بأحد حاجة طبية؟', en: 'Did anyone need medical help?' },
  'alert.answer.yes': { ar: 'نعم', en: 'Yes' },
  'alert.answer.no': { ar: 'لا', en: 'No' },
  'alert.answer.not_known': { ar: 'لا نعلم', en: 'Not known' },
  'alert.dialog.do-close': { ar: 'أغلق', en: 'Close it' },
  'alert.dialog.do-rule-out': { ar: 'استبعد', en: 'Rule it out' },
  'alert.dialog.back': { ar: 'ارجع', en: 'Back' },
  'alert.dialog.kept': { ar: 'ما كتبته باقٍ هنا.', en: 'What you wrote is kept here.' },

  'alert.reason.real.crossing': reason('عبور', 'Crossing'),
  'alert.reason.real.crossing.help': reason('عبروا الخط', 'They crossed the line'),
  'alert.reason.real.attempt_turned_back': reason('محاولة ثم عودة', 'Attempt, turned back'),
  'alert.reason.real.attempt_turned_back.help': reason('اقتربوا ثم استداروا', 'They came near and turned around'),
  'alert.reason.real.lawful_presence': reason('وجود مشروع', 'Lawful presence'),
  'alert.reason.real.lawful_presence.help': reason(
    'راعٍ أو مزارع أو مسافر؛ الكشف صحيح',
    'Shepherd, farmer or traveller; a right detection',
  ),
  'alert.reason.real.other': reason('حقيقي، سبب آخر', 'Real, other'),
  'alert.reason.real.other.help': reason('اكتبه', 'Write it'),
  'alert.reason.nuisance.animal': reason('حيوان', 'Animal'),
  'alert.reason.nuisance.animal.help': reason('بلا إنسان معه', 'With no person near it'),
  'alert.reason.nuisance.vegetation': reason('نبات يتحرك', 'Moving plants'),
  'alert.reason.nuisance.vegetation.help': reason('شجيرة أو عشب في الريح', 'A bush or grass in the wind'),
  'alert.reason.nuisance.weather': reason('طقس', 'Weather'),
  'alert.reason.nuisance.weather.help': reason('مطر أو غبار أو سحاب', 'Rain, dust or clouds'),
  'alert.reason.nuisance.own_people': reason('قواتنا', 'Our own people'),
  'alert.reason.nuisance.own_people.help': reason('تأكدتَ منهم باللاسلكي', 'You checked with them by radio'),
  'alert.reason.nuisance.camera': reason('خلل في الكاميرا', 'Camera fault'),
  'alert.reason.nuisance.camera.help': reason('اهتزاز أو ضجيج أو عدسة متسخة', 'Shaking, noise or a dirty lens'),
  'alert.reason.nuisance.other': reason('سبب آخر', 'Other'),
  'alert.reason.nuisance.other.help': reason('اكتبه', 'Write it'),
  'alert.reason.undetermined': reason('لم نعرف', 'Undetermined'),
  'alert.reason.undetermined.help': reason(
    'اكتب ما رأيت؛ يُراجع عند تسليم المناوبة',
    'Write what you saw; it is reviewed at hand-over',
  ),
  'alert.cause.power': reason('كهرباء', 'Power'),
  'alert.cause.power.help': reason('انقطع التيار عن الكاميرا', 'The camera lost its power'),
  'alert.cause.link': reason('صلة', 'Link'),
  'alert.cause.link.help': reason('الشبكة أو الجهاز اللاسلكي', 'The network or its radio'),
  'alert.cause.cable_cut': reason('كابل مقطوع', 'Cut cable'),
  'alert.cause.cable_cut.help': reason('رآه أحد مقطوعاً', 'Somebody saw it cut'),
  'alert.cause.covered': reason('عدسة مغطاة', 'Covered lens'),
  'alert.cause.covered.help': reason('شيء أمام العدسة', 'Something before the lens'),
  'alert.cause.weather': reason('طقس', 'Weather'),
  'alert.cause.weather.help': reason('غبار أو ضباب', 'Dust or fog'),
  'alert.cause.fault': reason('عطل', 'Fault'),
  'alert.cause.fault.help': reason('عطل في الجهاز أو البرنامج', 'A fault of the device or program'),
  'alert.cause.turned': reason('أُديرت', 'Turned away'),
  'alert.cause.turned.help': reason('تنظر إلى غير أرضها', 'It looks at other ground'),
  'alert.cause.other': reason('سبب آخر', 'Other'),
  'alert.cause.other.help': reason('اكتبه', 'Write it'),

  'log.alert.raised': {
    ar: 'صدر الإنذار {number}{title, select, none {} other {: {title}}}',
    en: 'Alert {number} raised{title, select, none {} other {: {title}}}',
  },
  'log.alert.shown': {
    ar: 'ظهر {number, select, none {إنذار} other {الإنذار {number}}} على شاشة مضاءة',
    en: '{number, select, none {An alert} other {Alert {number}}} was drawn on a lit screen',
  },
  'log.alert.repeated': {
    ar: 'تكرر {number, select, none {إنذار} other {الإنذار {number}}}',
    en: '{number, select, none {An alert} other {Alert {number}}} repeated',
  },
  'log.alert.acknowledged': { ar: 'استُلم الإنذار {number}. المستلِم: {by}', en: '{by} took alert {number}' },
  'log.alert.acknowledgement-withdrawn': {
    ar: 'سُحب استلام {number, select, none {إنذار} other {الإنذار {number}}}، وهو ينتظر من جديد{by, select, none {} other {. الساحب: {by}}}',
    en: '{by, select, none {The acknowledgement was withdrawn} other {{by} withdrew}}{number, select, none {} other { alert {number}}}; it waits again',
  },
  'log.alert.closed': {
    ar: `أُغلق الإنذار {number}: {reason, select, ${closeReasonBranchesAr}}. المغلِق: {by}`,
    en: `{by} closed alert {number}: {reason, select, ${closeReasonBranchesEn}}`,
  },
  'log.alert.reopened': {
    ar: 'أُعيد فتح {number, select, none {إنذار} other {الإنذار {number}}}{by, select, none {} other {. الفاتح: {by}}}',
    en: '{number, select, none {An alert} other {Alert {number}}} was reopened{by, select, none {} other { by {by}}}',
  },
  'log.alert.cleared': {
    ar: 'زال سبب {number, select, none {إنذار} other {الإنذار {number}}}، ويبقى حتى يغلقه شخص',
    en: 'The cause of {number, select, none {an alert} other {alert {number}}} is gone; it stays until a person closes it',
  },

  'problem.alert.stale': {
    ar: 'سبقك غيرك{by, select, none {} other { ({by})}}. ما تراه الآن هو الحال الأخير.',
    en: 'Somebody was faster{by, select, none {} other { ({by})}}. What you see now is the newest state.',
  },
  'problem.alert.not-found': { ar: 'لا يوجد هذا الإنذار.', en: 'There is no such alert.' },
  'problem.alert.already-acknowledged': {
    ar: 'استُلم هذا الإنذار من قبل{by, select, none {} other { ({by})}}.',
    en: 'This alert is already taken{by, select, none {} other { ({by})}}.',
  },
  'problem.alert.not-acknowledged': { ar: 'لم يستلم أحد هذا الإنذار بعد.', en: 'Nobody has taken this alert yet.' },
  'problem.alert.withdraw-too-late': {
    ar: 'مضت الثواني العشر. أغلق الإنذار مع السبب، أو أعد فتحه.',
    en: 'The ten seconds have passed. Close the alert with a reason instead.',
  },
  'problem.alert.withdraw-other-person': { ar: 'لا يسحب الاستلام إلا صاحبه.', en: 'Only the person who took it can withdraw.' },
  'problem.alert.already-closed': {
    ar: 'أُغلق هذا الإنذار من قبل{by, select, none {} other { ({by})}}.',
    en: 'This alert is already closed{by, select, none {} other { ({by})}}.',
  },
  'problem.alert.not-closed': { ar: 'هذا الإنذار مفتوح، فلا يُعاد فتحه.', en: 'This alert is open; it cannot be reopened.' },
  'problem.alert.note-needed': { ar: 'هذا السبب يحتاج إلى جملة منك.', en: 'This reason needs a sentence from you.' },
  'problem.alert.answers-needed': {
    ar: 'أجب عن الأسئلة الثلاثة. «لا نعلم» جواب.',
    en: 'Answer the three questions. “Not known” is an answer.',
  },
  'problem.alert.reason-unfit': {
    ar: 'هذا السبب لا يناسب هذا النوع من الإنذار.',
    en: 'This reason does not fit this kind of alert.',
  },
} as const satisfies Sentences
