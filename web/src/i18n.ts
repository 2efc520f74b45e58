import { i18n } from '@lingui/core'

/** Makes English the language of the page. Its words stand in the code itself; another language would be a catalogue that is loaded. */
export function activate(): void {
  i18n.loadAndActivate({ locale: 'en', messages: {} })
  document.documentElement.lang = 'en'
}

export { i18n }
