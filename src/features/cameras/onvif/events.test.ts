import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readXml, type XmlElement } from '../../../base/xml.ts'
import { readNotices } from './events.ts'

const folder = join(import.meta.dirname, '../../../../../shared/standards/onvif')
const read = (text: string) => readNotices(readXml(text) as XmlElement)

/** A notification as a camera writes it. */
const notice = (topic: string, data: Readonly<Record<string, string>>, more = '') =>
  `<n:NotificationMessage xmlns:n="n"><n:Topic>tns1:${topic}</n:Topic><n:Message><t:Message xmlns:t="t" UtcTime="2026-11-22T06:15:00Z" ${more}>` +
  `<t:Source><t:SimpleItem Name="Rule" Value="line-west"/></t:Source><t:Data>${Object.entries(data)
    .map(([name, value]) => `<t:SimpleItem Name="${name}" Value="${value}"/>`)
    .join('')}</t:Data></t:Message></n:Message></n:NotificationMessage>`
const answer = (...notices: readonly string[]) =>
  read(`<e:PullMessagesResponse xmlns:e="e">${notices.join('')}</e:PullMessagesResponse>`)

describe('notices of a device', () => {
  test('the sample that lies beside the project: what is sensed, what is wrong, and the face nowhere', () => {
    const file = join(folder, '04-pullmessages-response.xml')
    if (!existsSync(file)) return console.warn('no shared/standards/onvif beside the project: its samples were not read')
    const { notices, notRead, identities } = read(readFileSync(file, 'utf8'))
    expect(notices.map(({ kind, isOn, isInitial }) => [kind, isOn, isInitial])).toEqual([
      ['motion', true, true],
      ['motion', true, false],
      ['line-crossed', null, false],
      ['in-field', true, false],
      ['scene-changed', true, false],
      ['impaired', true, false],
      ['no-signal', false, false],
    ])
    expect([notRead, identities]).toEqual([1, 1])
    expect(notices[2]).toMatchObject({ named: 'line-west', atMs: Date.UTC(2026, 10, 22, 6, 15, 2) })
    expect(read(readFileSync(join(folder, '05-pullmessages-empty.xml'), 'utf8')).notices).toEqual([])
  })

  test('every topic of the table is treated as it says', () => {
    const file = join(folder, 'topics.tsv')
    if (!existsSync(file)) return console.warn('no shared/standards/onvif beside the project: its table was not read')
    const rows = readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => line.startsWith('tns1:'))
    for (const row of rows) {
      const [topic = '', items = '', treatment = ''] = row.split('\t')
      const data = Object.fromEntries(items.split(/, | or /).map((item) => [item, item === 'ClassTypes' ? 'Human' : 'true']))
      const { notices, identities } = answer(notice(topic.slice(5), data))
      if (treatment.startsWith('DROP')) expect([topic, notices, identities]).toEqual([topic, [], 1])
      else if (/^(detection|tamper|fog|thermal|fence|camera fault)/.test(treatment))
        expect([topic, notices.length]).toEqual([topic, 1])
    }
    expect(rows.length).toBe(26)
  })

  test('a class that is about a face or a plate is none', () => {
    expect(answer(notice('RuleEngine/ObjectDetection/Object', { ClassTypes: 'Face LicensePlate' })).notices).toEqual([])
    expect(answer(notice('RuleEngine/ObjectDetection/Object', { ClassTypes: 'Human Face' })).notices[0]?.likely).toBe('person')
    expect(answer(notice('RuleEngine/ObjectDetection/Object', { ClassTypes: 'Car' })).notices[0]?.likely).toBe('vehicle')
  })

  test('nothing of a notice that is not asked for is in what was read', () => {
    const { notices } = answer(
      notice('RuleEngine/LineDetector/Crossed', { ObjectId: '4', Name: 'EXAMPLE NAME', Plate: 'EXAMPLE 1' }),
    )
    expect(notices).toHaveLength(1)
    expect(JSON.stringify(notices)).not.toContain('EXAMPLE')
  })

  test('a state that does not say whether it is so is no notice', () => {
    expect(answer(notice('VideoSource/MotionAlarm', { State: 'perhaps' }))).toMatchObject({ notices: [], notRead: 1 })
  })

  test('broken answers never throw and are bounded', () => {
    const whole = `<e>${notice('VideoSource/MotionAlarm', { State: 'true' }).repeat(3)}</e>`
    fc.assert(
      fc.property(fc.nat(whole.length), fc.string({ maxLength: 8 }), (at, noise) => {
        const root = readXml(whole.slice(0, at) + noise + whole.slice(at + noise.length))
        if (root) expect(readNotices(root).notices.length).toBeLessThanOrEqual(3)
      }),
    )
    expect(
      answer(...Array.from({ length: 1000 }, () => notice('VideoSource/MotionAlarm', { State: 'true' }))).notices,
    ).toHaveLength(200)
  })
})
