/**
 * XML of others (cameras, map files), read with bounds: no document types, no entities but the five of XML and character numbers, and an
 * end to size, depth and count. Names lose their prefix: others choose prefixes as they like.
 */

export interface XmlElement {
  readonly name: string
  readonly attributes: ReadonlyMap<string, string>
  readonly children: readonly XmlElement[]
  /** Text directly inside, trimmed. */
  readonly text: string
}

export interface XmlLimits {
  readonly lengthMax: number
  readonly depthMax: number
  readonly elementsMax: number
}

const usualLimits: XmlLimits = { lengthMax: 1_000_000, depthMax: 40, elementsMax: 20_000 }

interface Open {
  readonly raw: string
  readonly name: string
  readonly attributes: ReadonlyMap<string, string>
  readonly children: XmlElement[]
  text: string
}

/** The root element, or null for whatever is not well-formed, is larger than the limits, or declares anything. Never throws. */
export function readXml(text: string, limits: XmlLimits = usualLimits): XmlElement | null {
  if (text.length > limits.lengthMax) return null
  const open: Open[] = []
  let root: XmlElement | null = null
  let count = 0
  let at = 0
  while (at < text.length) {
    const start = text.indexOf('<', at)
    const between = unescapeXml(text.slice(at, start < 0 ? text.length : start))
    const inside = open.at(-1)
    if (between === null || (inside === undefined && between.replace(/^\uFEFF/, '').trim() !== '')) return null
    if (inside !== undefined) inside.text += between
    if (start < 0) break
    if (text.startsWith('<?', start) || text.startsWith('<!--', start)) {
      const isComment = text.startsWith('<!--', start)
      const end = text.indexOf(isComment ? '-->' : '?>', start + (isComment ? 4 : 2))
      if (end < 0) return null
      at = end + (isComment ? 3 : 2)
    } else if (text.startsWith('<![CDATA[', start)) {
      const end = text.indexOf(']]>', start)
      if (end < 0 || inside === undefined) return null
      inside.text += text.slice(start + 9, end)
      at = end + 3
    } else if (text.startsWith('<!', start)) {
      return null
    } else if (text.startsWith('</', start)) {
      const end = text.indexOf('>', start)
      const last = open.pop()
      if (end < 0 || last === undefined || text.slice(start + 2, end).trim() !== last.raw) return null
      const done: XmlElement = { name: last.name, attributes: last.attributes, children: last.children, text: last.text.trim() }
      const parent = open.at(-1)
      if (parent !== undefined) parent.children.push(done)
      else root = done
      at = end + 1
    } else {
      const end = endOfTag(text, start + 1)
      if (end < 0 || (root !== null && open.length === 0)) return null
      const isEmpty = text[end - 1] === '/'
      const tag = readTag(text.slice(start + 1, isEmpty ? end - 1 : end))
      count += 1
      if (tag === null || count > limits.elementsMax || open.length >= limits.depthMax) return null
      if (isEmpty) {
        const done: XmlElement = { name: tag.name, attributes: tag.attributes, children: [], text: '' }
        const parent = open.at(-1)
        if (parent !== undefined) parent.children.push(done)
        else root = done
      } else open.push({ ...tag, children: [], text: '' })
      at = end + 1
    }
  }
  return open.length === 0 ? root : null
}

/** The first element of that name below, itself included, in the order of the text. */
export function find(element: XmlElement | null | undefined, name: string): XmlElement | null {
  if (element === null || element === undefined) return null
  if (element.name === name) return element
  for (const child of element.children) {
    const found = find(child, name)
    if (found !== null) return found
  }
  return null
}

/** All elements of that name below, not inside each other. */
export function findAll(element: XmlElement | null, name: string): XmlElement[] {
  if (element === null) return []
  return element.name === name ? [element] : element.children.flatMap((child) => findAll(child, name))
}

/** Text of the first such element below; empty where there is none. */
export function textOf(element: XmlElement | null, name: string): string {
  return find(element, name)?.text ?? ''
}

/** A text for the inside of an element or an attribute. */
export function escapeXml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&apos;')
}

const named: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }

/** Null where an entity is not one of the five and no number of a character. */
function unescapeXml(text: string): string | null {
  if (!text.includes('&')) return text
  let isKnown = true
  const plain = text.replaceAll(/&([^;&]{0,12});?/g, (whole, name: string) => {
    const number = /^#x([0-9a-f]{1,6})$/i.exec(name)?.[1]
    const decimal = /^#(\d{1,7})$/.exec(name)?.[1]
    const code = number !== undefined ? Number.parseInt(number, 16) : decimal !== undefined ? Number(decimal) : null
    if (whole.endsWith(';') && code !== null && code > 0 && code < 0x110000) return String.fromCodePoint(code)
    const found = whole.endsWith(';') ? named[name] : undefined
    if (found === undefined) isKnown = false
    return found ?? ''
  })
  return isKnown ? plain : null
}

/** Place of the ">" that ends a tag; signs inside quotes do not. */
function endOfTag(text: string, from: number): number {
  let quote = ''
  for (let at = from; at < text.length; at += 1) {
    const sign = text[at] as string
    if (quote !== '') quote = sign === quote ? '' : quote
    else if (sign === '"' || sign === "'") quote = sign
    else if (sign === '>') return at
    else if (sign === '<') return -1
  }
  return -1
}

function readTag(inside: string): { raw: string; name: string; attributes: Map<string, string> } | null {
  const raw = /^[\p{L}_][\p{L}\p{N}_.:-]*/u.exec(inside)?.[0]
  if (raw === undefined) return null
  const attributes = new Map<string, string>()
  let rest = inside.slice(raw.length)
  while (rest.trim() !== '') {
    const found = /^\s+([\p{L}_][\p{L}\p{N}_.:-]*)\s*=\s*(?:"([^"]*)"|'([^']*)')/u.exec(rest)
    const value = unescapeXml(found?.[2] ?? found?.[3] ?? '')
    if (found?.[1] === undefined || value === null) return null
    attributes.set(localName(found[1]), value)
    rest = rest.slice(found[0].length)
  }
  return { raw, name: localName(raw), attributes }
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1)
}
