import { assert } from '../base/assert.ts'

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }

/**
 * Canonical JSON (RFC 8785): keys sorted by UTF-16 code units, numbers and strings as ECMAScript writes them, no white space.
 * Asserts finite numbers, no `undefined`, and no lone surrogates, so that the text has one meaning in UTF-8.
 */
export function canonicalJson(value: Json): string {
  switch (typeof value) {
    case 'number':
      assert(Number.isFinite(value), 'a number in an entry is finite')
      return JSON.stringify(value)
    case 'string':
      assert(value.isWellFormed(), 'text in an entry has no lone surrogates')
      return JSON.stringify(value)
    case 'boolean':
      return value ? 'true' : 'false'
    case 'object': {
      if (value === null) return 'null'
      if (isList(value)) return `[${value.map(canonicalJson).join(',')}]`
      const members: string[] = []
      for (const key of Object.keys(value).sort()) {
        const member = value[key]
        assert(member !== undefined, `"${key}" in an entry has a value`)
        assert(key.isWellFormed(), 'a key in an entry has no lone surrogates')
        members.push(`${JSON.stringify(key)}:${canonicalJson(member)}`)
      }
      return `{${members.join(',')}}`
    }
    default:
      throw new Error(`broken promise: an entry holds only JSON, not ${typeof value}`)
  }
}

function isList(value: readonly Json[] | { readonly [key: string]: Json }): value is readonly Json[] {
  return Array.isArray(value)
}
