/* The monospaced face. Parts that show addresses, paths or code import this; the file itself is fetched on first use. */
import '@fontsource-variable/jetbrains-mono/wght.css'
