import { recall, remember } from './storage'

const key = 'bangui.single-keys'

/** Whether keys without Ctrl do something; they can be switched off (WCAG 2.1.4). On unless switched off. */
export function singleKeysOn(): boolean {
  return recall(key) !== 'off'
}

export function setSingleKeys(on: boolean): void {
  remember(key, on ? 'on' : 'off')
}

const takesKeys =
  'input:not([type="radio"], [type="checkbox"]), textarea, select, [contenteditable="true"], [role="dialog"], [role="menu"]'

/** True where a key belongs to what has the focus: fields that one types in, menus, dialogs. */
export function typingIn(target: EventTarget | null): boolean {
  if (!(target instanceof Element)) return false
  return target.closest(takesKeys) !== null
}
