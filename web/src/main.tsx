import '@/theme/mantine'
import '@fontsource-variable/inter/wght.css'
import '@/theme/tokens.css'
import '@/theme/base.css'
import '@/theme/controls.css'
// What the dashboard draws with comes with the first file: each of these by itself would be a request more.
import '@/ui/chart/TimeSeries.module.css'
import 'uplot/dist/uPlot.min.css'
import '@/features/dashboard/dashboard.module.css'
import { setNonce } from 'get-nonce'
import { createRoot } from 'react-dom/client'
import { App } from '@/app/App'
import { activate } from '@/i18n'
import { pageNonce } from '@/ui/nonce'

activate()
setNonce(pageNonce())

const root = document.getElementById('root')
if (root) createRoot(root).render(<App />)
