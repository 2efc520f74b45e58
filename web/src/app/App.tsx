import { I18nProvider } from '@lingui/react'
import { localStorageColorSchemeManager, MantineProvider } from '@mantine/core'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { lazy, Suspense, useSyncExternalStore } from 'react'
import { queryClient } from '@/api/queries'
import { i18n } from '@/i18n'
import { theme, variables } from '@/theme/theme'
import { pageNonce } from '@/ui/nonce'
import { toastsWanted, watchToasts } from '@/ui/toastsWanted'
import { router } from './router'

// Fetched with the first message; what is shown before its code is there waits in its store.
const Toasts = lazy(() => import('./Toasts').then((m) => ({ default: m.Toasts })))
const schemes = localStorageColorSchemeManager({ key: 'bangui.scheme' })

/** Everything that pages stand on: colours, words, answers of the server, routes. */
export function App() {
  const toasts = useSyncExternalStore(watchToasts, toastsWanted)
  return (
    <I18nProvider i18n={i18n}>
      <MantineProvider
        theme={theme}
        cssVariablesResolver={variables}
        colorSchemeManager={schemes}
        defaultColorScheme="auto"
        getStyleNonce={pageNonce}
      >
        <QueryClientProvider client={queryClient}>
          <RouterProvider router={router} />
          {toasts && (
            <Suspense fallback={null}>
              <Toasts />
            </Suspense>
          )}
        </QueryClientProvider>
      </MantineProvider>
    </I18nProvider>
  )
}
