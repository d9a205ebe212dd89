/** Sentences of places: the line, zones, outposts, as the map, the page that draws them and the log name them. */
import type { Sentences } from '../../platform/text.ts'

export const texts = {
  'place.line': { ar: 'الخط الحدودي', en: 'border line' },
  'place.zone': { ar: 'منطقة', en: 'zone' },
  'place.outpost': { ar: 'مخفر', en: 'outpost' },
  'place.protected_site': { ar: 'موقع محمي', en: 'protected site' },
  'place.own_infrastructure': { ar: 'منشأة لنا', en: 'own works' },
  'place.use.watch': { ar: 'منطقة مراقبة', en: 'watched zone' },
  'place.use.quiet_by_design': { ar: 'هدوء مقصود لمدة', en: 'quiet by design, for a time' },
  'place.use.civilian_routine': { ar: 'حركة مدنية معتادة', en: 'civilian routine' },
  'place.use.own_patrol_corridor': { ar: 'ممر دورياتنا', en: 'own patrol corridor' },
  'place.routine.grazing': { ar: 'مرعى', en: 'grazing' },
  'place.routine.well': { ar: 'بئر', en: 'well' },
  'place.routine.road': { ar: 'طريق', en: 'road' },
  'place.routine.other': { ar: 'غير ذلك', en: 'other' },
  'place.category.medical': { ar: 'طبي', en: 'medical' },
  'place.category.school': { ar: 'مدرسة', en: 'school' },
  'place.category.worship': { ar: 'دار عبادة', en: 'place of worship' },
  'place.category.water_food': { ar: 'ماء أو غذاء', en: 'water or food' },
  'place.category.camp': { ar: 'مخيم', en: 'camp' },
  'place.category.cultural': { ar: 'موقع ثقافي', en: 'cultural site' },
  'place.category.cemetery': { ar: 'مقبرة', en: 'cemetery' },
  'place.category.humanitarian_or_un': { ar: 'إنساني أو أممي', en: 'humanitarian or UN' },
  'place.category.dangerous_forces': { ar: 'منشأة ذات قوى خطرة', en: 'works with dangerous forces' },
  'place.category.other': { ar: 'غير ذلك', en: 'other' },
  'place.source.authority': { ar: 'جهة رسمية', en: 'an authority' },
  'place.source.united_nations': { ar: 'الأمم المتحدة', en: 'United Nations' },
  'place.source.humanitarian': { ar: 'منظمة إنسانية', en: 'a humanitarian organisation' },
  'place.source.own_survey': { ar: 'معاينة منا', en: 'our own survey' },
  'place.source.public_map': { ar: 'خريطة عامة', en: 'a public map' },
  'place.source.other': { ar: 'غير ذلك', en: 'other' },
  'place.works.mast': { ar: 'صارٍ', en: 'mast' },
  'place.works.well': { ar: 'بئر', en: 'well' },
  'place.works.fuel': { ar: 'وقود', en: 'fuel' },
  'place.works.radio': { ar: 'لاسلكي', en: 'radio' },
  'place.works.other': { ar: 'غير ذلك', en: 'other' },
  'log.place.set': { ar: 'ضُبط المكان «{name}» على الخريطة', en: 'Place “{name}” was set on the map' },
  'log.place.retired': { ar: 'رُفع المكان «{name}» عن الخريطة', en: 'Place “{name}” was taken off the map' },
  'problem.place.stale': {
    ar: 'تغيّر المكان على الخريطة بعد أن فتحته. اقرأه من جديد ثم غيّره.',
    en: 'The place was changed after you opened it. Read it again, then change it.',
  },
  'problem.place.not-found': { ar: 'لا مكان بهذا الرقم.', en: 'There is no such place.' },
  'problem.place.kind': {
    ar: 'لا يصير المكان نوعًا آخر. ارفعه وارسم غيره.',
    en: 'A place does not become another kind. Take it off the map and draw another.',
  },
  'problem.place.two-persons': {
    ar: 'رفع موقع محمي أو تضييقه أو نقله يحتاج إلى شخصين، وهذا غير متاح بعد. يبقى كما هو.',
    en: 'Taking away, shrinking or moving a protected site needs two persons, and that is not possible yet. It stays as it is.',
  },
  'problem.place.too-few-points': {
    ar: 'النقاط قليلة: يلزم {least, plural, zero {نقاط} one {نقطة واحدة} two {نقطتان} few {# نقاط} many {# نقطة} other {# نقطة}} على الأقل.',
    en: 'Too few points: at least {least} are needed.',
  },
  'problem.place.too-many-points': {
    ar: 'النقاط كثيرة: {n}، والحد {most}.',
    en: 'Too many points: {n}, and {most} is the most.',
  },
  'problem.place.coordinates': {
    ar: 'إحداثيات النقطة {n} خارج الأرض.',
    en: 'The coordinates of point {n} are not on the Earth.',
  },
  'problem.place.ring-open': {
    ar: 'محيط المنطقة غير مغلق: يجب أن تكون آخر نقطة هي الأولى.',
    en: 'The outline of the zone is not closed: its last point must be its first.',
  },
  'problem.place.too-far': {
    ar: 'النقطة {n} أبعد من {km} كم عن الموقع. تحقق من الأرقام.',
    en: 'Point {n} is further than {km} km from the site. Check the numbers.',
  },
  'problem.place.doubled-point': {
    ar: 'النقطتان {n} و{next} في المكان نفسه. احذف إحداهما.',
    en: 'Points {n} and {next} are in the same place. Delete one of them.',
  },
  'problem.place.no-length': { ar: 'الخط بلا طول.', en: 'The line has no length.' },
  'problem.place.no-area': { ar: 'المنطقة بلا مساحة.', en: 'The zone has no area.' },
  'problem.place.crosses-itself': {
    ar: 'الرسم يقطع نفسه عند {where}: القطعة {first} والقطعة {second}.',
    en: 'The drawing crosses itself at {where}: piece {first} and piece {second}.',
  },
  'problem.place.file-unreadable': {
    ar: 'تعذّرت قراءة الملف: ليس KML ولا GeoJSON سليمًا، أو فيه تعريفات لا نقرؤها. لم يتغير شيء.',
    en: 'The file cannot be read: it is no sound KML or GeoJSON, or it declares things that we do not read. Nothing was changed.',
  },
  'problem.place.file-empty': {
    ar: 'لا أماكن في الملف. لم يتغير شيء.',
    en: 'There are no places in the file. Nothing was changed.',
  },
  'problem.place.file-too-large': {
    ar: 'الملف أكبر من 10 ميغابايت. لم يتغير شيء.',
    en: 'The file is larger than 10 megabytes. Nothing was changed.',
  },
  'problem.place.file-too-many': {
    ar: 'في الملف أكثر من 2000 مكان. لم يتغير شيء.',
    en: 'There are more than 2,000 places in the file. Nothing was changed.',
  },
  'problem.place.file-projection': {
    ar: 'إحداثيات الملف بإسقاط آخر. احفظه بدرجات WGS 84. لم يتغير شيء.',
    en: 'The coordinates of the file are in another projection. Save it in degrees of WGS 84. Nothing was changed.',
  },
  'problem.place.import-refused': {
    ar: 'لم يُضبط شيء: {n, plural, zero {لا أماكن مرفوضة} one {مكان واحد مرفوض} two {مكانان مرفوضان} few {# أماكن مرفوضة} many {# مكانًا مرفوضًا} other {# مكان مرفوض}}. أولها رقم {first}: {why}',
    en: 'Nothing was set: {n, plural, one {# place was} other {# places were}} refused. The first is number {first}: {why}',
  },
  'problem.place.read-shape': {
    ar: 'ليس نقطة ولا خطًا ولا محيطًا واحدًا.',
    en: 'It is not one point, one line or one outline.',
  },
  'problem.place.read-holes': { ar: 'في المحيط فجوات.', en: 'The outline has holes in it.' },
  'problem.place.read-coordinates': {
    ar: 'إحداثياته ليست أرقامًا على الأرض، أو نقاطه قليلة أو كثيرة جدًا.',
    en: 'Its coordinates are not numbers on the Earth, or its points are too few or too many.',
  },
  'problem.place.read-values': {
    ar: 'فيه قيمة لا نعرفها، مثل فئة أو مسافة.',
    en: 'It has a value that is not known here, such as a category or a distance.',
  },
  'problem.place.name': {
    ar: 'الاسم فارغ، أو فيه إشارات لا تُكتب في الأسماء.',
    en: 'The name is empty, or has only signs that do not belong in names.',
  },
  'problem.place.window': {
    ar: 'للهدوء المقصود بداية ونهاية، والنهاية بعد البداية.',
    en: 'Quiet by design has a beginning and an end, and the end is after the beginning.',
  },
} as const satisfies Sentences
