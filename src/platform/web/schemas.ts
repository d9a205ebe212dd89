/**
 * Schemas in a page check without making code: our policy forbids that, and a browser reports even the try. Read by the library when it
 * is loaded, so this comes before it.
 */
Object.assign(globalThis, { __zod_globalConfig: { jitless: true } })
