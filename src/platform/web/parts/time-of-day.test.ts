import { expect, it } from 'vitest'
import { timeOfDay } from './time-of-day.ts'

it('reads a time of day as people type it, and takes nothing else for one', () => {
  expect(['7:30', '07:30', '0730', ' 07.30 '].map(timeOfDay)).toEqual(Array(4).fill('07:30'))
  expect(['00:00', '23:59', '730'].map(timeOfDay)).toEqual(['00:00', '23:59', '07:30'])
  expect(['', '7', '24:00', '12:60', '7:3', '12:345', 'noon'].map(timeOfDay)).toEqual(Array(7).fill(null))
})
