import { expect, it } from 'vitest'
import { directionOf } from './direction.ts'

it('runs as most of its letters do, whatever it begins with', () => {
  for (const text of ['C11: قُطع الكبل عند الصندوق.', 'وصلت الدورية SAQR-3', '0330 غبار من الغرب', 'غ'])
    expect([text, directionOf(text)]).toEqual([text, 'rtl'])
  for (const text of ['Generator test done, fuel at two thirds.', 'Told حيدر at once by radio', '', '12:30'])
    expect([text, directionOf(text)]).toEqual([text, 'ltr'])
})
