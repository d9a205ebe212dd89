/** Sentences of alarm hygiene: each figure, how it is worked out, and what it is held to (OPS 5). */
import type { Sentences } from '../../platform/text.ts'

export const hygieneTexts = {
  'hygiene.title': { ar: 'سلامة الإنذارات', en: 'Alarm hygiene' },
  'hygiene.intro': {
    ar: 'كيف تصرفت الإنذارات، وكم كانت السرعة. لا يُعدّ شيء على شخص.',
    en: 'How the alarms behaved, and how fast it went. Nothing is counted by person.',
  },
  'hygiene.span.night': { ar: 'الليلة الماضية', en: 'Last night' },
  'hygiene.span.day': { ar: 'آخر 24 ساعة', en: 'Last 24 hours' },
  'hygiene.span.week': { ar: 'آخر 7 أيام', en: 'Last 7 days' },
  'hygiene.span.month': { ar: 'آخر 30 يوماً', en: 'Last 30 days' },
  'hygiene.span.label': { ar: 'المدة', en: 'Span' },
  'hygiene.span.shown': { ar: 'من {from} إلى {to}', en: '{from} to {to}' },
  'hygiene.loading': { ar: 'نحسب من السجل…', en: 'Working it out from the journal…' },
  'hygiene.failed': {
    ar: 'لم تُحسب الأرقام. ما زالت المراقبة تعمل.',
    en: 'The figures were not worked out. The watch itself goes on.',
  },
  'hygiene.empty': { ar: 'لم يُسمع إنذار في هذه المدة.', en: 'Nothing was heard in this span.' },
  'hygiene.formula': { ar: 'كيف يُحسب', en: 'How it is worked out' },
  'hygiene.limit': { ar: 'الحد', en: 'Held to' },
  'hygiene.figure': { ar: 'القياس', en: 'Figure' },
  'hygiene.value': { ar: 'القيمة', en: 'Value' },
  'hygiene.count': { ar: 'العدد', en: 'n' },
  'hygiene.not-known': { ar: 'لا نعلم', en: 'not known' },
  'hygiene.not-measured': { ar: 'لم يُقَس', en: 'not measured' },
  'hygiene.too-few': { ar: 'أقل من 20: لا نسبة', en: 'fewer than 20: none told' },
  'hygiene.trend': { ar: 'للمقارنة فقط', en: 'trend only' },
  'hygiene.over': { ar: 'خارج الحد', en: 'outside the limit' },
  'hygiene.print': { ar: 'اطبع', en: 'Print' },
  'hygiene.load': { ar: 'العبء', en: 'Load' },
  'hygiene.quality': { ar: 'الصواب', en: 'Quality' },
  'hygiene.people': { ar: 'الاستلام', en: 'Taking' },
  'hygiene.hops': { ar: 'الطريق من الصورة إلى القرار', en: 'From picture to decision' },
  'hygiene.chart': {
    ar: 'الأصوات في كل 10 دقائق؛ أكثرها {peak, number}. الخط عند 10: فوقه فيضان.',
    en: 'Sounds in each 10 minutes; the most {peak, number}. The line stands at 10: above it is a flood.',
  },

  'hygiene.rate': { ar: 'إنذارات في كل 10 دقائق', en: 'Alarms in 10 minutes' },
  'hygiene.rate.formula': {
    ar: 'ما سُمع ÷ فترات 10 دقائق كان فيها أحد على المناوبة. المجموعة تُعدّ مرة لكل صوت.',
    en: 'What was heard ÷ bins of 10 minutes with somebody on watch. A group counts once for each sound.',
  },
  'hygiene.rate.limit': { ar: '1 مقبول، 2 أقصى ما يُحتمل', en: '1 acceptable, 2 the most that can be borne' },
  'hygiene.rate.n': {
    ar: '{sounds, number} في {bins, number} فترة{unstaffed, plural, zero {} one {؛ وواحد ولا أحد على المناوبة} two {؛ واثنان ولا أحد على المناوبة} few {؛ و# ولا أحد على المناوبة} many {؛ و# ولا أحد على المناوبة} other {؛ و# ولا أحد على المناوبة}}',
    en: '{sounds, number} in {bins, number} bins{unstaffed, plural, =0 {} other {; # with nobody on watch}}',
  },
  'hygiene.flood': { ar: 'حصة الفيضان', en: 'Share in flood' },
  'hygiene.flood.formula': {
    ar: 'فترات فيها أكثر من 10 ÷ كل الفترات. يبدأ الفيضان فوق 10 وينتهي تحت 5.',
    en: 'Bins with more than 10 ÷ all bins. A flood begins above 10 and ends below 5.',
  },
  'hygiene.flood.limit': { ar: 'أقل من 1%', en: 'below 1%' },
  'hygiene.flood.n': {
    ar: '{n, plural, zero {لا فيضان} one {فيضان واحد} two {فيضانان} few {# فيضانات} many {# فيضاناً} other {# فيضان}}{minutes, plural, zero {} one {، أطولها دقيقة} two {، أطولها دقيقتان} few {، أطولها # دقائق} many {، أطولها # دقيقة} other {، أطولها # دقيقة}}{peak, plural, zero {} one {، ذروتها #} two {، ذروتها #} few {، ذروتها #} many {، ذروتها #} other {، ذروتها #}}',
    en: '{n, plural, =0 {no flood} one {# flood} other {# floods}}{minutes, plural, =0 {} one {, the longest # minute} other {, the longest # minutes}}{peak, plural, =0 {} other {, peak #}}',
  },
  // What a busy source is: the rule or what was told, and the camera. An id that is no rule of today stands as it is.
  'hygiene.source': {
    ar:
      '{rule, select, line-crossing {عبور الخط} approach {اقتراب من الخط} zone-enter {دخول منطقة} zone-dwell {مكث في منطقة} picture-zone {منطقة في الصورة} any-mover {أي متحرك} sensor-report {قول مجسّ} by-hand {إنذار بيد إنسان} ' +
      'tamper-suspected {شبهة عبث} camera-down {لا صور} camera-blind {لا ترى} camera-frozen {صورة مجمّدة} camera-poor {رؤية ضعيفة} feed-down {مصدر لا يُسمع} disk-low {القرص يمتلئ} shift-too-long {مناوبة طالت} other {{rule}}}{code, select, none {} other { {code}}}',
    en:
      '{rule, select, line-crossing {Crossing the line} approach {Coming near the line} zone-enter {Entering a zone} zone-dwell {Staying in a zone} picture-zone {Zone in the picture} any-mover {Any mover} sensor-report {Told by a sensor} by-hand {Raised by hand} ' +
      'tamper-suspected {Tampering suspected} camera-down {No pictures} camera-blind {Cannot see} camera-frozen {Frozen picture} camera-poor {Sees poorly} feed-down {Feed not heard} disk-low {Disk fills up} shift-too-long {Shift too long} other {{rule}}}{code, select, none {} other {, {code}}}',
  },
  'hygiene.top': { ar: 'أكثر 10 مصادر', en: 'Ten busiest sources' },
  'hygiene.top.formula': {
    ar: 'أصوات أكثر 10 مصادر (قاعدة وكاميرا) ÷ كل الأصوات.',
    en: 'Sounds of the ten busiest of rule and camera ÷ all sounds.',
  },
  'hygiene.top.limit': { ar: '5%، ومع كاميرات قليلة للمقارنة فقط', en: '5%; with few cameras trend only' },
  'hygiene.chattering': { ar: 'مصادر تثرثر', en: 'Chattering sources' },
  'hygiene.chattering.formula': {
    ar: 'مصدر سُمع 3 مرات أو أكثر في 60 ثانية.',
    en: 'A source heard three times or more within 60 seconds.',
  },
  'hygiene.chattering.limit': { ar: '0', en: '0' },
  'hygiene.stale': { ar: 'إنذارات راكدة', en: 'Stale alarms' },
  'hygiene.stale.formula': {
    ar: 'ما بقي قائماً أكثر من 24 ساعة ÷ كل الإنذارات.',
    en: 'Active for more than 24 hours ÷ all alerts.',
  },
  'hygiene.stale.limit': { ar: 'أقل من 5%', en: 'below 5%' },
  'hygiene.mix': { ar: 'الأولويات: اعتيادي، عاجل، فوري', en: 'Priorities: routine, urgent, immediate' },
  'hygiene.mix.formula': { ar: 'نسبة ما سُمع من كل أولوية.', en: 'The share of each priority in what was heard.' },
  'hygiene.mix.limit': { ar: 'نحو 80، 15، 5', en: 'about 80, 15, 5' },
  'hygiene.nuisance': { ar: 'إزعاج لكل كاميرا في الليلة', en: 'Nuisance per camera and night' },
  'hygiene.nuisance.formula': {
    ar: 'ما استُبعد ÷ ليالٍ كانت الكاميرا ترى فيها (12 ساعة).',
    en: 'Ruled out ÷ nights in which the camera saw (12 hours).',
  },
  'hygiene.nuisance.limit': { ar: '1 على الأكثر', en: '1 at most' },
  'hygiene.precision': { ar: 'نسبة الصواب', en: 'Precision' },
  'hygiene.precision.formula': {
    ar: 'حقيقي ÷ (حقيقي + إزعاج). ما لم يُعرف سببه يُذكر وحده.',
    en: 'Real ÷ (real + nuisance). The undetermined stand apart.',
  },
  'hygiene.precision.limit': { ar: 'بحسب السبب', en: 'by cause' },
  'hygiene.precision.n': {
    ar: 'حقيقي {real, number} · إزعاج {nuisance, number} · لم يُعرف {undetermined, number} · مفتوح {open, number}',
    en: 'real {real, number} · nuisance {nuisance, number} · undetermined {undetermined, number} · open {open, number}',
  },
  'hygiene.missed': { ar: 'ما فات', en: 'Missed' },
  'hygiene.missed.formula': {
    ar: 'مشيات فحص لم تُكشف ÷ المشيات. يُقاس بمشيات فحص وحدها.',
    en: 'Staged walks not found ÷ walks. Measured by staged walks alone.',
  },
  'hygiene.missed.limit': { ar: 'مع مجاله', en: 'with its interval' },
  'hygiene.watched': { ar: 'حصة المراقبة', en: 'Share watched' },
  'hygiene.watched.formula': {
    ar: 'ثوانٍ رأت فيها الكاميرات ÷ ثوانٍ كان عليها أن ترى. ما لا نعلمه لا يُعدّ مراقَباً.',
    en: 'Seconds in which cameras saw ÷ seconds in which they were to see. What is not known does not count as watched.',
  },
  'hygiene.watched.limit': { ar: '98% على الأقل', en: 'at least 98%' },
  'hygiene.watched.n': {
    ar: '{hours, number} ساعة كاميرا، منها {unknown, number} لا نعلمها',
    en: '{hours, number} camera hours, {unknown, number} not known',
  },
  'hygiene.blind-clicks': { ar: 'استلام بلا نظر', en: 'Taken unseen' },
  'hygiene.blind-clicks.formula': {
    ar: 'استُلم قبل ثانيتين من عرضه ÷ ما عُرض واستُلم. بالمخفر، لا بالاسم.',
    en: 'Taken less than 2 seconds after it was shown ÷ all shown and taken. By outpost, never by name.',
  },
  'hygiene.blind-clicks.limit': { ar: 'للمقارنة', en: 'trend' },
  'hygiene.shelving': { ar: 'التأجيل', en: 'Shelving' },
  'hygiene.shelving.formula': {
    ar: 'دقائق كان فيها إنذار مؤجَّلاً، ومرات التجديد، وما لا نهاية له.',
    en: 'Minutes in which an alert was shelved, renewals, and shelves without an end.',
  },
  'hygiene.shelving.limit': { ar: 'ما لا نهاية له: 0', en: 'without an end: 0' },
  'hygiene.shelving.value': {
    ar: '{minutes, plural, zero {أقل من دقيقة} one {دقيقة} two {دقيقتان} few {# دقائق} many {# دقيقة} other {# دقيقة}}',
    en: '{minutes, plural, one {# minute} other {# minutes}}',
  },
  'hygiene.shelving.n': {
    ar: '{n, number} · تجديد {renewals, number} · بلا نهاية {endless, number}',
    en: '{n, number} · renewed {renewals, number} · without an end {endless, number}',
  },
  'hygiene.taken.in-time': { ar: 'في الوقت', en: 'in time' },
  'hygiene.taken.escalations': { ar: 'رُفع', en: 'passed up' },
  'hygiene.taken.formula': {
    ar: 'من رفع الإنذار إلى استلامه: الفوري في 60 ثانية، العاجل في 3 دقائق، الاعتيادي في 10.',
    en: 'From the raise to the hand: immediate within 60 seconds, urgent within 3 minutes, routine within 10.',
  },
  'hygiene.taken.limit': { ar: 'الفوري: 95% في 60 ث', en: 'immediate: 95% within 60 s' },
  'hygiene.hop.system': { ar: 'من الصورة إلى الشاشة (النظام)', en: 'Picture to screen (the system)' },
  'hygiene.hop.people': { ar: 'من الشاشة إلى الاستلام (الناس)', en: 'Screen to taken (people)' },
  'hygiene.hop.closing': { ar: 'من الرفع إلى الإغلاق', en: 'Raised to closed' },
  'hygiene.hop.limit.system': { ar: '3 ث عند P95', en: '3 s at P95' },
  'hygiene.hop.unknown': {
    ar: '{n, plural, zero {كلها معلومة} one {واحد لا نعلمه} two {اثنان لا نعلمهما} few {# لا نعلمها} many {# لا نعلمها} other {# لا نعلمها}}',
    en: '{n, plural, =0 {all known} one {# not known} other {# not known}}',
  },
  'problem.hygiene.span': {
    ar: 'اختر مدة لا تزيد على {days, number} يوماً وقد بدأت.',
    en: 'Choose a span of at most {days, number} days that has begun.',
  },
} as const satisfies Sentences
