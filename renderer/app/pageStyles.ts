/** The fonts, tokens and base styles every page of Najva starts from. */
import '@fontsource-variable/inter/wght.css'
import '@fontsource-variable/vazirmatn/wght.css'
import '#renderer/ui/tokens.css'
import '#renderer/ui/base.css'
