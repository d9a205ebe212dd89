/** Sentences of signing in and of what a person may do. */
import type { Sentences } from '../../platform/text.ts'

export const texts = {
  'access.title': { ar: 'تسجيل الدخول', en: 'Sign in' },
  'access.name': { ar: 'الاسم', en: 'Name' },
  'access.password': { ar: 'كلمة المرور', en: 'Password' },
  'access.show-password': { ar: 'أظهر كلمة المرور', en: 'Show the password' },
  'access.enter': { ar: 'ادخل', en: 'Sign in' },
  'access.entering': { ar: 'يُدخلك الخادم…', en: 'Signing in…' },
  'access.leave': { ar: 'اخرج', en: 'Sign out' },
  'access.empty': { ar: 'اكتب الاسم وكلمة المرور.', en: 'Write the name and the password.' },
  'access.no-server': {
    ar: 'لا يجيب الخادم. تأكد من الصلة، ثم حاول ثانية.',
    en: 'The server does not answer. Check the link, then try again.',
  },
  'access.expired': { ar: 'انتهت مدة الدخول. ادخل ثانية.', en: 'Your session has ended. Sign in again.' },
  'access.signed-out': { ar: 'خرجتَ من هذه الشاشة.', en: 'You have signed out of this screen.' },
  'access.first-time': {
    ar: 'في أول تشغيل: الاسم admin، وكلمة المرور تظهر حيث شُغّل البرنامج.',
    en: 'At first start: the name is admin; the password is printed where the program was started.',
  },
  'access.restoring': { ar: 'نتصل بالخادم…', en: 'Connecting to the server…' },
  'access.intro': { ar: 'مراقبة حرارية للخط الحدودي', en: 'Thermal watch over the border line' },
  'access.simulation': {
    ar: 'محاكاة: القاطع والكاميرات والناس مختلَقون',
    en: 'Simulation: sector, cameras and people are invented',
  },
  'access.role.watch_officer': { ar: 'ضابط خفر', en: 'watch officer' },
  'access.role.commander': { ar: 'آمر', en: 'commander' },
  'access.role.engineer': { ar: 'ضابط هندسة', en: 'engineer' },
  'access.role.administrator': { ar: 'مدير النظام', en: 'administrator' },

  'log.session.opened': { ar: 'دخل إلى الشاشة: {by}', en: '{by} signed in' },
  'log.account.created': {
    ar: 'أُنشئ حساب{name, select, none {} other {: {name}}}',
    en: 'An account was created{name, select, none {} other {: {name}}}',
  },

  'problem.session.wrong': { ar: 'الاسم أو كلمة المرور غير صحيح.', en: 'The name or the password is not right.' },
  'problem.session.rate': {
    ar: 'محاولات كثيرة. انتظر دقيقة، ثم حاول ثانية.',
    en: 'Too many attempts. Wait a minute, then try again.',
  },
  'problem.session.expired': { ar: 'انتهت مدة الدخول. ادخل ثانية.', en: 'Your session has ended. Sign in again.' },
  'problem.csrf': {
    ar: 'لم يُقبل الطلب من هذه الصفحة. حدّث الصفحة، ثم أعد.',
    en: 'The request was not accepted from this page. Reload it and try again.',
  },
  'problem.not-allowed': { ar: 'ليس هذا من صلاحيتك.', en: 'You may not do this.' },
} as const satisfies Sentences
