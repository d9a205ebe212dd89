import { describe, expect, test } from 'vitest'
import { groundDistanceM } from '../../../base/geo.ts'
import { formatMgrs, readPosition } from './mgrs.ts'

describe('a place that a person types', () => {
  test('a grid reference comes back to its square, with spaces or without, in small letters too', () => {
    const place = { lat: 20.5, lon: 50.5 }
    const written = formatMgrs(place) ?? ''
    for (const text of [written, written.replaceAll(' ', ''), written.toLowerCase()]) {
      const read = readPosition(text)
      expect(read).not.toBeNull()
      expect(groundDistanceM(place, read ?? { lat: 0, lon: 0 })).toBeLessThan(8)
    }
  })

  test('latitude and longitude are read too; what is neither is not', () => {
    expect(readPosition('20.51234, 50.6')).toEqual({ lat: 20.51234, lon: 50.6 })
    for (const text of ['', 'somewhere', '95, 10', '39Q', '39Q VC 123', '39I VC 4786 6689']) expect(readPosition(text)).toBeNull()
  })
})
