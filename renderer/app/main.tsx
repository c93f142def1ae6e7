/** Starts the page: makes the desk, gives it to React, shows it. */
import '#renderer/app/pageStyles'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from '#renderer/app/App.tsx'
import { createBrowserEnvironment } from '#renderer/state/browserEnvironment'
import { createDesk } from '#renderer/state/createDesk'
import { DeskProvider } from '#renderer/state/useDesk.tsx'

const place = document.getElementById('page')
if (place === null) throw new Error('index.html has no element #page')

const desk = createDesk(createBrowserEnvironment())

createRoot(place).render(
  <StrictMode>
    <DeskProvider desk={desk}>
      <App />
    </DeskProvider>
  </StrictMode>,
)
