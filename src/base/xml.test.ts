import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { escapeXml, find, findAll, readXml, textOf } from './xml.ts'

describe('XML of cameras', () => {
  test('prefixes, attributes, empty elements, comments, CDATA and the five entities', () => {
    const root = readXml(
      '\uFEFF<?xml version="1.0"?><!-- hi --><s:A xmlns:s="x"><b:C token=\'0"1\' b:kind="&quot;&#x41;"/><C>a &lt;&amp;&#66; <![CDATA[<raw>]]></C></s:A>',
    )
    expect(root?.name).toBe('A')
    expect(findAll(root, 'C').map(({ text }) => text)).toEqual(['', 'a <&B <raw>'])
    expect(find(root, 'C')?.attributes.get('token')).toBe('0"1')
    expect(find(root, 'C')?.attributes.get('kind')).toBe('"A')
    expect(textOf(root, 'none')).toBe('')
  })

  test.each([
    ['a document type', '<!DOCTYPE a><a/>'],
    ['an entity of its own', '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'],
    ['an unknown entity', '<a>&nbsp;</a>'],
    ['an open element', '<a><b></a>'],
    ['two roots', '<a/><b/>'],
    ['text outside', 'x<a/>'],
    ['an attribute without quotes', '<a b=c/>'],
    ['a tag in a tag', '<a <b>/>'],
    ['nothing', ''],
  ])('%s is no answer', (_, text) => {
    expect(readXml(text)).toBeNull()
  })

  test('size, depth and count have an end', () => {
    const limits = { lengthMax: 1000, depthMax: 5, elementsMax: 10 }
    expect(readXml(`<a>${'x'.repeat(1000)}</a>`, limits)).toBeNull()
    expect(readXml('<a>'.repeat(6) + '</a>'.repeat(6), limits)).toBeNull()
    expect(readXml(`<a>${'<b/>'.repeat(10)}</a>`, limits)).toBeNull()
    expect(readXml(`<a>${'<b/>'.repeat(9)}</a>`, limits)).not.toBeNull()
  })

  test('whatever comes, it is read or refused and never thrown; what was escaped comes back', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('<', '>', '/', 'a', '&', ';', '"', ' ', '=', '!', '[', ']', '-', '?') }),
        (text) => {
          readXml(text)
        },
      ),
      { seed: 41, numRuns: 3000 },
    )
    fc.assert(
      fc.property(fc.string(), (text) => {
        const root = readXml(`<a b="${escapeXml(text)}">x${escapeXml(text)}x</a>`)
        expect(root?.text).toBe(`x${text}x`)
        expect(root?.attributes.get('b')).toBe(text)
      }),
      { seed: 42, numRuns: 500 },
    )
  })
})
