/** Starts the page of the pop-out card in the program's own small window: its one port, and the card. */
import '#renderer/app/pageStyles'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { openCardLink } from '#renderer/popOut/cardLink'
import { PopOutPage } from '#renderer/popOut/PopOutPage.tsx'

const place = document.getElementById('page')
if (place === null) throw new Error('card.html has no element #page')

createRoot(place).render(
  <StrictMode>
    <PopOutPage link={openCardLink(window)} />
  </StrictMode>,
)
