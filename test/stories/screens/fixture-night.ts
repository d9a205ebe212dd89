/** An invented night behind the pages of the shift: who has the watch, the list of the hand-over, the log, the figures. */
import { createHash } from 'node:crypto'
import type { ShiftReport } from '../../../src/app/server/shift-report.ts'
import type { AlertView } from '../../../src/features/alerts/contract.ts'
import type { HygieneView } from '../../../src/features/alerts/hygiene-contract.ts'
import type { HandOverItem, LogBookEntry, ShiftView, WatchView } from '../../../src/features/shifts/contract.ts'
import { moverAlert, OFFICER } from './fixture.ts'

/** How far the hand-over has come. */
export const watches = ['none', 'open', 'handing', 'signing'] as const
export type WatchState = (typeof watches)[number]

export const COMMANDER = { id: 'person-2', name: 'رائد سلوى ع.' }
export const RELIEF = { id: 'person-3', name: 'ملازم زينب م.' }
const ago = (now: number, seconds: number) => new Date(now - seconds * 1000).toISOString()
const hour = 3600

function shiftOf(now: number, more: Partial<ShiftView> = {}): ShiftView {
  return {
    id: 'shift-2',
    state: 'open',
    by: OFFICER,
    second: COMMANDER,
    openedAt: ago(now, 8.4 * hour),
    untilAt: ago(now, -0.6 * hour),
    sound: 'heard',
    reliefs: [
      { dueAt: ago(now, 6 * hour), state: 'taken', at: ago(now, 5.9 * hour), by: RELIEF, reason: null, note: null },
      {
        dueAt: ago(now, 3 * hour),
        state: 'missed',
        at: ago(now, 2.8 * hour),
        by: OFFICER,
        reason: 'alarm',
        note: 'كنت مع إنذار الوادي.',
      },
    ],
    handOver: null,
    incomingNote: null,
    relievedBecause: null,
    closedAt: null,
    closedBy: null,
    ...more,
  }
}

const past = (now: number): ShiftView[] =>
  [1, 2, 3].map((back) =>
    shiftOf(now, {
      id: `shift-past-${back}`,
      state: 'closed',
      by: back % 2 === 1 ? RELIEF : OFFICER,
      second: null,
      openedAt: ago(now, (8.4 + 12 * back) * hour),
      untilAt: null,
      reliefs: [],
      closedAt: ago(now, (8.4 + 12 * (back - 1)) * hour),
      closedBy: back % 2 === 1 ? OFFICER : RELIEF,
    }),
  )

/** `GET /api/shifts/current`. */
export function watchOf(now: number, state: WatchState): WatchView {
  const items = itemsOf(now)
  const opened = Object.fromEntries(items.slice(0, 5).map(({ id, mark }) => [id, { mark, at: ago(now, 90) }]))
  const handOver = {
    startedAt: ago(now, 240),
    note: 'سيارة المياه تصل عند السادسة من الدرب الشمالي.',
    incoming: state === 'signing' ? RELIEF : null,
    opened: state === 'signing' ? opened : {},
  }
  const isHanding = state === 'handing' || state === 'signing'
  return {
    id: 'watch-1',
    version: 12,
    area: 'outpost-7',
    now: state === 'none' ? null : shiftOf(now, isHanding ? { state: 'handing_over', handOver } : {}),
    planned: [
      { id: 'plan-1', by: RELIEF, fromAt: ago(now, -0.6 * hour), untilAt: ago(now, -8.6 * hour) },
      { id: 'plan-2', by: OFFICER, fromAt: ago(now, -8.6 * hour), untilAt: ago(now, -16.6 * hour) },
    ],
    past: past(now),
    reliefDueAt: state === 'none' ? null : ago(now, -0.2 * hour),
    isTooLong: state === 'handing',
    isIncomingHere: state === 'signing',
  }
}

/** `GET /api/shifts/items`: one of every kind. */
export function itemsOf(now: number): HandOverItem[] {
  const item = (
    kind: HandOverItem['kind'],
    id: string,
    text: string,
    values: HandOverItem['said']['values'],
    link: string | null,
  ): HandOverItem => ({ id: `${kind}:${id}`, kind, mark: '1', said: { text: `shift.item.${text}`, values }, link })
  const valley = { ar: 'وادي السدر', en: 'Wadi al-Sidr' }
  const plain = { ar: 'السهل الجنوبي', en: 'South plain' }
  return [
    item('alert-untaken', '1', 'alert-untaken', { number: 'A-2214', priority: 'P1' }, '/log?alert=alert-1'),
    item('alert-open', '2', 'alert-open', { number: 'A-2213', priority: 'P2' }, '/log?alert=alert-2'),
    item(
      'alert-shelved',
      '3',
      'alert-shelved',
      { number: 'A-2209', priority: 'P3', until: ago(now, -1500) },
      '/log?alert=alert-3',
    ),
    item('by-design', '4', 'announced', { what: 'SAQR-3', until: ago(now, -2400) }, '/'),
    item('camera-blind', '11', 'camera-blind', { code: 'C11', health: 'down', minutes: 6 }, '/cameras/camera-11'),
    item('camera-out', '12', 'camera-out', { code: 'C12', until: ago(now, -5400) }, '/cameras/camera-12'),
    item('zone-unwatched', 'zone-2', 'zone-is', { zone: plain, minutes: 6 }, '/'),
    item('zone-unwatched', 'zone-1', 'zone-was', { zone: valley, minutes: 12 }, '/'),
    item('recording', '9', 'recording-gaps', { code: 'C09', n: 3, minutes: 11 }, '/cameras/camera-9'),
    item('hold', '7', 'hold', { code: 'C07', from: ago(now, 9000) }, null),
    item('undetermined', '5', 'undetermined', { number: 'A-2207' }, '/log?alert=alert-5'),
    item('changed', 'rules', 'changed.rules', { n: 2 }, '/log?kind=changes'),
    item('exercise', 'site', 'exercise', {}, null),
    item('trouble', 'saved', 'trouble.saved', { n: 1, now: 'no' }, '/log'),
    item('relief-missed', '1', 'relief-missed', { n: 1, unexplained: 0 }, null),
  ]
}

/** `GET /api/log`: notes, a call, and a line that was put right. */
export function bookOf(now: number): LogBookEntry[] {
  const line = (more: Partial<LogBookEntry> & Pick<LogBookEntry, 'id' | 'at'>): LogBookEntry => ({
    by: OFFICER,
    shiftId: 'shift-2',
    kind: 'note',
    text: null,
    call: null,
    corrects: null,
    correctedBy: null,
    alertId: null,
    ...more,
  })
  return [
    line({ id: 'line-5', at: ago(now, 300), text: 'C11: قُطع الكبل عند الصندوق. الفني في الطريق.', alertId: 'alert-2' }),
    line({
      id: 'line-4',
      at: ago(now, 1500),
      kind: 'call',
      text: 'قالوا إن الدورية خرجت عند 02:40.',
      call: { who: 'المخفر 6', means: 'radio', isAnswered: true },
    }),
    line({
      id: 'line-3',
      at: ago(now, 3900),
      kind: 'call',
      text: '',
      call: { who: 'مهندس القاطع', means: 'phone', isAnswered: false },
    }),
    line({ id: 'line-2', at: ago(now, 5200), text: 'غبار من الغرب، الرؤية نحو 800 م.', corrects: 'line-1' }),
    line({ id: 'line-1', at: ago(now, 5300), text: 'غبار من الشرق.', correctedBy: 'line-2' }),
    line({ id: 'line-0', at: ago(now, 9000), by: RELIEF, text: 'Generator test done, fuel at two thirds.' }),
    line({ id: 'line-x', at: ago(now, 9900), by: RELIEF, text: null }),
  ]
}

/** `GET /api/alerts`: a night of alerts with every way of ending. */
export function historyOf(now: number): AlertView[] {
  const by = (seconds: number) => ({ by: OFFICER, at: ago(now, seconds), note: null, turnedBack: null, cause: null })
  const untouched = moverAlert(now).hops
  const taken = { ack: 'acknowledged' as const, owner: OFFICER }
  const one = (index: number, more: Partial<AlertView>) =>
    moverAlert(now, {
      id: `alert-${index}`,
      number: `A-${2215 - index}`,
      firstAt: ago(now, index * 1700),
      lastAt: ago(now, index * 1700 - 60),
      version: 3,
      // Whoever took it did so within half a minute.
      ...(more.owner ? { hops: { ...untouched, h5AcknowledgedAt: ago(now, index * 1700 - 24) } } : {}),
      ...more,
    })
  return [
    one(1, {
      log: [
        { at: ago(now, 41), what: 'alert.raised', by: null, detail: null },
        { at: ago(now, 40), what: 'alert.shown', by: null, detail: null },
      ],
    }),
    one(3, { ...taken, priority: 'P3', occurrences: 7 }),
    one(4, { ...taken, disposition: 'closed', closed: { reason: 'real.lawful_presence', ...by(6000) } }),
    one(5, {
      ...taken,
      disposition: 'closed',
      priority: 'P2',
      closed: { reason: 'undetermined', ...by(8000), note: 'اختفوا خلف الساتر.' },
    }),
    one(6, { ...taken, disposition: 'closed', priority: 'P2', closed: { reason: 'nuisance.animal', ...by(9500) } }),
    one(7, {
      ...taken,
      disposition: 'closed',
      closed: {
        reason: 'real.attempt_turned_back',
        ...by(11_000),
        turnedBack: { askedForProtection: 'no', child: 'not_known', medicalNeed: 'no' },
      },
      notes: [{ at: ago(now, 11_200), by: OFFICER, text: 'رأيتهم بالمنظار عند الصخرة البيضاء.' }],
      log: [
        { at: ago(now, 11_900), what: 'alert.raised', by: null, detail: null },
        { at: ago(now, 11_899), what: 'alert.shown', by: null, detail: null },
        { at: ago(now, 11_880), what: 'alert.acknowledged', by: OFFICER, detail: null },
        { at: ago(now, 11_000), what: 'alert.closed', by: OFFICER, detail: 'real.attempt_turned_back' },
      ],
    }),
    one(8, { ...taken, mode: 'test', disposition: 'closed', closed: { reason: 'nuisance.other', ...by(13_000) } }),
  ]
}

/** `GET /api/shifts/{id}/report`. */
export function reportOf(now: number): ShiftReport {
  const hash = (text: string) => createHash('sha256').update(text).digest('hex')
  return {
    shift: shiftOf(now, {
      state: 'closed',
      closedAt: ago(now, 60),
      closedBy: RELIEF,
      incomingNote: 'فتحت كل البنود. الكاميرا C11 لا ترى.',
      handOver: {
        startedAt: ago(now, 600),
        note: 'سيارة المياه تصل عند السادسة من الدرب الشمالي.',
        incoming: RELIEF,
        opened: {},
      },
    }),
    printedAt: ago(now, 0),
    alerts: historyOf(now),
    moreAlerts: 0,
    notes: [...bookOf(now)].reverse(),
    hasMoreNotes: false,
    blind: [
      {
        code: 'C11',
        watchedHours: 8.3,
        unknownHours: 0,
        intervals: [{ from: ago(now, 372), to: ago(now, 0), health: 'down', reason: 'source.silent' }],
      },
      {
        code: 'C05',
        watchedHours: 8.1,
        unknownHours: 0.1,
        intervals: [
          { from: ago(now, 2900), to: ago(now, 2700), health: 'blind', reason: 'covered' },
          { from: ago(now, 1900), to: ago(now, 1700), health: 'unknown', reason: null },
        ],
      },
    ],
    itemIds: itemsOf(now).map(({ id }) => id),
    itemsSha256: hash('items'),
    chain: {
      began: { seq: 18_204, hash: hash('began'), at: ago(now, 8.4 * hour) },
      ended: { seq: 18_977, hash: hash('ended'), at: ago(now, 60) },
      head: { seq: 18_980, hash: hash('head'), at: ago(now, 0) },
      entries: 18_980,
    },
  }
}

/** `GET /api/hygiene`: a night that was busy for twenty minutes. */
export function hygieneFigures(from: string, to: string): HygieneView {
  const [fromMs, toMs] = [Date.parse(from), Date.parse(to)]
  const bins = Math.max(1, Math.round((toMs - fromMs) / 600_000))
  const counts: number[] = Array.from({ length: Math.min(bins, 144) }, (_, bin) =>
    bin % 29 === 17 ? 12 : bin % 29 === 18 ? 9 : bin % 7 === 3 ? 2 : bin % 5 === 1 ? 1 : 0,
  )
  const took = (n: number, p50Ms: number, p95Ms: number, inTime: number, escalations: number) => ({
    n,
    unknown: 1,
    p50Ms,
    p95Ms,
    inTime,
    escalations,
  })
  return {
    from,
    to,
    bins: { staffed: bins - 4, all: bins },
    rate: { perBin: 0.9, sounds: counts.reduce((sum, n) => sum + n, 0), unstaffed: 2, counts },
    flood: {
      share: 0.014,
      bins: 2,
      floods: [{ fromMs: fromMs + 17 * 600_000, toMs: fromMs + 19 * 600_000, peak: 12, sounds: 21 }],
    },
    top: {
      share: 0.61,
      sources: [
        { source: 'approach C07', n: 22 },
        { source: 'any-mover C05', n: 14 },
        { source: 'zone-enter C11', n: 9 },
      ],
    },
    chattering: ['any-mover C05'],
    stale: { n: 1, share: 0.02 },
    mix: { P1: 6, P2: 31, P3: 22 },
    nuisance: [
      { code: 'C05', closes: 9, nights: 2.6, perNight: 3.46 },
      { code: 'C07', closes: 4, nights: 3, perNight: 1.33 },
      { code: 'C11', closes: 1, nights: 0.4, perNight: null },
    ],
    precision: {
      share: 0.58,
      real: 24,
      nuisance: 17,
      undetermined: 3,
      open: 2,
      causes: [
        { cause: 'nuisance.animal', n: 11 },
        { cause: 'nuisance.vegetation', n: 4 },
        { cause: 'nuisance.weather', n: 2 },
      ],
    },
    missed: { share: null, staged: 0 },
    watched: { share: 0.968, scheduledS: 864_000, unknownS: 1200 },
    taken: {
      P1: took(6, 21_000, 74_000, 0.83, 1),
      P2: took(31, 52_000, 201_000, 0.9, 2),
      P3: took(22, 140_000, 700_000, 0.95, 0),
    },
    blindClicks: [{ outpost: 'outpost-7', n: 2, of: 59, share: 0.034 }],
    shelving: { minutes: 185, renewals: 2, withoutEnd: 0, n: 4 },
    hops: {
      system: { n: 59, unknown: 3, p50Ms: 640, p95Ms: 1180 },
      people: { n: 57, unknown: 2, p50Ms: 44_000, p95Ms: 212_000 },
      closing: { n: 44, unknown: 0, p50Ms: 420_000, p95Ms: 2_100_000 },
    },
  }
}
