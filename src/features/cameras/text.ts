/** Every sentence of cameras: health in words, what a camera's card says, faults of its source. */
import type { Sentences } from '../../platform/text.ts'
import { settingsTexts } from './text-settings.ts'
import { setupTexts } from './text-setup.ts'

const HEALTH_AR =
  'working {ترى} degraded {ترى رؤية ضعيفة} blind {لا ترى} frozen {صورة مجمّدة} down {لا صور منها} ' +
  'out_of_service {خارج الخدمة} other {لا نعلم بعد}'
const HEALTH_EN =
  'working {sees} degraded {sees poorly} blind {cannot see} frozen {shows a frozen picture} down {sends no pictures} ' +
  'out_of_service {is out of service} other {is not known yet}'

export const texts = {
  ...settingsTexts,
  ...setupTexts,
  'camera.list': { ar: 'الكاميرات', en: 'Cameras' },
  'camera.summary': { ar: '{n, number} من {all, number} ترى', en: '{n, number} of {all, number} see' },
  'camera.summary.unknown': { ar: 'كلها: لا نعلم', en: 'all: not known' },
  'camera.none': { ar: 'لا كاميرات بعد', en: 'No cameras yet' },
  'camera.none.help': {
    ar: 'تظهر هنا كل كاميرا تُضاف، مع عمر صورتها.',
    en: 'Every camera that is added appears here, with the age of its picture.',
  },
  'camera.health.working': { ar: 'ترى', en: 'sees' },
  'camera.health.degraded': { ar: 'رؤية ضعيفة', en: 'sees poorly' },
  'camera.health.blind': { ar: 'لا ترى', en: 'cannot see' },
  'camera.health.frozen': { ar: 'صورة مجمّدة', en: 'frozen picture' },
  'camera.health.down': { ar: 'لا صور', en: 'no pictures' },
  'camera.health.out_of_service': { ar: 'خارج الخدمة', en: 'out of service' },
  'camera.health.unknown': { ar: 'لا نعلم بعد', en: 'not known yet' },
  'camera.alarm': { ar: 'إنذار', en: 'alarm' },
  'camera.card': { ar: 'الكاميرا {code}، {name}', en: 'Camera {code}, {name}' },
  'camera.card.close': { ar: 'أغلق الصورة', en: 'Close the picture' },
  'camera.card.open': { ar: 'اعرض صورة {code}، {name}: {health}', en: 'Show the picture of {code}, {name}: {health}' },
  'camera.card.since': { ar: '{health} منذ {time}', en: '{health} since {time}' },
  'camera.card.no-picture': { ar: 'لا صورة من هذه الكاميرا الآن', en: 'No picture from this camera now' },
  'camera.card.waiting': { ar: 'تتصل، ولم تصل صورة بعد', en: 'Connecting; no picture yet' },
  'camera.card.picture': { ar: 'آخر صورة من {code}', en: 'The newest picture from {code}' },
  'camera.card.recording': { ar: 'تسجيل، لا بث حي', en: 'recording, not live' },
  'camera.card.judged': { ar: 'عمر آخر صورة حُكم عليها', en: 'age of the last judged picture' },
  'camera.card.rate': { ar: '{n, number, ::.#} صورة في الثانية', en: '{n, number, ::.#} pictures a second' },
  'camera.power': {
    ar: '{state, select, good {الكهرباء سليمة} other {انقطعت الكهرباء}}',
    en: '{state, select, good {power is good} other {power is lost}}',
  },
  'camera.card.azimuth': { ar: 'تنظر نحو {bearing}', en: 'looks towards {bearing}' },
  'camera.card.unposed': { ar: 'لم تُضبط على الخريطة بعد', en: 'not set up on the map yet' },
  'camera.reason': {
    ar:
      '{code, select, source_not_found {لا يوجد المصدر} source_not_readable {لا يُقرأ المصدر} source_empty {المصدر فارغ} ' +
      'source_unknown_format {صيغة غير معروفة} source_damaged {بيانات تالفة} source_unsupported {صيغة غير مدعومة} ' +
      'source_changed {تغيّر حجم الصورة} source_refused {رُفض الاتصال} source_login {رُفض اسم الدخول أو كلمة المرور} ' +
      'source_silent {المصدر صامت} source_ended {انتهى البث} recording_ended {انتهى التسجيل} planned {بأمر عمل} worker_died {توقف برنامج الكاميرا} ' +
      'slow {الصور أبطأ من المعتاد} no_frames {لا تصل صور} moving {تدور إلى وضع آخر} ' +
      'covered {مغطاة أو أمامها شيء} defocused {صورة غير واضحة} turned {تنظر إلى غير أرضها} saturated {مشبعة بالضوء} ' +
      'obscured {غبار أو ضباب} contrast {تباين ضعيف} picture_still {الصورة لا تتغير} clock_still {وقتها لا يتقدم} ' +
      'damaged {صور كثيرة تالفة} crowded {مطر أو حشرات: ما يظهر أكثر مما يُتابَع} shed {الجهاز بطيء: صور لم تُفحص} clock_off {ساعتها غير صحيحة} clock_jumped {قفزت ساعتها} ' +
      'platform_moving {تتحرك، ولا يوعد بكشف} metadata_damaged {بيانات موضعها تالفة} told_scene_changed {تقول إن مشهدها تغيّر} told_no_signal {تقول: لا إشارة من العدسة} ' +
      'told_dark {تقول: معتمة} told_bright {تقول: ضوء على العدسة} told_blurred {تقول: غير واضحة} told_impaired {تقول: غبار أو ضباب} told_hardware {تقول: عطل في الجهاز} other {السبب غير معروف}}',
    en:
      '{code, select, source_not_found {source not found} source_not_readable {source cannot be read} source_empty {source is empty} ' +
      'source_unknown_format {unknown format} source_damaged {damaged data} source_unsupported {format not supported} ' +
      'source_changed {picture size changed} source_refused {connection refused} source_login {name or password refused} ' +
      'source_silent {source is silent} source_ended {stream ended} recording_ended {recording ended} planned {by a works order} worker_died {camera program stopped} ' +
      'slow {pictures slower than usual} no_frames {no pictures arrive} moving {turning to another preset} ' +
      'covered {covered, or something before it} defocused {out of focus} turned {looks at other ground} saturated {saturated with light} ' +
      'obscured {dust or fog} contrast {little contrast} picture_still {picture does not change} clock_still {its clock does not advance} ' +
      'damaged {many pictures damaged} crowded {rain or insects: more stands out than can be followed} shed {this machine is too slow: pictures were not looked at} clock_off {its clock is wrong} clock_jumped {its clock jumped} ' +
      'platform_moving {it moves; detection is not promised} metadata_damaged {what it says of its position is damaged} told_scene_changed {it says that its scene changed} told_no_signal {it says: no signal from the lens} ' +
      'told_dark {it says: dark} told_bright {it says: light on the lens} told_blurred {it says: blurred} told_impaired {it says: dust or fog} told_hardware {it says: hardware failure} other {reason not known}}',
  },

  'camera.platform.title': { ar: 'أين الكاميرا وإلى أين تنظر', en: 'Where the camera is and looks' },
  'camera.platform.moving': {
    ar: 'كاميرا متحركة: لا يوعد بكشف، ولا إنذار منها حتى تقف خمس ثوانٍ',
    en: 'Moving camera: detection is not promised, and it raises no alert until it has stood for five seconds',
  },
  'camera.platform.still': { ar: 'تقف ثابتة: يعمل الكشف', en: 'It stands still: detection works' },
  'camera.platform.unknown': {
    ar: 'لا نعلم بعد أهي ثابتة: لا يوعد بكشف',
    en: 'Not known yet whether it stands: detection is not promised',
  },
  'camera.platform.none': { ar: 'لا بيانات موضع لهذه اللحظة', en: 'No position was said for this moment' },
  'camera.platform.damaged': {
    ar: 'تالف من {all, number} رسالة موضع: {n, number}، ولم يُستعمل',
    en: '{n, number} of {all, number} position messages damaged and not used',
  },
  'camera.platform.at': { ar: 'الموضع', en: 'Position' },
  'camera.platform.altitude': { ar: 'الارتفاع فوق البحر', en: 'Height above sea' },
  'camera.platform.azimuth': { ar: 'الاتجاه', en: 'Direction' },
  'camera.platform.centre': { ar: 'وسط الصورة', en: 'Middle of the picture' },
  'camera.platform.picture-time': { ar: 'لصورة {time}', en: 'Of the picture of {time}' },
  'camera.platform.map': { ar: 'خريطة: المنصة وأثر الصورة على الأرض', en: 'Map: the platform and the ground in its picture' },

  'camera.detect-range': {
    ar: 'تكشف الإنسان إلى {nowKm, number, ::.#} كم بدل {usualKm, number, ::.#}',
    en: 'finds a person to {nowKm, number, ::.#} km instead of {usualKm, number, ::.#}',
  },

  'log.camera.added': { ar: 'أُضيفت الكاميرا {code}', en: 'Camera {code} added' },
  'log.camera.health-changed': { ar: `{code} {health, select, ${HEALTH_AR}}`, en: `{code} {health, select, ${HEALTH_EN}}` },
  'log.camera.changed': {
    ar: 'تغيّر إعداد {code, select, none {كاميرا} other {الكاميرا {code}}}',
    en: 'Settings of {code, select, none {a camera} other {camera {code}}} changed',
  },
  'log.camera.time-jumped': {
    ar: 'قفز وقت الصور في {code, select, none {كاميرا} other {الكاميرا {code}}}',
    en: 'The clock of {code, select, none {a camera} other {camera {code}}} jumped',
  },
  'log.camera.removed': {
    ar: 'أُزيلت {code, select, none {كاميرا} other {الكاميرا {code}}}',
    en: '{code, select, none {A camera} other {Camera {code}}} was removed',
  },

  'problem.source.not-found': { ar: 'لا يوجد هذا المصدر.', en: 'This source does not exist.' },
  'problem.source.not-readable': { ar: 'لا يُقرأ هذا المصدر.', en: 'This source cannot be read.' },
  'problem.source.empty': { ar: 'المصدر فارغ، ولا صور فيه.', en: 'The source is empty; it holds no pictures.' },
  'problem.source.unknown-format': { ar: 'صيغة المصدر غير معروفة.', en: 'The format of the source is not known.' },
  'problem.source.damaged': { ar: 'بيانات المصدر تالفة.', en: 'The data of the source is damaged.' },
  'problem.source.unsupported': { ar: 'صيغة المصدر غير مدعومة.', en: 'The format of the source is not supported.' },
  'problem.source.changed': {
    ar: 'تغيّر حجم الصورة أو عمقها أثناء البث.',
    en: 'The picture size or depth changed while running.',
  },
  'problem.source.refused': { ar: 'رُفض الاتصال بالكاميرا.', en: 'The camera refused the connection.' },
  'problem.source.login': { ar: 'رفضت الكاميرا اسم الدخول أو كلمة المرور.', en: 'The camera refused the name or the password.' },
  'problem.source.silent': { ar: 'لا تصل صور من المصدر.', en: 'No pictures come from the source.' },
  'problem.source.ended': { ar: 'انتهى بث المصدر.', en: 'The source ended its stream.' },
  'problem.camera.stale': {
    ar: 'تغيّرت الكاميرا بعد أن فتحتها. اقرأها من جديد ثم غيّرها.',
    en: 'The camera was changed after you opened it. Read it again, then change it.',
  },
  'problem.camera.exists': { ar: 'هذه الكاميرا مضافة من قبل.', en: 'This camera has been added already.' },
  'problem.source-spec.empty': {
    ar: 'اكتب عنوان الكاميرا أو مسار التسجيل.',
    en: 'Write the address of the camera or the path of the recording.',
  },
  'problem.source-spec.too-long': {
    ar: 'عنوان الكاميرا أطول مما يجوز.',
    en: 'The address of the camera is longer than it may be.',
  },
  'problem.source-spec.scheme': {
    ar: 'لا نقرأ هذا النوع من العناوين. نقرأ rtsp:// وudp:// ومسارات التسجيلات.',
    en: 'Addresses of this kind are not read. rtsp://, udp:// and paths of recordings are.',
  },
  'problem.source-spec.host': { ar: 'في عنوان الكاميرا خطأ: لا جهاز فيه.', en: 'The address of the camera names no device.' },
  'problem.source-spec.option': {
    ar: 'في عنوان الكاميرا خيار لا نعرفه.',
    en: 'The address of the camera has an option that is not known.',
  },
  'problem.source-spec.value': {
    ar: 'في عنوان الكاميرا خيار بقيمة لا تصح.',
    en: 'The address of the camera has an option with a value that does not fit.',
  },
} as const satisfies Sentences
