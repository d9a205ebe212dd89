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
  'picture.palette.white': { ar: 'الساخن أبيض', en: 'white-hot' },
  'picture.palette.black': { ar: 'الساخن أسود', en: 'black-hot' },
  'picture.palette.red': { ar: 'أحمر ليلي', en: 'night red' },
  'picture.gain': { ar: 'التباين {n, number, ::.#}×', en: 'Gain {n, number, ::.#}×' },
  'picture.still-mode': {
    ar: '{isStill, select, true {صورة كل ثانية} other {صور متحركة}}',
    en: '{isStill, select, true {One a second} other {Moving}}',
  },
  'picture.look': { ar: 'شكل الصورة في هذه الشاشة', en: 'How pictures look on this screen' },

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
} as const satisfies Sentences
