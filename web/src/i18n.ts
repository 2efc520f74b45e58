import { i18n } from '@lingui/core'
import { messages } from './locales/en.po'

/** Makes English the language of the page. It is part of the entry; another language would be a chunk of its own. */
export function activate(): void {
  i18n.loadAndActivate({ locale: 'en', messages })
  document.documentElement.lang = 'en'
}

export { i18n }
