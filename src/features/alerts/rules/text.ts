/** Sentences of rules: what they found, what they are called, what they refuse. */
import type { Sentences } from '../../../platform/text.ts'

export const texts = {
  'alert.title.mover-stays': {
    ar: '{cls, select, person {شخص يمكث} vehicle {مركبة تمكث} animal {حيوان يمكث} other {متحرك يمكث}} في «{zone}»',
    en: '{cls, select, person {A person stays} vehicle {A vehicle stays} animal {An animal stays} other {A mover stays}} in “{zone}”',
  },
  'alert.reason.stayed': {
    ar: 'داخل «{zone}» منذ {seconds, plural, zero {أقل من ثانية} one {ثانية} two {ثانيتين} few {# ثوانٍ} many {# ثانية} other {# ثانية}} دون خروج (الحد {limit} ث)',
    en: 'Inside “{zone}” for {seconds, plural, one {# second} other {# seconds}} without leaving (limit {limit} s)',
  },
  'alert.reason.in-picture-zone': {
    ar: 'داخل المنطقة المرسومة في صورة الكاميرا {code}',
    en: 'Inside the zone drawn in the picture of camera {code}',
  },
  'alert.reason.by-rule': { ar: 'بحسب قاعدة «{rule}»', en: 'By the rule “{rule}”' },
  'alert.reason.protected-near': {
    ar: 'على بعد نحو {metres} م من موقع محمي: «{site}»',
    en: 'About {metres} m from a protected site: “{site}”',
  },
  'alert.reason.quiet-zone': {
    ar: 'في «{zone}» حركة لنا معلنة الآن',
    en: 'An own movement is announced in “{zone}” now',
  },
  'alert.reason.routine-zone': {
    ar: '{routine, select, grazing {المرعى} well {البئر} road {الطريق} other {مكان معتاد للمدنيين}} «{zone}» قيد الاستعمال',
    en: '{routine, select, grazing {The grazing zone} well {The well} road {The road} other {The place of civilian routine}} “{zone}” is in use',
  },
  'alert.reason.corridor': { ar: 'في ممر دورياتنا «{zone}»', en: 'In our patrol corridor “{zone}”' },
  'alert.reason.chainage': { ar: 'عند {k} من الخط', en: 'At {k} of the line' },
  'rule.kind.line-crossing': { ar: 'عبور الخط', en: 'Crossing the line' },
  'rule.kind.approach': { ar: 'اقتراب من الخط', en: 'Coming near the line' },
  'rule.kind.zone-enter': { ar: 'دخول منطقة', en: 'Entering a zone' },
  'rule.kind.zone-dwell': { ar: 'مكث في منطقة', en: 'Staying in a zone' },
  'rule.kind.picture-zone': { ar: 'منطقة في الصورة', en: 'Zone in the picture' },
  'rule.kind.any-mover': { ar: 'أي متحرك أمام كاميرا', en: 'Any mover before a camera' },
  'rule.value.minimumTravelM': { ar: 'أقل مسافة قطعها', en: 'Way it has gone, at least' },
  'rule.value.withinMin': { ar: 'قد يبلغ الخط خلال', en: 'May reach the line within' },
  'rule.value.dwellS': { ar: 'يمكث داخلها', en: 'Stays inside for' },
  'rule.value.leastHeightPx': { ar: 'أقل ارتفاع في الصورة', en: 'Height in the picture, at least' },
  'rule.unit.m': { ar: 'م', en: 'm' },
  'rule.unit.min': { ar: 'د', en: 'min' },
  'rule.unit.s': { ar: 'ث', en: 's' },
  'rule.unit.px': { ar: 'بكسل', en: 'px' },
  'rule.class.person': { ar: 'شخص', en: 'person' },
  'rule.class.vehicle': { ar: 'مركبة', en: 'vehicle' },
  'rule.class.animal': { ar: 'حيوان', en: 'animal' },
  'rule.class.other': { ar: 'غير ذلك', en: 'other' },
  'rule.class.unknown': { ar: 'غير محدد', en: 'not known' },
  'log.rule.set': { ar: 'ضُبطت القاعدة «{name}»', en: 'Rule “{name}” was set' },
  'log.rule.retired': { ar: 'رُفعت القاعدة «{name}»', en: 'Rule “{name}” was taken away' },
  'problem.rule.stale': {
    ar: 'تغيّرت القاعدة بعد أن فتحتها. اقرأها من جديد ثم غيّرها.',
    en: 'The rule was changed after you opened it. Read it again, then change it.',
  },
  'problem.rule.not-found': { ar: 'لا قاعدة بهذا الرقم.', en: 'There is no such rule.' },
  'problem.rule.kind': {
    ar: 'لا تصير القاعدة نوعًا آخر. ارفعها وضع غيرها.',
    en: 'A rule does not become another kind. Take it away and set another.',
  },
  'problem.rule.where': {
    ar: 'لا توجد كاميرا أو مكان من النوع الذي تحتاجه هذه القاعدة.',
    en: 'There is no camera or place of the kind that this rule needs.',
  },
  'problem.rule.values': {
    ar: 'قيمة خارج الحدود: من {least} إلى {most}.',
    en: 'A value is out of its limits: from {least} to {most}.',
  },
  'problem.rule.window': {
    ar: 'نهاية السريان قبل بدايته.',
    en: 'The rule would end before it begins.',
  },
  'problem.rule.lowers-p1': {
    ar: 'هذا يخفض إنذارًا فوريًا (P1) أو يسكته، وقرار كهذا يحتاج إلى شخصين، وهو غير متاح بعد. تبقى القاعدة الأصلية.',
    en: 'This would lower or silence an immediate alert (P1). Such a decision needs two persons, and that is not possible yet. The built-in rule stays.',
  },
  'problem.rule.doubled': {
    ar: 'توجد قاعدة من هذا النوع في هذا المكان. غيّرها هي.',
    en: 'There is a rule of this kind there already. Change that one.',
  },
  'problem.rule.busy': {
    ar: 'تجربة أخرى تجري الآن. انتظر قليلًا ثم أعد.',
    en: 'Another try is running. Wait a little, then try again.',
  },
} as const satisfies Sentences
