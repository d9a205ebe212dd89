/** Every sentence of sensors: the page on which they are set up, their states, the log, refusals. */
import type { Sentences } from '../../platform/text.ts'

/** Why a feed is not as it should be, as branches of a select. */
export const feedReasonsAr =
  'broker_not_reached {لا يُوصل إليه} broker_login {رُفض الاسم أو كلمة المرور} broker_refused {رفض الوسيط} broker_silent {صامت} ' +
  'broker_ended {انقطع} broker_broken {كلام غير مفهوم من الوسيط} camera_not_reached {لا يُوصل إلى الكاميرا} camera_login {رُفض دخول الكاميرا} ' +
  'camera_no_events {الكاميرا لا تخبر بأحداث} camera_fault {رفضت الكاميرا} flood {رسائل أكثر مما يُسمع: يُهمل الزائد} ' +
  'malformed {أكثر رسائله لا تُقرأ} source_offline {البرنامج الآخر متوقف} other {السبب غير معروف}'
export const feedReasonsEn =
  'broker_not_reached {not reached} broker_login {name or password refused} broker_refused {the broker refused} broker_silent {silent} ' +
  'broker_ended {cut off} broker_broken {the broker is not understood} camera_not_reached {the camera is not reached} camera_login {the camera refused the login} ' +
  'camera_no_events {the camera tells no events} camera_fault {the camera refused} flood {more messages than can be heard: the excess is left out} ' +
  'malformed {most of its messages cannot be read} source_offline {the other program is off} other {reason not known}'
const HEALTH_AR = 'working {يُسمع} degraded {يُسمع بعضه} down {لا يُسمع} other {لا نعلم بعد}'
const HEALTH_EN = 'working {heard} degraded {partly heard} down {not heard} other {not known yet}'

export const texts = {
  'sensor.page': { ar: 'المجسات', en: 'Sensors' },
  'sensor.intro': {
    ar: 'عيون أخرى: مجسات زلزالية ورادارات وبرامج أخرى وكاميرات تخبر من نفسها. ما تقوله يدخل من باب الكاميرات. الوجوه واللوحات والأسماء تُحذف عند الباب ولا تُحفظ.',
    en: 'Other eyes: seismic sensors, radars, other programs, and cameras that speak of their own accord. What they say comes in by the door of cameras. Faces, plates and names are left out at the door and kept nowhere.',
  },
  'sensor.none': { ar: 'لا مصادر بعد', en: 'No feeds yet' },
  'sensor.none.help': {
    ar: 'أضف وسيط MQTT أو برنامج Frigate أو أحداث كاميرا من كاميراتنا.',
    en: 'Add an MQTT broker, a Frigate, or the events of one of our cameras.',
  },
  'sensor.loading': { ar: 'تُقرأ المجسات', en: 'Reading the sensors' },
  'sensor.failed': { ar: 'لم تُقرأ المجسات', en: 'The sensors could not be read' },
  'sensor.again': { ar: 'أعد المحاولة', en: 'Try again' },
  'sensor.feed.kind.mqtt': { ar: 'وسيط MQTT: مجسات ورادارات', en: 'MQTT broker: sensors and radars' },
  'sensor.feed.kind.frigate': { ar: 'Frigate عبر MQTT', en: 'Frigate, over MQTT' },
  'sensor.feed.kind.onvif': { ar: 'أحداث كاميرا من كاميراتنا (ONVIF)', en: 'Events of one of our cameras (ONVIF)' },
  'sensor.feed.add': { ar: 'أضف مصدراً', en: 'Add a feed' },
  'sensor.feed.remove': { ar: 'أزل المصدر', en: 'Remove the feed' },
  'sensor.feed.remove.sure': { ar: 'أزل «{name}» وكل مجساته', en: 'Remove “{name}” and all its sensors' },
  'sensor.feed.kind': { ar: 'نوع المصدر', en: 'Kind of feed' },
  'sensor.feed.address': { ar: 'عنوان الوسيط', en: 'Address of the broker' },
  'sensor.feed.topic': { ar: 'جذر المواضيع', en: 'Root of the topics' },
  'sensor.feed.user': { ar: 'اسم الدخول (إن وُجد)', en: 'Login name (if any)' },
  'sensor.feed.password': { ar: 'كلمة المرور', en: 'Password' },
  'sensor.feed.camera': { ar: 'الكاميرا', en: 'Camera' },
  'sensor.name.ar': { ar: 'الاسم بالعربية', en: 'Name in Arabic' },
  'sensor.name.en': { ar: 'الاسم بالإنجليزية', en: 'Name in English' },
  'sensor.add': { ar: 'أضف مجساً', en: 'Add a sensor' },
  'sensor.change': { ar: 'غيّر', en: 'Change' },
  'sensor.remove': { ar: 'أزل', en: 'Remove' },
  'sensor.save': { ar: 'احفظ', en: 'Save' },
  'sensor.cancel': { ar: 'تراجع', en: 'Cancel' },
  'sensor.kind': { ar: 'النوع', en: 'Kind' },
  'sensor.kind.seismic': { ar: 'زلزالي', en: 'seismic' },
  'sensor.kind.radar': { ar: 'رادار', en: 'radar' },
  'sensor.kind.contact': { ar: 'تلامس (سياج، باب)', en: 'contact (fence, door)' },
  'sensor.kind.power': { ar: 'مراقب كهرباء (UPS، مرحّل)', en: 'power monitor (UPS, relay)' },
  'sensor.kind.camera': { ar: 'كاميرا في البرنامج الآخر', en: 'camera of the other program' },
  'sensor.mark.kind': {
    ar: '{kind, select, seismic {مجس زلزالي} radar {رادار} contact {مجس تلامس} other {مجس}}',
    en: '{kind, select, seismic {Seismic sensor} radar {Radar} contact {Contact sensor} other {Sensor}}',
  },
  'sensor.mark.hearing': {
    ar: '{hearing, select, heard {يُسمع} partly {يُسمع بعضه} off {يقول إنه متوقف، ولا نعلم ما في أرضه} down {مصدره لا يُسمع، ولا نعلم ما في أرضه} other {لم يُسمع بعد، ولا نعلم ما في أرضه}}',
    en: '{hearing, select, heard {heard} partly {partly heard} off {it says that it is off: its ground is not known} down {its feed is not heard: its ground is not known} other {not heard yet: its ground is not known}}',
  },
  'sensor.mark.reach': { ar: 'يحس إلى {metres, number, ::.} م حوله', en: 'senses to {metres, number, ::.} m around it' },
  'sensor.key': { ar: 'اسمه على المصدر', en: 'Its name on the feed' },
  'sensor.lat': { ar: 'خط العرض', en: 'Latitude' },
  'sensor.lon': { ar: 'خط الطول', en: 'Longitude' },
  'sensor.reach': { ar: 'مداه، م', en: 'Reach, m' },
  'sensor.picture.width': { ar: 'عرض صورته، بكسل', en: 'Width of its picture, pixels' },
  'sensor.picture.height': { ar: 'ارتفاع صورته، بكسل', en: 'Height of its picture, pixels' },
  'sensor.ours': { ar: 'كاميرتنا التي ترى الأرض نفسها', en: 'Our camera on the same ground' },
  'sensor.none-here': {
    ar: 'لا مجسات على هذا المصدر بعد: لا يُسمع منه شيء',
    en: 'No sensors on this feed yet: nothing of it is heard',
  },
  'sensor.health': { ar: `{health, select, ${HEALTH_AR}}`, en: `{health, select, ${HEALTH_EN}}` },
  'sensor.reason': { ar: `{reason, select, ${feedReasonsAr}}`, en: `{reason, select, ${feedReasonsEn}}` },
  'sensor.since': { ar: 'منذ {time}', en: 'since {time}' },
  'sensor.heard': { ar: 'آخر ما سُمع', en: 'Last heard' },
  'sensor.heard.never': { ar: 'لم يُسمع بعد', en: 'not heard yet' },
  'sensor.not-alive': { ar: 'يقول إنه متوقف', en: 'it says that it is off' },
  'sensor.power': {
    ar: '{state, select, good {الكهرباء سليمة} lost {انقطعت الكهرباء} other {لا نعلم حال الكهرباء}}',
    en: '{state, select, good {power is good} lost {power is lost} other {power not known}}',
  },
  'sensor.powered': { ar: 'الكاميرات التي يغذيها', en: 'The cameras on this supply' },
  'sensor.counts': {
    ar: 'رسائل: {messages, number} · أُهمل: {dropped, number} · حُذفت منها هوية: {stripped, number}',
    en: 'Messages: {messages, number} · left out: {dropped, number} · identity left out of: {stripped, number}',
  },
  'sensor.strangers': {
    ar: 'سُمعت أسماء لم تُضبط: {names}',
    en: 'Names were heard that are not set up: {names}',
  },

  'log.feed.added': { ar: 'أُضيف مصدر المجسات «{name}»', en: 'Feed of sensors “{name}” added' },
  'log.feed.removed': { ar: 'أُزيل مصدر المجسات «{name}»', en: 'Feed of sensors “{name}” removed' },
  'log.feed.sensor-set': { ar: 'ضُبط المجس {code}', en: 'Sensor {code} set up' },
  'log.feed.sensor-removed': { ar: 'أُزيل المجس {code}', en: 'Sensor {code} removed' },
  'log.feed.health-changed': {
    ar: `«{name}» {health, select, ${HEALTH_AR}}{reason, select, none {} other {: {reason, select, ${feedReasonsAr}}}}`,
    en: `“{name}” is {health, select, ${HEALTH_EN}}{reason, select, none {} other {: {reason, select, ${feedReasonsEn}}}}`,
  },

  'problem.feed.exists': { ar: 'هذا المصدر موجود.', en: 'This feed is there already.' },
  'problem.feed.not-found': { ar: 'لا يوجد هذا المصدر.', en: 'There is no such feed.' },
  'problem.feed.stale': {
    ar: 'تغيّر المصدر بعد أن فتحته؛ انظر إليه من جديد.',
    en: 'The feed was changed after you opened it; look at it again.',
  },
  'problem.feed.address': {
    ar: 'العنوان هكذا: mqtt://host:1883 أو mqtts://host:8883، بلا اسم دخول فيه.',
    en: 'The address is like mqtt://host:1883 or mqtts://host:8883, without a login in it.',
  },
  'problem.feed.topic': {
    ar: 'الموضوع كلمات بينها شرطة مائلة، بلا # ولا +.',
    en: 'A topic is words between slashes, without # or +.',
  },
  'problem.feed.camera': {
    ar: 'هذه الكاميرا ليست على الشبكة: لا يُسأل جهازها.',
    en: 'This camera is not on the network: its device cannot be asked.',
  },
  'problem.feed.camera-taken': { ar: 'أحداث هذه الكاميرا تُسمع من قبل.', en: 'Events of this camera are heard already.' },
  'problem.feed.no-sensors': {
    ar: 'الكاميرا نفسها هي المجس: لا يُضاف غيرها.',
    en: 'The camera itself is the sensor: no other is added.',
  },
  'problem.sensor.key-taken': { ar: 'على هذا المصدر مجس بهذا الاسم.', en: 'A sensor of this name is on this feed already.' },
  'problem.sensor.not-found': { ar: 'لا يوجد هذا المجس.', en: 'There is no such sensor.' },
  'problem.sensor.position': {
    ar: 'يلزم موضعه على الأرض، ومداه إن لم يكن راداراً.',
    en: 'Its position is needed, and its reach unless it is a radar.',
  },
  'problem.sensor.camera': {
    ar: 'تلزم كاميرا من كاميراتنا ترى الأرض نفسها.',
    en: 'One of our cameras that sees the same ground is needed.',
  },
  'problem.sensor.powered': {
    ar: 'تلزم كاميرا واحدة على الأقل من كاميراتنا على هذه الكهرباء.',
    en: 'At least one of our cameras on this supply is needed.',
  },
  'problem.sensor.kind': { ar: 'هذا النوع ليس لهذا المصدر.', en: 'This kind does not belong to this feed.' },
} as const satisfies Sentences
