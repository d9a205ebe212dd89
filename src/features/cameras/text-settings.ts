/** Sentences of a camera's settings: finding it, its login, masks, presets; refusals and lines of the log. */
import type { Sentences } from '../../platform/text.ts'

export const settingsTexts = {
  'log.camera.walk-tested': {
    ar: '{n, plural, zero {مشية فحص أمام {code}: لم تُكشف} one {مشية فحص أمام {code}: كُشفت مرة} two {مشية فحص أمام {code}: كُشفت مرتين} few {مشية فحص أمام {code}: كُشفت # مرات} many {مشية فحص أمام {code}: كُشفت # مرة} other {مشية فحص أمام {code}: كُشفت # مرة}}',
    en: '{n, plural, =0 {Walk test before {code}: not found} one {Walk test before {code}: found once} other {Walk test before {code}: found # times}}',
  },
  'camera.walk': { ar: 'مشية فحص…', en: 'Walk test…' },
  'camera.walk.title': { ar: 'مشية فحص أمام {code}', en: 'Walk test before {code}' },
  'camera.walk.about': {
    ar: 'يمشي واحد منا أمام الكاميرا. ما يُكشف يُعدّ ولا يُسمع له صوت، ثم تُكتب النتيجة: كم مرة كُشف، وإلى أي مدى. الإنذار الفوري يُسمع دائماً.',
    en: 'One of our own walks before the camera. What is found is counted and not sounded; then the result is written: how often, and how far. An immediate alert always sounds.',
  },
  'camera.walk.name': { ar: 'من يمشي (رمز النداء)', en: 'Who walks (call sign)' },
  'camera.walk.do': { ar: 'ابدأ المشية', en: 'Start the walk' },
  'camera.walk.end': { ar: 'انتهت المشية', en: 'The walk is over' },
  'camera.walk.runs': { ar: 'مشية فحص جارية حتى {time}', en: 'A walk test goes on until {time}' },
  'camera.walk.needed': { ar: 'اكتب من يمشي، واختر المدة.', en: 'Write who walks, and choose how long.' },
  'camera.walk.last': {
    ar: '{n, plural, zero {آخر مشية فحص {time}: لم تُكشف} one {آخر مشية فحص {time}: كُشفت مرة} two {آخر مشية فحص {time}: كُشفت مرتين} few {آخر مشية فحص {time}: كُشفت # مرات} many {آخر مشية فحص {time}: كُشفت # مرة} other {آخر مشية فحص {time}: كُشفت # مرة}}',
    en: '{n, plural, =0 {Last walk test {time}: not found} one {Last walk test {time}: found once} other {Last walk test {time}: found # times}}',
  },
  'camera.walk.farthest': { ar: 'أبعدها {metres} م', en: 'farthest at {metres} m' },
  'camera.service': { ar: 'أخرجها من الخدمة…', en: 'Put out of service…' },
  'camera.service.end': { ar: 'أعدها إلى الخدمة', en: 'Put back into service' },
  'camera.service.is': {
    ar: 'خارج الخدمة حتى {time}: {cause}، أمر العمل {order}. الآمر بها: {name}',
    en: 'Out of service until {time}: {cause}, works order {order}, by {name}',
  },
  'camera.service.title': { ar: 'أخرج {code} من الخدمة', en: 'Put {code} out of service' },
  'camera.service.about': {
    ar: 'حتى نهاية المدة لا تُقيَّم رؤيتها ولا يُرفع لها إنذار، وأرضها غير مراقَبة على الخريطة. بعدها تُقيَّم من جديد.',
    en: 'Until the end nobody judges what it sees and no alert is raised of it; its ground is not watched on the map. Then it is judged anew.',
  },
  'camera.service.why': { ar: 'السبب', en: 'Why' },
  'camera.service.order': { ar: 'رقم أمر العمل', en: 'Number of the works order' },
  'camera.service.for': { ar: 'المدة', en: 'For how long' },
  'camera.service.do': { ar: 'أخرجها من الخدمة', en: 'Put it out of service' },
  'camera.service.needed': { ar: 'اختر السبب والمدة.', en: 'Choose why and for how long.' },
  'camera.service.order-needed': { ar: 'اكتب رقم أمر العمل.', en: 'Write the number of the works order.' },
  'camera.service.days': {
    ar: '{n, plural, zero {اليوم} one {يوم} two {يومان} few {# أيام} many {# يوماً} other {# يوم}}',
    en: '{n, plural, one {# day} other {# days}}',
  },
  'camera.service.cause.maintenance': { ar: 'صيانة', en: 'maintenance' },
  'camera.service.cause.repair': { ar: 'إصلاح', en: 'repair' },
  'camera.service.cause.power': { ar: 'أعمال كهرباء', en: 'work on the power' },
  'camera.service.cause.moving': { ar: 'نقل', en: 'moving it' },
  'camera.service.cause.other': { ar: 'غير ذلك', en: 'other' },
  'log.camera.service-began': {
    ar: 'أُخرجت {code} من الخدمة بأمر العمل {order}. الآمر بها: {by}',
    en: '{by} put {code} out of service, works order {order}',
  },
  'log.camera.service-ended': {
    ar: '{because, select, person {أعيدت {code} إلى الخدمة. المعيد: {by}} other {انتهت مدة عمل {code}، وتُقيَّم رؤيتها من جديد}}',
    en: '{because, select, person {{by} put {code} back into service} other {The works on {code} ended by time; what it sees is judged anew}}',
  },
  'problem.camera.service-until': { ar: 'اختر وقتاً قادماً خلال {days} يوماً.', en: 'Choose a time to come, within {days} days.' },
  'problem.camera.not-in-service': {
    ar: 'هذه الكاميرا ليست خارج الخدمة بأمر عمل.',
    en: 'This camera is not out of service by a works order.',
  },
  'log.camera.preset-asked': {
    ar: 'أُرسلت {code} إلى الوضع «{preset}» (المرسِل: {by})',
    en: '{code} sent to preset “{preset}” by {by}',
  },
  'log.camera.preset-reached': { ar: 'وصلت {code} إلى الوضع «{preset}»', en: '{code} stands in preset “{preset}”' },
  'log.camera.preset-failed': {
    ar: 'لم تصل {code} إلى الوضع «{preset}»',
    en: '{code} did not reach preset “{preset}”',
  },

  'problem.camera.mask-covers-all': {
    ar: 'الأقنعة تغطي {percent, number}% من الصورة. اترك عُشرها مكشوفاً على الأقل، وإلا لم تحرس الكاميرا شيئاً.',
    en: 'The masks cover {percent, number}% of the picture. Leave at least a tenth open, or the camera watches nothing.',
  },
  'problem.camera.mask-degenerate': {
    ar: 'القناع «{name}» أصغر من أن يغطي شيئاً. ارسمه أكبر أو احذفه.',
    en: 'The mask “{nameEn}” is too small to cover anything. Draw it larger or take it away.',
  },
  'problem.camera.mask-crosses': {
    ar: 'حدّ القناع «{name}» يقطع نفسه. أعد رسمه.',
    en: 'The edge of the mask “{nameEn}” crosses itself. Draw it again.',
  },
  'problem.camera.mask-twice': { ar: 'القناع «{name}» مذكور مرتين.', en: 'The mask “{nameEn}” is there twice.' },
  'problem.camera.address-taken': {
    ar: 'هذا عنوان الكاميرا {code}، {name}. أضفه ثانية إن أردت كاميرتين على بث واحد.',
    en: 'This is the address of camera {code}, {nameEn}. Add it again if you want two cameras on one stream.',
  },
  'problem.camera.record-not-stream': {
    ar: 'البث الذي يُسجَّل يكون عنوان \u2068rtsp://\u2069.',
    en: 'The stream that is recorded must be an rtsp:// address.',
  },
  'problem.camera.record-login': {
    ar: 'للبثين اسم دخول واحد. اكتب عنوان التسجيل بلا اسم ولا كلمة مرور.',
    en: 'Both streams have one login. Write the address of the recorded stream without name and password.',
  },
  'problem.camera.preset-twice': { ar: 'وضعان لهما الرمز نفسه.', en: 'Two presets have the same token.' },
  'problem.camera.preset-unknown': { ar: 'لا تعرف الكاميرا هذا الوضع.', en: 'The camera does not know this preset.' },
  'problem.camera.between-presets': {
    ar: 'الكاميرا ليست في أي من أوضاعها الآن. أرسلها إلى وضع، ثم اضبط مكانها وأقنعتها فيه.',
    en: 'The camera stands in none of its presets. Send it to one, then set its place and masks there.',
  },
  'problem.camera.cannot-turn': { ar: 'لا تُدار هذه الكاميرا من هنا.', en: 'This camera cannot be turned from here.' },
  'problem.camera.moving': {
    ar: 'الكاميرا في طريقها إلى وضع. انتظر حتى تصل.',
    en: 'The camera is on its way to a preset. Wait until it has arrived.',
  },

  'problem.onvif.address': {
    ar: 'هذا ليس عنوان جهاز. اكتب مثلاً 192.0.2.21.',
    en: 'This is no address of a device. Write for example 192.0.2.21.',
  },
  'problem.onvif.not-reached': { ar: 'لا يُوصل إلى الجهاز في هذا العنوان.', en: 'No device is reached at this address.' },
  'problem.onvif.silent': { ar: 'لم يجب الجهاز في الوقت المحدد.', en: 'The device did not answer in time.' },
  'problem.onvif.login': {
    ar: 'رفضت الكاميرا اسم الدخول أو كلمة المرور. بعض الكاميرات لها اسم خاص بخدمة ONVIF.',
    en: 'The camera refused the name or the password. Some cameras have a login of their own for ONVIF.',
  },
  'problem.onvif.login-clock': {
    ar:
      'رفضت الكاميرا الدخول، وساعتها {seconds, plural, zero {مطابقة لساعتنا} one {تختلف ثانية واحدة} two {تختلف ثانيتين} ' +
      'few {تختلف # ثوانٍ} many {تختلف # ثانية} other {تختلف # ثانية}} عن ساعة هذا الجهاز. اضبط ساعة الكاميرا ثم أعد المحاولة: ' +
      'التحقق من كلمة المرور يعتمد على الوقت.',
    en:
      'The camera refused the login, and its clock differs by {seconds, plural, one {# second} other {# seconds}} from ours. ' +
      'Set the clock of the camera and try again: the check of the password holds the time.',
  },
  'problem.onvif.not-onvif': {
    ar: 'يجيب هذا العنوان، لكن ليس بلغة ONVIF. اكتب عنوان \u2068rtsp://\u2069 للكاميرا.',
    en: 'This address answers, but does not speak ONVIF. Write the rtsp:// address of the camera.',
  },
  'problem.onvif.too-large': { ar: 'جواب الجهاز أطول مما يجوز.', en: 'The answer of the device is longer than it may be.' },
  'problem.onvif.fault': {
    ar: 'لم يقبل الجهاز السؤال.',
    en: 'The device did not accept the question.',
  },
  'problem.onvif.no-events': {
    ar: 'لا يخبر هذا الجهاز بالأحداث من نفسه.',
    en: 'This device tells no events of its own accord.',
  },
  'problem.onvif.no-streams': {
    ar: 'لا يعطي الجهاز بثاً يمكن قراءته.',
    en: 'The device gives no stream that can be read.',
  },
  'problem.onvif.busy': {
    ar: 'تُجرَّب كاميرتان أخريان الآن. أعد المحاولة بعد قليل.',
    en: 'Two other cameras are being tried now. Try again in a moment.',
  },

  'problem.pose-fit.too-few': {
    ar: 'النقاط {have, number}، ويلزم {needed, number} على الأقل.',
    en: '{have, number} points are too few; at least {needed, number} are needed.',
  },
  'problem.pose-fit.at-mast': {
    ar: 'النقطة {point, number} عند السارية نفسها، فلا اتجاه لها.',
    en: 'Point {point, number} is at the mast itself and has no direction.',
  },
  'problem.pose-fit.geometry': {
    ar:
      'هذه النقاط لا تكفي لحساب {part, select, azimuth {الاتجاه} pitch {الميل} roll {الدوران} field {مجال الرؤية} height {الارتفاع} other {الوضع}}. ' +
      'اختر نقاطاً متباعدة في الصورة وفي البعد.',
    en:
      'These points do not hold the {part, select, azimuth {direction} pitch {tilt} roll {roll} field {field of view} height {height} other {pose}}. ' +
      'Choose points far apart in the picture and in range.',
  },
  'problem.pose-fit.no-solution': {
    ar: 'لا وضع للكاميرا يوافق هذه النقاط. راجع موقع السارية والنقاط.',
    en: 'No pose of the camera fits these points. Check the place of the mast and the points.',
  },
  'problem.pose-fit.limits': {
    ar: 'ما تعطيه النقاط خارج الحدود الممكنة لكاميرا. راجع النقاط والارتفاع.',
    en: 'What the points give is beyond the limits of a camera. Check the points and the height.',
  },
} as const satisfies Sentences
