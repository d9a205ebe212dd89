/** Sentences of assurance: the three lamps, and the proofs that stand behind a quiet screen. */
import type { Sentences } from '../../platform/text.ts'

const SPAN_AR = '{m, plural, zero {أقل من دقيقة} one {دقيقة} two {دقيقتين} few {# دقائق} many {# دقيقة} other {# دقيقة}}'
const SPAN_EN = '{m, plural, =0 {less than a minute} one {# minute} other {# minutes}}'

export const texts = {
  'lamp.label': { ar: 'حال المراقبة', en: 'State of the watch' },
  'lamp.alarms': {
    ar: '{n, plural, zero {لا إنذار ينتظر} one {إنذار واحد لم يستلمه أحد} two {إنذاران لم يستلمهما أحد} few {# إنذارات لم يستلمها أحد} many {# إنذاراً لم يستلمها أحد} other {# إنذار لم يستلمها أحد}}',
    en: '{n, plural, =0 {No alarm is waiting} one {# alarm nobody has taken} other {# alarms nobody has taken}}',
  },
  'lamp.alarms.oldest': { ar: 'أقدمها منذ {span}', en: 'the oldest for {span}' },
  'lamp.alarms.one': { ar: 'منذ {span}', en: 'for {span}' },
  'lamp.alarms.last-taken': { ar: 'آخر استلام {time}', en: 'last taken {time}' },
  'lamp.alarms.open': {
    ar: '{n, plural, zero {لا إنذار مفتوح} one {إنذار واحد مستلَم لم يُغلق} two {إنذاران مستلَمان لم يُغلقا} few {# إنذارات مستلَمة لم تُغلق} many {# إنذاراً مستلَماً لم تُغلق} other {# إنذار مستلَم لم تُغلق}}',
    en: '{n, plural, =0 {no open alarm} one {# taken, not closed} other {# taken, not closed}}',
  },
  'lamp.alarms.none-yet': { ar: 'لم يصدر إنذار في هذه المناوبة', en: 'none raised so far' },
  'lamp.alarms.unknown': { ar: 'الإنذارات: لا نعلم', en: 'Alarms: not known' },
  'lamp.alarms.unknown.none': { ar: 'آخر علم {time}: لم يكن شيء ينتظر', en: 'last known {time}: nothing was waiting' },
  'lamp.alarms.unknown.some': {
    ar: 'آخر علم {time}: {n, plural, zero {لم يكن شيء ينتظر} one {كان إنذار ينتظر} two {كان إنذاران ينتظران} few {كانت # إنذارات تنتظر} many {كان # إنذاراً ينتظر} other {كان # إنذار ينتظر}}',
    en: 'last known {time}: {n, plural, =0 {nothing was waiting} one {# was waiting} other {# were waiting}}',
  },
  'lamp.alarms.unreachable': { ar: 'لا أحد يجيب بعدك', en: 'nobody after you answers' },
  'lamp.cameras': {
    ar: '{n, plural, zero {كل الكاميرات ترى} one {كاميرا واحدة من {all} لا ترى} two {كاميرتان من {all} لا تريان} few {# كاميرات من {all} لا ترى} many {# كاميرا من {all} لا ترى} other {# كاميرا من {all} لا ترى}}',
    en: '{n, plural, =0 {All cameras see} one {# of {all} cameras cannot see} other {# of {all} cameras cannot see}}',
  },
  'lamp.cameras.pending': {
    ar: '{n, plural, zero {كل الكاميرات معلومة} one {كاميرا واحدة: لا نعلم بعد} two {كاميرتان: لا نعلم بعد} few {# كاميرات: لا نعلم بعد} many {# كاميرا: لا نعلم بعد} other {# كاميرا: لا نعلم بعد}}',
    en: '{n, plural, =0 {all cameras known} one {# camera: not known yet} other {# cameras: not known yet}}',
  },
  'lamp.cameras.none': { ar: 'لا كاميرات بعد', en: 'No cameras yet' },
  'lamp.cameras.none.help': { ar: 'لا يُراقَب شيء', en: 'nothing is being watched' },
  'lamp.cameras.unknown': { ar: 'الكاميرات: لا نعلم', en: 'Cameras: not known' },
  'lamp.cameras.were': { ar: 'كانت {n, number} من {all, number} ترى', en: '{n, number} of {all, number} could see' },
  'lamp.cameras.all': { ar: '{n, number} من {all, number}', en: '{n, number} of {all, number}' },
  'lamp.cameras.one-since': { ar: '{code} منذ {span}', en: '{code}, for {span}' },
  'lamp.cameras.oldest-since': { ar: 'أقدمها {code} منذ {span}', en: 'first {code}, for {span}' },
  'lamp.cameras.poor': {
    ar: '{n, plural, zero {لا رؤية ضعيفة} one {واحدة رؤيتها ضعيفة} two {اثنتان رؤيتهما ضعيفة} few {# رؤيتها ضعيفة} many {# رؤيتها ضعيفة} other {# رؤيتها ضعيفة}}',
    en: '{n, plural, =0 {none sees poorly} one {# sees poorly} other {# see poorly}}',
  },
  'lamp.cameras.out': {
    ar: '{n, plural, zero {كلها في الخدمة} one {واحدة خارج الخدمة} two {اثنتان خارج الخدمة} few {# خارج الخدمة} many {# خارج الخدمة} other {# خارج الخدمة}}',
    en: '{n, plural, =0 {all in service} one {# out of service} other {# out of service}}',
  },
  'lamp.live': { ar: 'ما تراه حيّ', en: 'What you see is live' },
  'lamp.live.oldest': { ar: 'أقدم صورة {age} ث', en: 'oldest picture {age} s' },
  'lamp.live.no-picture': { ar: 'الخادم يجيب', en: 'the server answers' },
  'lamp.live.old': { ar: 'ما تراه قديم', en: 'What you see is old' },
  'lamp.live.old.age': { ar: 'عمره {span} ويزداد', en: '{span} old and growing' },
  'lamp.live.connecting': { ar: 'نتصل بالخادم', en: 'Connecting to the server' },
  'lamp.live.connecting.help': { ar: 'لم يصل شيء بعد', en: 'nothing has arrived yet' },
  'lamp.live.not-saved': { ar: 'غير محفوظ: السجل لا يُكتب', en: 'Not saved: journal cannot be written' },
  'lamp.live.since': { ar: 'منذ {time}', en: 'since {time}' },
  'lamp.live.clock': { ar: 'الساعة غير موثوقة', en: 'The clock is not trusted' },
  'lamp.live.not-shown': { ar: 'لا دليل على أن شاشة تعرض', en: 'No proof that a screen shows it' },
  'lamp.live.unknown': { ar: 'حال الحفظ: لا نعلم', en: 'Whether it is saved: not known' },

  'quiet.title': { ar: 'لا شيء يحتاج إليك الآن.', en: 'Nothing needs you now.' },
  'quiet.sees': { ar: 'كل الكاميرات ترى، وكل ما يقع يُحفظ.', en: 'All cameras see, and all that happens is saved.' },
  'quiet.partly': {
    ar: 'لا إنذار ينتظر، لكن في المراقبة نقص. انظر أدناه.',
    en: 'No alarm is waiting, but the watch has gaps. See below.',
  },
  'quiet.nothing-watched': { ar: 'لا كاميرات بعد، فلا يُراقَب شيء.', en: 'There are no cameras yet, so nothing is watched.' },
  'quiet.nothing-watched.how': {
    ar: 'أوقف البرنامج، ثم شغّله مع كاميرا:',
    en: 'Stop the program, then start it with a camera:',
  },
  'quiet.proofs': { ar: 'كيف نعرف أننا نرى', en: 'How we know that we see' },
  'quiet.proofs.rate': { ar: 'يُحسب كل ثانية', en: 'computed every second' },
  'quiet.link-old': { ar: 'لا نعلم إن كان شيء يحتاج إليك.', en: 'We do not know whether anything needs you.' },
  'proof.seen': {
    ar: 'حُكم على صور {n, plural, zero {أي كاميرا} one {كاميرا واحدة} two {كاميرتين} few {# كاميرات} many {# كاميرا} other {# كاميرا}} من {all, number}',
    en: 'Pictures of {n, plural, =0 {no camera} one {# camera} other {# cameras}} of {all, number} were judged',
  },
  'proof.shown': { ar: 'ما يصل يُرسم على شاشة مضيئة', en: 'What arrives is drawn on a lit screen' },
  'proof.shown.bad': { ar: 'لا دليل على أن شاشة تعرض ما يصل', en: 'No proof that a screen shows what arrives' },
  'proof.saved': { ar: 'كل ما وقع محفوظ على القرص', en: 'All that happened is on disk' },
  'proof.saved.bad': {
    ar: 'السجل لا يُكتب، وما يقع الآن غير محفوظ',
    en: 'The journal cannot be written; what happens now is not saved',
  },
  'proof.clock': { ar: 'ساعة الخادم موثوقة', en: 'The clock of the server is trusted' },
  'proof.clock.bad': { ar: 'ساعة الخادم غير موثوقة', en: 'The clock of the server is not trusted' },
  'proof.reachable': { ar: 'من يليك في التبليغ يجيب', en: 'The next in the escalation answers' },
  'proof.reachable.bad': { ar: 'من يليك في التبليغ لا يجيب', en: 'The next in the escalation does not answer' },
  'proof.link': { ar: 'الخادم يجيب هذه الشاشة', en: 'The server answers this screen' },
  'proof.sound': { ar: 'صوت هذه الشاشة يعمل، وفُحص', en: 'The sound of this screen works and was tested' },
  'proof.sound.blocked': {
    ar: 'صوت هذه الشاشة محجوب. انقر «اسمع الصوت»',
    en: 'The sound of this screen is blocked. Click “Hear the sound”',
  },
  'proof.sound.off': { ar: 'صوت هذه الشاشة مطفأ', en: 'The sound of this screen is off' },
  'proof.unknown': { ar: '{what}: لا نعلم', en: '{what}: not known' },
  'proof.name.seen': { ar: 'الحكم على الصور', en: 'Judging of pictures' },
  'proof.name.shown': { ar: 'العرض على شاشة', en: 'Showing on a screen' },
  'proof.name.saved': { ar: 'الحفظ على القرص', en: 'Saving on disk' },
  'proof.name.clock': { ar: 'ساعة الخادم', en: 'Clock of the server' },
  'proof.name.reachable': { ar: 'من يليك في التبليغ', en: 'The next in the escalation' },
  'proof.never': { ar: 'لم يُثبت بعد', en: 'not proved yet' },
  'watched.not': { ar: 'لا يُراقَب الآن', en: 'not watched now' },
  'watched.not.list': { ar: 'لا يُراقَب الآن: {places}', en: 'Not watched now: {places}' },
  'watched.since': { ar: 'منذ {time}', en: 'since {time}' },
  'span.minutes': { ar: SPAN_AR, en: SPAN_EN },

  'log.assurance.changed': {
    ar: '{part, select, seen {الحكم على الصور} shown {العرض على شاشة} saved {الحفظ على القرص} clock {ساعة الخادم} reachable {من يليك في التبليغ} other {حال المراقبة}}: {state, select, good {سليم} bad {مختل} other {لا نعلم}}',
    en: '{part, select, seen {Judging of pictures} shown {Showing on a screen} saved {Saving on disk} clock {Clock of the server} reachable {The next in the escalation} other {State of the watch}}: {state, select, good {good} bad {failing} other {not known}}',
  },
  'log.clock.adjusted': {
    ar: 'عُدّلت ساعة الخادم بمقدار {seconds, number, ::.###} ث',
    en: 'The clock of the server was set by {seconds, number, ::.###} s',
  },
} as const satisfies Sentences
