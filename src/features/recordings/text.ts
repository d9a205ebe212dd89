/** Every sentence of recordings: gaps and their causes, quota, what a page says when it cannot play. */
import type { Sentences } from '../../platform/text.ts'

export const texts = {
  'picture.connecting': { ar: 'نفتح الصورة…', en: 'Opening the picture…' },
  'picture.no-pictures': { ar: 'لا تصل صور الآن. نحاول من جديد.', en: 'No pictures come now. We keep trying.' },
  'picture.no-camera': { ar: 'لا توجد هذه الكاميرا.', en: 'There is no such camera.' },
  'picture.no-line': { ar: 'انقطع خط الصور. نحاول من جديد.', en: 'The line for pictures is cut. We keep trying.' },
  'picture.reencoded': { ar: 'أعيد ترميزها', en: 're-encoded' },
  'picture.stills': {
    ar: 'لا يعرض هذا المتصفح هذا الترميز: صورة كل ثانية',
    en: 'This browser cannot play this encoding: one picture a second',
  },
  'picture.stills.wanted': { ar: 'صورة كل ثانية', en: 'one picture a second' },
  'picture.live': { ar: 'صورة حية من {code}', en: 'Live picture from {code}' },
  'picture.palette': { ar: 'التلوين: {palette}', en: 'Palette: {palette}' },
  'picture.palette.white': { ar: 'الساخن أبيض', en: 'White-hot' },
  'picture.palette.black': { ar: 'الساخن أسود', en: 'Black-hot' },
  'picture.palette.red': { ar: 'أحمر ليلي', en: 'night red' },
  'picture.gain': { ar: 'التباين {n, number, ::.#}×', en: 'Gain {n, number, ::.#}×' },
  'picture.still-mode': {
    ar: '{isStill, select, true {صورة كل ثانية} other {صور متحركة}}',
    en: '{isStill, select, true {One a second} other {Moving}}',
  },
  'picture.look': { ar: 'شكل الصورة في هذه الشاشة', en: 'How pictures look on this screen' },

  'past.title': { ar: 'التسجيل', en: 'Recording' },
  'past.picture': { ar: 'صورة مسجّلة من {code}', en: 'Recorded picture from {code}' },
  'past.reading': { ar: 'نقرأ ما هو مسجّل…', en: 'Reading what is recorded…' },
  'past.empty': {
    ar: 'لا تسجيل من هذه الكاميرا بعد. ما يُسجَّل يظهر على الخط أسفل الصورة.',
    en: 'Nothing of this camera is recorded yet. What is recorded appears on the line below the picture.',
  },
  'past.line': { ar: 'خط التسجيل: اختر لحظة', en: 'Line of the recording: choose an instant' },
  'past.now': { ar: 'الآن', en: 'now' },
  'past.not-now': { ar: 'تسجيل', en: 'recording' },
  'past.at.gap': { ar: '{time}، {cause}', en: '{time}, {cause}' },
  'past.gap': {
    ar: '{cause, select, stopped {كان البرنامج متوقفاً} killed {انقطع البرنامج فجأة} worker_died {توقف برنامج الكاميرا} disk_full {القرص ممتلئ} disk_reserve {بقي من القرص ما يُحفظ للسجل} write_failed {تعذّرت الكتابة} no_key_picture {لم تصل صورة كاملة يبدأ منها التسجيل} file_lost {الملف مفقود} file_altered {الملف تغيّر بعد كتابته} let_go {حُذف لقِدمه} source {الكاميرا لم ترسل{fault, select, source_silent {: المصدر صامت} source_refused {: رُفض الاتصال} source_login {: رُفض الدخول} source_damaged {: بيانات تالفة} source_ended {: انتهى البث} source_changed {: تغيّر حجم الصورة} recording_ended {: انتهى الملف المسجَّل} other {}}} not_recorded {التسجيل غير مطلوب} other {لا تسجيل هنا}}',
    en: '{cause, select, stopped {the program was stopped} killed {the program broke off} worker_died {the camera program stopped} disk_full {the disk was full} disk_reserve {only the reserve of the disk was left} write_failed {writing failed} no_key_picture {no whole picture came to begin with} file_lost {the file is lost} file_altered {the file was altered} let_go {deleted for its age} source {the camera sent nothing{fault, select, source_silent {: source silent} source_refused {: connection refused} source_login {: login refused} source_damaged {: damaged data} source_ended {: stream ended} source_changed {: picture size changed} recording_ended {: the recorded file is over} other {}}} not_recorded {recording was not asked for} other {nothing is recorded here}}',
  },
  'past.gap.goes-on': { ar: 'ما زال', en: 'goes on' },
  'past.nothing-here': { ar: 'لا صورة في هذا الوقت: {cause}.', en: 'No picture at this time: {cause}.' },
  'past.skipped': { ar: 'تخطينا {from} – {to}: {cause}', en: 'Skipped {from} – {to}: {cause}' },
  'past.no-thumbnail': { ar: 'لا صورة', en: 'no picture' },
  'past.loading': { ar: 'نقرأ التسجيل…', en: 'Reading the recording…' },
  'past.transport': { ar: 'تشغيل التسجيل', en: 'Playing the recording' },
  'past.play': { ar: 'شغّل', en: 'Play' },
  'past.pause': { ar: 'أوقف', en: 'Pause' },
  'past.step.back': { ar: 'الصورة السابقة', en: 'Previous picture' },
  'past.step.on': { ar: 'الصورة التالية', en: 'Next picture' },
  'past.slower': { ar: 'أبطأ', en: 'Slower' },
  'past.faster': { ar: 'أسرع', en: 'Faster' },
  'past.rate': { ar: '{n, number, ::.##}×', en: '{n, number, ::.##}×' },
  'past.alert.previous': { ar: 'الإنذار السابق', en: 'Previous alert' },
  'past.alert.next': { ar: 'الإنذار التالي', en: 'Next alert' },
  'past.alert.no-more': {
    ar: 'لا إنذار آخر في هذا الاتجاه خلال أسبوع.',
    en: 'There is no other alert in this direction within a week.',
  },
  'past.zoom': { ar: 'مدة الخط', en: 'Length of the line' },
  'past.zoom.10m': { ar: '10 د', en: '10 min' },
  'past.zoom.1h': { ar: 'ساعة', en: '1 h' },
  'past.zoom.6h': { ar: '6 س', en: '6 h' },
  'past.zoom.24h': { ar: 'يوم', en: '24 h' },
  'past.zoom.7d': { ar: 'أسبوع', en: '7 d' },
  'past.replay': { ar: 'أعد 20 ث', en: 'Replay 20 s' },
  'past.to-live': { ar: 'إلى الآن', en: 'To now' },
  'past.is-live': { ar: 'هذا هو الآن', en: 'this is now' },
  'past.alerts': { ar: 'إنذاراتها', en: 'Its alerts' },
  'past.alerts.count': {
    ar: '{n, plural, zero {لا شيء} one {إنذار واحد} two {إنذاران} few {# إنذارات} many {# إنذاراً} other {# إنذار}}',
    en: '{n, plural, =0 {none} one {# alert} other {# alerts}}',
  },
  'past.alerts.none': { ar: 'لا إنذار في هذه المدة.', en: 'No alert in this stretch.' },
  'past.alert.kind.detection': { ar: 'جسم يتحرك', en: 'a mover' },
  'past.alert.kind.camera': { ar: 'الكاميرا نفسها', en: 'the camera itself' },
  'past.alert.kind.system': { ar: 'مرصد نفسه', en: 'Marsad itself' },
  'past.gaps': { ar: 'ما لم يُسجَّل', en: 'What is not recorded' },
  'past.gaps.none': { ar: 'لا انقطاع في هذه المدة.', en: 'No gap in this stretch.' },
  'past.holds': { ar: 'محفوظ من الحذف', en: 'Kept from deletion' },
  'past.interval': { ar: 'مدة مختارة', en: 'Chosen interval' },
  'past.interval.begin': { ar: 'تبدأ هنا', en: 'Begins here' },
  'past.interval.end': { ar: 'تنتهي هنا', en: 'Ends here' },
  'past.interval.help': {
    ar: 'اختر البداية والنهاية، أو اسحب على الخط مع Shift.',
    en: 'Choose begin and end, or drag on the line with Shift.',
  },
  'past.interval.none': { ar: 'لا مدة مختارة', en: 'no interval chosen' },
  'past.download': { ar: 'نزّلها mp4', en: 'Download as mp4' },
  'past.download.started': { ar: 'بدأ التنزيل.', en: 'The download has begun.' },
  'past.hold': { ar: 'احفظها من الحذف…', en: 'Keep from deletion…' },
  'past.hold.reason': { ar: 'لماذا تُحفظ؟', en: 'Why is it kept?' },
  'past.hold.reason-needed': { ar: 'اكتب السبب', en: 'write the reason' },
  'past.hold.do': { ar: 'احفظها', en: 'Keep it' },
  'past.hold.done': { ar: 'حُفظت. لن تُحذف لقِدمها.', en: 'Kept. It will not be deleted for its age.' },
  'past.clip.place': { ar: 'موضع المقطع', en: 'Place in the clip' },
  'past.download.clip': { ar: 'نزّل المقطع', en: 'Download the clip' },
  'past.busy': { ar: 'لحظة…', en: 'A moment…' },
  'problem.recording.type': {
    ar: 'لا يعرض هذا المتصفح هذا التسجيل. نزّله وافتحه ببرنامج آخر.',
    en: 'This browser cannot play this recording. Download it and open it with another program.',
  },
  'problem.recording.damaged': {
    ar: 'هذا الجزء من التسجيل تالف فلا يُعرض.',
    en: 'This part of the recording is damaged and cannot be shown.',
  },

  'problem.recording.none': {
    ar: 'لا تسجيل من هذه الكاميرا في هذا الوقت.',
    en: 'Nothing of this camera is recorded at that time.',
  },
  'problem.recording.lost': {
    ar: 'ملف هذا التسجيل مفقود من القرص. المقطع المفقود مدوَّن في السجل.',
    en: 'The file of this recording is gone from the disk. What is missing stands in the log.',
  },
  'problem.recording.altered': {
    ar: 'ملف هذا التسجيل تغيّر منذ كُتب ولا يطابق بصمته في السجل، فلا يُعرض.',
    en: 'The file of this recording was changed after it was written and does not match its hash in the journal. It is not shown.',
  },
  'problem.recording.interval': {
    ar: 'المدة المطلوبة غير صحيحة: يجب أن تنتهي بعد بدايتها وألا تزيد على {hours, number} ساعة.',
    en: 'This interval cannot be given: it must end after it begins and be no longer than {hours, number} hours.',
  },
  'problem.recording.codec-changes': {
    ar: 'تغيّرت صورة الكاميرا عند {at} فلا يجمع ملف واحد ما قبلها وما بعدها. اطلب كل جزء وحده.',
    en: 'The picture of the camera changed at {at}; one file cannot hold both. Ask for each part by itself.',
  },
  'problem.recording.quota-too-small': {
    ar: 'الحد أصغر من مقطع واحد. أقل حد هو {least, number} ميغابايت.',
    en: 'The limit is smaller than one segment. The least is {least, number} MB.',
  },
  'problem.recording.stale': {
    ar: 'غيّر شخص آخر هذا الإعداد قبلك. راجعه ثم احفظ.',
    en: 'Somebody changed this setting before you. Look at it again, then save.',
  },

  'recording.storage': { ar: 'التسجيل على القرص', en: 'Recording on the disk' },
  'recording.storage.unknown': { ar: 'حال التسجيل: لا نعلم الآن', en: 'State of the recording: not known now' },
  'recording.storage.used': {
    ar: 'التسجيل {used, number} غيغابايت، وبقي له {free, number} غيغابايت',
    en: '{used, number} GB recorded, {free, number} GB left for it',
  },
  'recording.storage.reach': {
    ar: 'أقدم تسجيل قبل {hours, plural, zero {أقل من ساعة} one {ساعة} two {ساعتين} few {# ساعات} many {# ساعة} other {# ساعة}}',
    en: 'The oldest footage is {hours, plural, =0 {less than an hour} one {# hour} other {# hours}} old',
  },
  'recording.state.recording': { ar: 'يُسجَّل', en: 'recording' },
  'recording.state.low': { ar: 'القرص يمتلئ', en: 'the disk is filling' },
  'recording.state.stopped': { ar: 'توقف: القرص ممتلئ', en: 'stopped: the disk is full' },
  'recording.limit.none': { ar: 'بلا حد سوى ما يُترك للسجل', en: 'No limit but what is kept for the journal' },
  'recording.limit.total': { ar: 'الحد للكل {gb, number} غيغابايت', en: 'Limit for all {gb, number} GB' },
  'recording.limit.camera': { ar: 'لكل كاميرا {gb, number} غيغابايت', en: 'for each camera {gb, number} GB' },
  'recording.limit.change': { ar: 'غيّر الحد', en: 'Change the limit' },
  'recording.limit.all.label': { ar: 'لكل الكاميرات، غيغابايت', en: 'All cameras, GB' },
  'recording.limit.one.label': { ar: 'لكل كاميرا، غيغابايت', en: 'Each camera, GB' },
  'recording.limit.help': {
    ar: 'خانة فارغة تعني بلا حد. يُحذف الأقدم أولاً، ويبقى ما يحفظه إنذار أو أمر.',
    en: 'An empty field means no limit. The oldest goes first; what an alert or an order keeps stays.',
  },
  'recording.limit.wrong': { ar: 'ليس رقماً', en: 'not a number' },
  'recording.limit.save': { ar: 'احفظ الحد', en: 'Save the limit' },
  'recording.limit.cancel': { ar: 'تراجع', en: 'Cancel' },

  'log.recording.gap': {
    ar:
      'لم تُسجَّل {code} مدة {seconds, number} ث: {cause, select, stopped {توقف البرنامج} killed {انقطع البرنامج أو الكهرباء} ' +
      'worker_died {توقف برنامج الكاميرا} disk_full {القرص ممتلئ} disk_reserve {القرص ممتلئ} write_failed {تعذرت الكتابة} ' +
      'file_lost {الملف مفقود} file_altered {الملف تغيّر} source {انقطعت صورها} other {السبب غير معروف}}',
    en:
      '{code} was not recorded for {seconds, number} s: {cause, select, stopped {the program was stopped} ' +
      'killed {the program or the power was cut} worker_died {the camera program ended} disk_full {the disk is full} ' +
      'disk_reserve {the disk is full} write_failed {writing failed} file_lost {the file is gone} ' +
      'file_altered {the file was changed} source {its pictures stopped} other {reason not known}}',
  },
  'log.recording.segment-lost': {
    ar: 'تسجيل {code}: {why, select, file_lost {ملف مفقود} other {ملف لا يطابق بصمته}}',
    en: 'Recording of {code}: {why, select, file_lost {a file is gone} other {a file does not match its hash}}',
  },
  'log.recording.segments-let-go': {
    ar: 'حُذف أقدم تسجيل {code}، {seconds, number} ث، {law, select, quota {لبلوغ الحد} age {لقدمه} other {ليبقى في القرص متسع}}',
    en: 'The oldest footage of {code} was deleted, {seconds, number} s, {law, select, quota {over its limit} age {by age} other {to keep room on the disk}}',
  },
  'log.recording.held': {
    ar: 'حُفظ من تسجيل {code} {seconds, number} ث فلا تُحذف: {by}',
    en: '{seconds, number} s of {code} are kept from deletion: {by}',
  },
  'log.recording.released': { ar: 'رُفع الحفظ عن تسجيل: {by}', en: 'A kept recording was released: {by}' },
  'log.recording.settings-changed': { ar: 'تغيّر حد التسجيل: {by}', en: 'The limit of recordings was changed: {by}' },
} as const satisfies Sentences
