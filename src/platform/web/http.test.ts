import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'

let server: Server
let url: string
let request: typeof import('./http.ts').request

beforeAll(async () => {
  vi.stubGlobal('document', { documentElement: { dataset: {} } })
  vi.stubGlobal('addEventListener', () => {})
  ;({ request } = await import('./http.ts'))
  server = createServer((asked, answer) => {
    const json = { 'content-type': 'application/json' }
    if (asked.url === '/whole') return answer.writeHead(200, json).end('{"lines":[]}')
    if (asked.url === '/silent') return answer.writeHead(204).end()
    if (asked.url === '/refused') return answer.writeHead(409, json).end('{"code":"alert.stale","title":"changed meanwhile"}')
    if (asked.url === '/broken') return answer.writeHead(502).end('<html>')
    answer.writeHead(200, { ...json, 'content-length': 1000 }).write('{"lines":[')
    setTimeout(() => answer.destroy(), 50)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => {
  vi.unstubAllGlobals()
  server.close()
})

describe('an answer of the server', () => {
  it('is its JSON, or nothing where it is without words', async () => {
    expect(await request('GET', `${url}/whole`)).toEqual({ lines: [] })
    expect(await request('GET', `${url}/silent`)).toBeNull()
  })

  it('that was cut off on the way is no answer, and never an empty one', async () => {
    await expect(request('GET', `${url}/cut`)).rejects.toMatchObject({ code: 'no-answer', status: 0 })
  })

  it('that refuses says why where it can, and that it refuses where it cannot', async () => {
    await expect(request('GET', `${url}/refused`)).rejects.toMatchObject({
      code: 'alert.stale',
      status: 409,
      title: 'changed meanwhile',
    })
    await expect(request('GET', `${url}/broken`)).rejects.toMatchObject({ code: 'internal', status: 502 })
  })
})
