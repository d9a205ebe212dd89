/** Global keys by their place on the keyboard (`event.code`): the same in Arabic and English layouts. */

/** What a key does; false: not now, and the key goes its usual way. */
export type KeyAct = (event: KeyboardEvent) => boolean

/** Where letters are text: a global key never acts there. */
function isTextField(element: EventTarget | null): boolean {
  return (
    element instanceof HTMLElement &&
    (element.isContentEditable ||
      element instanceof HTMLTextAreaElement ||
      element instanceof HTMLSelectElement ||
      (element instanceof HTMLInputElement && !['radio', 'checkbox', 'button', 'submit', 'range'].includes(element.type)))
  )
}

/** A focused control wins over a global key, for the keys that work controls. */
const CONTROL_KEYS = new Set(['Space', 'Enter', 'ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight', 'Home', 'End'])
/** A map that has the focus zooms by these. */
const ZOOM_KEYS = new Set(['Minus', 'Equal'])
const CONTROLS =
  'button, a[href], input, textarea, select, [role=button], [role=radio], [role=menuitem], [role=slider], [data-takes-keys]'

/**
 * Listens for the keys of a page. Order of who gets a key: text field, dialog, focused control, page.
 * `acts` is asked at each key, so it may change with the state.
 */
export function listenToKeys(acts: () => Readonly<Record<string, KeyAct>>): () => void {
  function onKey(event: KeyboardEvent) {
    if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return
    if (document.querySelector('[role=dialog], [role=alertdialog], [role=menu]') !== null) return
    if (isTextField(event.target)) return
    const focused = event.target instanceof Element ? event.target : null
    if (CONTROL_KEYS.has(event.code) && focused?.closest(CONTROLS) != null) return
    if (ZOOM_KEYS.has(event.code) && focused?.closest('[data-takes-keys]') != null) return
    const name = event.shiftKey ? `Shift+${event.code}` : event.code
    const act = acts()[name]
    // A held key repeats; an act of a person is one press.
    if (act === undefined || event.repeat) return
    if (act(event)) event.preventDefault()
  }
  addEventListener('keydown', onKey)
  return () => removeEventListener('keydown', onKey)
}
