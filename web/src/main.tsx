import '@/theme/mantine'
import '@fontsource-variable/inter/wght.css'
import '@/theme/tokens.css'
import '@/theme/base.css'
import '@/theme/controls.css'
import { setNonce } from 'get-nonce'
import { createRoot } from 'react-dom/client'
import { App } from '@/app/App'
import { activate } from '@/i18n'
import { pageNonce } from '@/ui/nonce'

activate()
setNonce(pageNonce())

const root = document.getElementById('root')
if (root) createRoot(root).render(<App />)
