/** A real MQTT broker in this process, on a port of its own: with a login that is checked, and ways to go and come back. */
import { createServer, type Server } from 'node:net'
import { Aedes } from 'aedes'

export interface TestBroker {
  readonly port: number
  readonly url: string
  /** Topics that anybody has asked for, in order. */
  readonly subscribed: readonly string[]
  /** Messages that clients sent. */
  readonly published: readonly string[]
  publish(topic: string, payload: object | string, more?: { readonly retain?: boolean; readonly qos?: 0 | 1 }): Promise<void>
  clients(): number
  close(): Promise<void>
}

export async function startBroker(
  options: { readonly port?: number; readonly login?: { readonly user: string; readonly password: string } } = {},
): Promise<TestBroker> {
  const aedes = await Aedes.createBroker({
    authenticate(_client, user, password, done) {
      const isRight = !options.login || (user === options.login.user && String(password) === options.login.password)
      if (isRight) done(null, true)
      else done(Object.assign(new Error('no'), { returnCode: 4 }) as never, false)
    },
  })
  const subscribed: string[] = []
  const published: string[] = []
  aedes.on('subscribe', (topics) => subscribed.push(...topics.map(({ topic }) => topic)))
  aedes.on('publish', ({ topic }, client) => {
    if (client) published.push(topic)
  })
  const server: Server = createServer(aedes.handle)
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  return {
    port,
    url: `mqtt://127.0.0.1:${port}`,
    subscribed,
    published,
    publish: (topic, payload, { retain = false, qos = 1 } = {}) =>
      new Promise((resolve, reject) => {
        const bytes = typeof payload === 'string' ? payload : JSON.stringify(payload)
        aedes.publish({ cmd: 'publish', topic, payload: bytes, retain, qos, dup: false }, (error) =>
          error ? reject(error) : resolve(),
        )
      }),
    clients: () => aedes.connectedClients,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        aedes.close()
      }),
  }
}
